#!/bin/sh
# paramiko 2.12.0: a file of SFTP that is open for both, `r+`, takes what is written where its own read-ahead has come to, and not where the
# program has, and tell() names: what is written after a readline() stands behind the buffer, here at the end. A local file of Python's,
# which the class is modelled on, has it at once behind the line.
. "$(dirname "$0")/common.sh"
debian 'python3-paramiko=2.12.0-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*' 'openssh-sftp-server=1:9.2p1-*'
keys
start_sshd "Subsystem sftp $folder/debian/usr/lib/openssh/sftp-server"
cat >client.py <<'EOP'
import os
import sys

import paramiko

transport = paramiko.Transport(("127.0.0.1", int(sys.argv[1])))
transport.connect(username=sys.argv[2], pkey=paramiko.Ed25519Key.from_private_key_file("user_key"))
files = transport.open_sftp_client()
path = os.path.abspath("file")


def change(name, opened):
    with opened as file:
        file.readline()
        at = file.tell()
        file.write(b"XX")
    with open(path, "rb") as result:
        print(f"{name}: tell() {at}, then", *result.read().decode().split())


for name, opener in ("local", open), ("paramiko", files.open):
    with open(path, "wb") as fresh:
        fresh.write(b"one\ntwo\nthree\n")
    change(name, opener(path, "rb+"))
transport.close()
EOP
timeout 60 /usr/bin/python3 -W ignore client.py "$PORT" "$(id -un)" >seen || exit 2
verdict 'local: tell() 4, then one XXo three
paramiko: tell() 4, then one two three XX' "$(cat seen)"
