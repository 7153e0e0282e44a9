#!/bin/sh
# Erlang/OTP 25 (Debian 12), its SFTP server: the longname of a file, for lists as those of `ls -l` (draft-ietf-secsh-filexfer-02 §7), begins
# with `s` for a symbolic link, which ls has for a socket, and ends with a line end: `ls -l` of OpenSSH's sftp, which shows it, has an empty
# line below each file. The permissions that come with it are those of a link.
. "$(dirname "$0")/common.sh"
debian_erlang 'openssh-client=1:9.2p1-*' 'openssh-server=1:9.2p1-*' 'openssh-sftp-server=1:9.2p1-*'
keys
mkdir far
: >far/file
ln -s file far/link
{
  echo "cd $folder/far"
  echo 'ls -l'
} >commands
list() {
  timeout 60 sftp -q -F none -i user_key -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
    -o LogLevel=ERROR -P "$PORT" -b commands "$(id -un)@127.0.0.1" >output || exit 2
  cat -A output >&2
  grep -v '^sftp>' output | sed 's/^$/empty/;s/^\(.\).* /\1 /' | tr '\n' ';'
}
start_sshd "Subsystem sftp $folder/debian/usr/lib/openssh/sftp-server"
echo "OpenSSH: $(list)" >seen
start_erlang
echo "Erlang: $(list)" >>seen
verdict 'OpenSSH: - file;l link;
Erlang: - file;empty;s link;empty;' "$(cat seen)"
