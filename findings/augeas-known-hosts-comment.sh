#!/bin/sh
# Augeas 1.14.0: its lens for known_hosts cannot read an entry with a comment, the field that sshd(8), SSH_KNOWN_HOSTS FILE FORMAT, allows
# at the end of each line, and that comes along where a line is made of a host's .pub file. One such line, and nothing of the
# whole file can be read or changed.
. "$(dirname "$0")/common.sh"
debian 'augeas-tools=1.14.0-*' 'augeas-lenses=1.14.0-*' 'libaugeas0=1.14.0-*' 'openssh-client=1:9.2p1-*'
keys
mkdir root
printf '%s\n' 'set /augeas/load/One/lens Known_Hosts.lns' 'set /augeas/load/One/incl /file' load 'get /files/file/1/type' \
  'get /augeas/files/file/error' >commands
key=$(cut -d ' ' -f 1,2 host_key.pub)
for comment in '' ' # note' ' root@host'; do
  printf '%s\n' "one $key" "two $key$comment" >root/file
  found=$(ssh-keygen -F two -f root/file | grep -c '^two')
  seen=$(augtool --noautoload --root "$folder/root" --include "$folder/debian/usr/share/augeas/lenses/dist" --file commands |
    sed -n 's/.* = //p')
  echo "comment '$comment': ssh-keygen -F finds $found, augtool reads $seen"
done | tee log
verdict "comment '': ssh-keygen -F finds 1, augtool reads ssh-ed25519
comment ' # note': ssh-keygen -F finds 1, augtool reads ssh-ed25519
comment ' root@host': ssh-keygen -F finds 1, augtool reads parse_failed" "$(cat log)"
