#!/bin/sh
# asyncssh 2.10.1 and npm ssh2 1.17.0, as clients: the paths of SSH_FXP_SYMLINK go in the order of OpenSSH's sftp-server (the
# target first) where the SSH server's identification string names OpenSSH, and in the draft's (the link first) where it does
# not. The same sftp-server behind an SSH server of another name makes the link the wrong way round, and says that all is
# well: `target` leads to `link` then, which is not there. Here it runs behind a server of npm ssh2's, under two names.
. "$(dirname "$0")/common.sh"
debian 'python3-asyncssh=2.10.1-*' 'openssh-sftp-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
npm_packages ssh2@1.17.0
keys
cat >server.js <<'EOP'
const { spawn } = require('child_process');
const { Server } = require('ssh2');
const server = new Server({ hostKeys: [require('fs').readFileSync('host_key')], ident: process.argv[2] }, (client) => {
  client.on('error', () => {}).on('authentication', (context) => context.accept());
  client.on('session', (open) => open().on('subsystem', (accept) => {
    const channel = accept();
    const files = spawn('debian/usr/lib/openssh/sftp-server', { stdio: ['pipe', 'pipe', 'inherit'] });
    channel.pipe(files.stdin);
    files.stdout.pipe(channel);
  }));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
EOP
cat >asyncssh_client.py <<'EOP'
import asyncio
import sys

import asyncssh


async def main():
    async with asyncssh.connect("127.0.0.1", int(sys.argv[1]), client_keys=["user_key"], known_hosts=None, config=None,
                                agent_path=None, username="user") as client:
        async with client.start_sftp_client() as files:
            await files.symlink("target", "link")


asyncio.run(main())
EOP
cat >ssh2_client.js <<'EOP'
const client = new (require('ssh2').Client)();
client.on('ready', () => client.sftp((error, files) => {
  if (error) throw error;
  files.symlink('target', 'link', (failed) => {
    if (failed) throw failed;
    client.end();
  });
}));
client.connect({
  host: '127.0.0.1', port: process.argv[2], username: 'user', privateKey: require('fs').readFileSync('user_key'),
});
EOP
for name in OpenSSH_9.2 Other_1.0; do
  node server.js "$name" >"$name" &
  started="$started $!"
  await_line "$name"
  for client in asyncssh ssh2; do
    if [ $client = asyncssh ]; then
      timeout 60 /usr/bin/python3 -W ignore asyncssh_client.py "$LINE" || exit 2
    else
      timeout 60 node ssh2_client.js "$LINE" || exit 2
    fi
    echo "$client to $name: $(ls -l | sed -n 's/.* \([a-z]* -> [a-z]*\)$/\1/p')" | tee -a log
    rm -f link target
  done
done
verdict 'asyncssh to OpenSSH_9.2: link -> target;ssh2 to OpenSSH_9.2: link -> target;asyncssh to Other_1.0: target -> link;ssh2 to Other_1.0: target -> link;' \
  "$(tr '\n' ';' <log)"
