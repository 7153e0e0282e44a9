#!/bin/sh
# paramiko 2.12.0: SFTPServer.set_file_attr(), its help for a server that is asked to change a file, opens the file with "w+" where a size is
# set: that many zeros are left of the file, also where it is to be longer. OpenSSH's server keeps the bytes, and adds zeros behind them
# (draft-ietf-secsh-filexfer-02 §5).
. "$(dirname "$0")/common.sh"
debian 'python3-paramiko=2.12.0-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*' 'openssh-sftp-server=1:9.2p1-*'
keys
start_sshd "Subsystem sftp $folder/debian/usr/lib/openssh/sftp-server"
cat >server.py <<'EOP'
import socket
import threading

import paramiko

listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)


class Anyone(paramiko.ServerInterface):
    def check_auth_publickey(self, username, key):
        return paramiko.AUTH_SUCCESSFUL

    def check_channel_request(self, kind, number):
        return paramiko.OPEN_SUCCEEDED


class Files(paramiko.SFTPServerInterface):
    def chattr(self, path, attributes):
        paramiko.SFTPServer.set_file_attr(path, attributes)
        return paramiko.SFTP_OK


transport = paramiko.Transport(listener.accept()[0])
transport.add_server_key(paramiko.Ed25519Key.from_private_key_file("host_key"))
transport.set_subsystem_handler("sftp", paramiko.SFTPServer, Files)
transport.start_server(event=threading.Event(), server=Anyone())
transport.join()
EOP
cat >client.py <<'EOP'
import os
import sys

import paramiko

transport = paramiko.Transport(("127.0.0.1", int(sys.argv[2])))
transport.connect(username=sys.argv[3], pkey=paramiko.Ed25519Key.from_private_key_file("user_key"))
files = transport.open_sftp_client()
path = os.path.abspath("file")
for size in 3, 8:
    with open(path, "wb") as fresh:
        fresh.write(b"12345")
    files.truncate(path, size)
    with open(path, "rb") as result:
        print(sys.argv[1], size, result.read())
transport.close()
EOP
try() {
  timeout 60 /usr/bin/python3 -W ignore client.py "$1" "$2" "$(id -un)" || exit 2
}
try OpenSSH "$PORT" >seen
/usr/bin/python3 -W ignore server.py >port 2>server.log &
await_port
try paramiko "$LINE" >>seen
verdict "OpenSSH 3 b'123'
OpenSSH 8 b'12345\\x00\\x00\\x00'
paramiko 3 b'\\x00\\x00\\x00'
paramiko 8 b'\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00'" "$(cat seen)"
