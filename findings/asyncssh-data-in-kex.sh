#!/bin/sh
# asyncssh 2.10.1: a party that has sent KEXINIT sends nothing but the exchange until its NEWKEYS (RFC 4253 §7.1). asyncssh
# goes on with channel data in between, when data wait to be sent as the exchange begins. Both ends are asyncssh here,
# with its own log of what goes over the wire. A peer that keeps to the rule, as OpenSSH 10.5, ends the connection.
. "$(dirname "$0")/common.sh"
debian 'python3-asyncssh=2.10.1-*' 'openssh-client=1:9.2p1-*'
keys
cat >both.py <<'EOF'
import asyncio
import logging
import re

import asyncssh

kept = []


class Keep(logging.Handler):
    def emit(self, record):
        kept.append(record.getMessage())


async def serve(process):
    for _ in range(64):
        process.stdout.write(bytes(65536))
    process.exit(0)


async def main():
    server = await asyncssh.create_server(
        asyncssh.SSHServer, "127.0.0.1", 0, server_host_keys=["host_key"], process_factory=serve,
        authorized_client_keys="user_key.pub", encoding=None, rekey_bytes=1000000, compression_algs=["none"])
    logging.getLogger("asyncssh").addHandler(Keep())
    asyncssh.set_log_level("DEBUG")
    asyncssh.set_debug_level(3)
    port = server.sockets[0].getsockname()[1]
    async with asyncssh.connect("127.0.0.1", port, client_keys=["user_key"], known_hosts=None, config=None,
                                agent_path=None, username="user", compression_algs=["none"]) as client:
        result = await client.run("", encoding=None)
    print("received:", len(result.stdout))
    server.close()


asyncio.run(main())
# the server's are the lines of the connection that sends the data
lines = [re.search(r"conn=(\d+).*Sent MSG_([A-Z_]+) \(", line) for line in kept]
sent = [match.groups() for match in lines if match]
sender = next(number for number, name in sent if name == "CHANNEL_DATA")
exchanging, between = False, 0
for number, name in sent:
    if number != sender:
        continue
    if name == "KEXINIT":
        exchanging = True
    elif name == "NEWKEYS":
        exchanging = False
    elif exchanging and name == "CHANNEL_DATA":
        between += 1
print("CHANNEL_DATA between KEXINIT and NEWKEYS:", between)
EOF
timeout 60 /usr/bin/python3 -W ignore both.py >log 2>errors
tail -n 3 errors
cat log
verdict yes "$(grep -q 'NEWKEYS: [1-9]' log && echo yes || echo no)"
