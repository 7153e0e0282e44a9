#!/bin/sh
# npm @microsoft/dev-tunnels-ssh 3.12.42, as a client: when the server asks for new keys (RFC 4253 §9) it ends the session with
# "Key exchange was not started". OpenSSH asks after 1 GB, or after what RekeyLimit says.
. "$(dirname "$0")/common.sh"
debian 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
npm_packages @microsoft/dev-tunnels-ssh@3.12.42 @microsoft/dev-tunnels-ssh-tcp@3.12.42 @microsoft/dev-tunnels-ssh-keys@3.12.12
# it knows no Ed25519
ssh-keygen -q -t ecdsa -N '' -f host_key
ssh-keygen -q -t ecdsa -m PKCS8 -N '' -f user_key
cp user_key.pub authorized_keys
cat >client.js <<'EOF'
const ssh = require('@microsoft/dev-tunnels-ssh');
const { SshClient } = require('@microsoft/dev-tunnels-ssh-tcp');
const { importKeyFile } = require('@microsoft/dev-tunnels-ssh-keys');

async function main() {
  const client = new SshClient(new ssh.SshSessionConfiguration());
  const session = await client.openSession('127.0.0.1', Number(process.argv[2]));
  session.onAuthenticating((event) => (event.authenticationPromise = Promise.resolve({})));
  await session.authenticate({ username: process.argv[3], publicKeys: [await importKeyFile('user_key')] });
  let count = 0;
  const end = (what) => {
    console.log(`${count === 20000000 ? 'all' : 'part'}, ${what}`);
    process.exit(0);
  };
  session.onClosed((event) => end(event.error ? event.error.message : 'session closed'));
  const channel = await session.openChannel();
  channel.onDataReceived((data) => {
    count += data.length;
    channel.adjustWindow(data.length);
  });
  // what ended the session is told after its channels were closed
  channel.onClosed((event) => setTimeout(() => end(`status ${event.exitStatus}`), 1000));
  const command = new ssh.CommandRequestMessage();
  command.command = 'head -c 20000000 /dev/zero';
  await channel.request(command);
}
process.on('unhandledRejection', (error) => console.log(error.message));
main();
EOF
start_sshd 'RekeyLimit default none'
whole=$(timeout 60 node client.js "$PORT" "$(id -un)")
start_sshd 'RekeyLimit 1M'
part=$(timeout 60 node client.js "$PORT" "$(id -un)")
echo "no rekey: $whole"
echo "RekeyLimit 1M: $part"
verdict 'all, status 0; part, Key exchange was not started.' "$whole; $part"
