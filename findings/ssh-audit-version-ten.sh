#!/bin/sh
# ssh-audit 2.5.0 compares versions as text: OpenSSH 10.0 comes before 2.0 and all that follow it, and is told to have flaws that were mended
# from 2000 to 2018, where of 9.9 it tells none. asyncssh 2.10.1 stands for the server, with the identification string of each.
. "$(dirname "$0")/common.sh"
debian 'ssh-audit=2.5.0-*' 'python3-asyncssh=2.10.1-*'
keys
cat >server.py <<'EOP'
import asyncio
import sys

import asyncssh


async def main():
    server = await asyncssh.create_server(
        asyncssh.SSHServer, "127.0.0.1", 0, server_host_keys=["host_key"], server_version=sys.argv[1])
    with open("port", "w") as port:
        print(server.sockets[0].getsockname()[1], file=port)
    await asyncio.sleep(60)


asyncio.run(main())
EOP
for version in OpenSSH_9.9 OpenSSH_10.0; do
  : >port
  timeout 60 /usr/bin/python3 -W ignore server.py "$version" 2>errors &
  await_port
  timeout 60 /usr/bin/python3 -W ignore "$folder/debian/usr/bin/ssh-audit" -n -p "$LINE" 127.0.0.1 >"$version"
  grep -q "(gen) software: OpenSSH ${version#*_}" "$version" || exit 2
  grep -q '(cve) ' "$version" && echo "$version: flaws" || echo "$version: none"
done >seen
cat seen
verdict 'OpenSSH_9.9: none OpenSSH_10.0: flaws' "$(paste -sd ' ' seen)"
