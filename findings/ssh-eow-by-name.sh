#!/bin/sh
# OpenSSH's client 9.2: when nobody reads its output any more, it says so by the channel request eow@openssh.com, so that the
# command can end; but only to a server whose identification begins with OpenSSH. Another server, though it knew the request,
# is told nothing while its command writes: `ssh host yes | head -n 1` lasts for as long as the server goes on. Here a server
# of asyncssh 2.10.1 writes for 5 seconds at most, under two names.
. "$(dirname "$0")/common.sh"
debian 'python3-asyncssh=2.10.1-*' 'openssh-client=1:9.2p1-*'
keys
cat >server.py <<'EOF'
import asyncio
import sys
import time

import asyncssh
from asyncssh.channel import SSHServerChannel

eow = False


def end_of_write(channel, packet):
    global eow
    eow = True
    return True


async def serve(process):
    end = time.monotonic() + 5
    try:
        while not eow and time.monotonic() < end:
            process.stdout.write("y\n" * 1000)
            await process.stdout.drain()
            await asyncio.sleep(0.01)
    finally:
        print("eow" if eow else "no eow", flush=True)
    process.exit(0)


async def main():
    # how asyncssh looks for who handles a request
    SSHServerChannel._process_eow_at_openssh_dot_com_request = end_of_write
    server = await asyncssh.create_server(
        asyncssh.SSHServer, "127.0.0.1", 0, server_host_keys=["host_key"], process_factory=serve,
        authorized_client_keys="user_key.pub", server_version=sys.argv[1])
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.sleep(60)


asyncio.run(main())
EOF
for name in OpenSSH_9.2 AsyncSSH_2.10.1; do
  /usr/bin/python3 -W ignore server.py "$name" >"$name" 2>errors &
  started="$started $!"
  await_line "$name"
  PORT=$LINE
  run_ssh -l user 127.0.0.1 yes </dev/null | head -n 1 >line
  LINE=$(tail -n 1 "$name")
  echo "$name: $LINE" | tee -a log
done
verdict 'OpenSSH_9.2: eow; AsyncSSH_2.10.1: no eow;' "$(tr '\n' ';' <log | sed 's/;A/; A/')"
