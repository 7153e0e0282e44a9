#!/bin/sh
# asyncssh 2.10.1: glob() of its SFTP client follows each name that a pattern within a path matches, and gives up at a link to nothing:
# `*/file` is "No such file" where folder/file is there and a link beside the folder dangles. Python's own glob passes over the link, and
# so does OpenSSH's sftp. At the end of a pattern such a link is a match like others.
. "$(dirname "$0")/common.sh"
debian 'python3-asyncssh=2.10.1-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*' 'openssh-sftp-server=1:9.2p1-*'
keys
start_sshd "Subsystem sftp $folder/debian/usr/lib/openssh/sftp-server"
cat >client.py <<'EOP'
import asyncio
import glob
import os
import sys

import asyncssh


async def main():
    session = await asyncssh.connect(
        "127.0.0.1", int(sys.argv[1]), username=sys.argv[2], client_keys=["user_key"], known_hosts=None, config=None
    )
    async with session, session.start_sftp_client() as files:
        for pattern in "*", "*/file":
            path = os.path.join(os.getcwd(), "far", pattern)
            try:
                names = await files.glob(path)
            except asyncssh.SFTPError as error:
                names = [error.reason]
            print(f"{pattern}:", ", ".join(sorted(os.path.basename(name) for name in names)), end="; ")
            print("glob:", ", ".join(sorted(os.path.basename(name) for name in glob.glob(path))), end="; ")


asyncio.run(main())
EOP
mkdir -p far/folder
: >far/folder/file
echo "ls $folder/far/*/file" >commands
list() {
  timeout 60 /usr/bin/python3 -W ignore client.py "$PORT" "$(id -un)" || exit 2
  timeout 60 sftp -q -F none -i user_key -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
    -o LogLevel=ERROR -P "$PORT" -b commands "$(id -un)@127.0.0.1" >output || exit 2
  echo "sftp: $(sed -n 's,^/.*far/folder/\([^ ]*\).*,\1,p' output)"
}
list >seen
ln -s nowhere far/link
list >>seen
verdict '*: folder; glob: folder; */file: file; glob: file; sftp: file
*: folder, link; glob: folder, link; */file: No such file; glob: file; sftp: file' "$(cat seen)"
