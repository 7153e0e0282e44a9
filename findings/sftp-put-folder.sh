#!/bin/sh
# OpenSSH's sftp 9.2 on proftpd 1.3.8's mod_sftp: `put -r folder` fails where the folder is not there yet, for sftp asks for
# its canonical path (SSH_FXP_REALPATH) before it makes it. OpenSSH's server answers for a path whose last name is missing,
# mod_sftp says "No such file", and the draft (filexfer-02 §6.11) decides for neither. After a mkdir the same put works.
. "$(dirname "$0")/common.sh"
debian 'proftpd-core=1.3.8*' 'proftpd-mod-crypto=1.3.8*' 'openssh-client=1:9.2p1-*'
keys
ssh-keygen -e -f user_key.pub >user_key.rfc4716
cat >proftpd.conf <<EOC
ModulePath $folder/debian/usr/lib/proftpd
LoadModule mod_sftp.c
ServerType inetd
DefaultServer on
AuthPAM off
User $(id -un)
Group $(id -gn)
RootLogin on
RequireValidShell off
UseFtpUsers off
UseReverseDNS off
DelayEngine off
WtmpLog off
ScoreboardFile none
TransferLog none
SystemLog $folder/system.log
SFTPEngine on
SFTPHostKey $folder/host_key
SFTPAuthorizedUserKeys file:$folder/user_key.rfc4716
EOC
cat >inetd.py <<'EOP'
import os
import socket
import subprocess

listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
kept = []
while True:
    connection, _ = listener.accept()
    kept.append(subprocess.Popen(
        ["debian/usr/sbin/proftpd", "-n", "-c", os.path.abspath("proftpd.conf")], stdin=connection, stdout=connection))
    connection.close()
EOP
/usr/bin/python3 inetd.py >port 2>errors &
await_port
mkdir -p there local/inner
echo text >local/inner/file
run_sftp() {
  timeout 60 sftp -q -F none -i user_key -o IdentitiesOnly=yes -o LogLevel=ERROR -o StrictHostKeyChecking=no \
    -o UserKnownHostsFile=/dev/null -P "$LINE" -b - "$(id -un)@127.0.0.1" >>log 2>&1
  echo $?
}
first=$(echo "put -r local $folder/there" | run_sftp)
second=$(printf '%s\n' "mkdir $folder/there/local" "put -r local $folder/there" | run_sftp)
sed "s,$folder,.,g" log
verdict '1 0 text' "$first $second $(cat there/local/inner/file)"
