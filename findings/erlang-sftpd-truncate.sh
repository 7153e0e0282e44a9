#!/bin/sh
# Erlang/OTP 25 (Debian 12), its SFTP server: it answers an SSH_FXP_SETSTAT that has a size (draft-ietf-secsh-filexfer-02 §5, §6.9) with
# SSH_FX_OK, and the file stays as long as it was: truncate() of a client has done nothing, and nobody says so. Mode and times it sets.
. "$(dirname "$0")/common.sh"
debian_erlang 'openssh-client=1:9.2p1-*' 'openssh-server=1:9.2p1-*' 'openssh-sftp-server=1:9.2p1-*' 'python3-paramiko=2.12.0-*'
keys
cat >client.py <<'EOP'
import os
import sys

import paramiko

transport = paramiko.Transport(("127.0.0.1", int(sys.argv[2])))
transport.connect(username=sys.argv[3], pkey=paramiko.Ed25519Key.from_private_key_file("user_key"))
files = transport.open_sftp_client()
path = os.path.abspath("file")
with open(path, "w") as fresh:
    fresh.write("0123456789")
os.chmod(path, 0o644)
files.chmod(path, 0o640)
files.utime(path, (1000, 2000))
times = int(os.stat(path).st_mtime)
files.truncate(path, 3)
status = os.stat(path)
print(f"{sys.argv[1]}: mode {status.st_mode & 0o777:o}, time {times}, size {status.st_size}")
transport.close()
EOP
try() {
  timeout 60 /usr/bin/python3 -W ignore client.py "$1" "$PORT" "$(id -un)" || exit 2
}
start_sshd "Subsystem sftp $folder/debian/usr/lib/openssh/sftp-server"
try OpenSSH >seen
start_erlang
try Erlang >>seen
verdict 'OpenSSH: mode 640, time 2000, size 3
Erlang: mode 640, time 2000, size 10' "$(cat seen)"
