#!/bin/sh
# sshfp of hash-slinger 3.1, which makes DNS records (RFC 4255) of a known_hosts: of the names of a line it knows the first alone, and has
# nothing to say of a host that stands behind a comma; and it ends with a TypeError of Python's where the names are hashed, as Debian's ssh
# writes them, though it has a way to look for them. Both are of sshd(8), SSH_KNOWN_HOSTS FILE FORMAT, and ssh-keygen -F finds each.
. "$(dirname "$0")/common.sh"
debian 'hash-slinger=3.1-*' 'openssh-client=1:9.2p1-*'
keys
key=$(cut -d ' ' -f 1,2 host_key.pub)
printf '%s\n' "one,two $key" "three $key" >plain
cp plain hashed
ssh-keygen -q -H -f hashed 2>keygen.log || exit 2
ssh-keygen -r host -f host_key.pub | tr '[:lower:]' '[:upper:]' >expected_record
for file in plain hashed; do
  for host in one two three; do
    found=$(ssh-keygen -F $host -f $file | grep -c ssh-ed25519)
    /usr/bin/python3 -W ignore debian/usr/bin/sshfp -k $file $host >record 2>error
    tail -n 1 error >&2
    if grep -q '^TypeError' error; then
      seen=TypeError
    elif digest=$(grep -o ' SSHFP 4 2 .*' record) && grep -q "$digest" expected_record; then
      seen='a record'
    else
      seen="'$(cat record)'"
    fi
    echo "$file, $host: ssh-keygen finds $found, sshfp $seen"
  done
done >log
cat >expected <<'EOE'
plain, one: ssh-keygen finds 1, sshfp a record
plain, two: ssh-keygen finds 1, sshfp ''
plain, three: ssh-keygen finds 1, sshfp a record
hashed, one: ssh-keygen finds 1, sshfp TypeError
hashed, two: ssh-keygen finds 1, sshfp TypeError
hashed, three: ssh-keygen finds 1, sshfp TypeError
EOE
verdict "$(cat expected)" "$(cat log)"
