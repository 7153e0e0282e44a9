#!/bin/sh
# paramiko 2.12.0: Transport.send_ignore(), which its documentation names as a keep-alive too, sends random bytes right behind the number of
# SSH_MSG_IGNORE, where RFC 4253 §11.2 has a string, with its length. A server that does not look, as OpenSSH's, does not mind; asyncssh
# 2.10.1 reads the string, and ends the connection.
. "$(dirname "$0")/common.sh"
debian 'python3-paramiko=2.12.0-*' 'python3-asyncssh=2.10.1-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
start_sshd
cat >server.py <<'EOP'
import asyncio

import asyncssh


class Server(asyncssh.SSHServer):
    def connection_lost(self, exc):
        print("asyncssh:", exc, flush=True)


async def main():
    server = await asyncssh.create_server(
        Server, "127.0.0.1", 0, server_host_keys=["host_key"], authorized_client_keys="user_key.pub",
        process_factory=lambda process: process.exit(0))
    with open("port", "w") as port:
        print(server.sockets[0].getsockname()[1], file=port)
    await asyncio.sleep(60)


asyncio.run(main())
EOP
cat >client.py <<'EOP'
import sys

import paramiko

transport = paramiko.Transport(("127.0.0.1", int(sys.argv[1])))
transport.connect(username=sys.argv[2], pkey=paramiko.Ed25519Key.from_private_key_file("user_key"))
transport.send_ignore(20)
try:
    channel = transport.open_session(timeout=20)
    channel.exec_command("true")
    print("status", channel.recv_exit_status())
except Exception as error:
    print("no session")
transport.close()
EOP
timeout 60 /usr/bin/python3 -W ignore server.py >lost 2>errors &
await_port
for port in "$PORT" "$LINE"; do
  timeout 60 /usr/bin/python3 -W ignore client.py "$port" "$(id -un)" 2>>errors || exit 2
done >seen
await_line lost
cat lost
verdict 'status 0
no session' "$(cat seen)"
