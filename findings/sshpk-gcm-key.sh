#!/bin/sh
# npm sshpk 1.18.0: of the ciphers that a private key in OpenSSH's format may be encrypted with it lists AES-GCM, and cannot read such a key:
# "excess bytes left after key". The authentication tag stands behind the encrypted string, outside of its length (the OpenSSH
# project's PROTOCOL.key does not speak of it), and sshpk wants the file to end with that string. npm ssh2 1.17.0 reads the same key.
. "$(dirname "$0")/common.sh"
debian 'openssh-client=1:9.2p1-*'
npm_packages sshpk@1.18.0 ssh2@1.17.0
for cipher in aes256-ctr aes128-gcm@openssh.com aes256-gcm@openssh.com; do
  ssh-keygen -q -t ed25519 -N secret -Z "$cipher" -f "$cipher"
done
cat >read.js <<'EOJ'
const { parsePrivateKey } = require('sshpk');
const { parseKey } = require('ssh2').utils;
for (const name of process.argv.slice(2)) {
  const text = require('fs').readFileSync(name);
  const other = parseKey(text, 'secret');
  let own;
  try {
    own = parsePrivateKey(text, 'openssh', { passphrase: 'secret' }).type;
  } catch (error) {
    own = error.message.replace(/.*: /, '');
  }
  console.log(`${name}: ssh2 ${other.type}, sshpk ${own}`);
}
EOJ
node read.js aes256-ctr aes128-gcm@openssh.com aes256-gcm@openssh.com >seen
verdict 'aes256-ctr: ssh2 ssh-ed25519, sshpk ed25519
aes128-gcm@openssh.com: ssh2 ssh-ed25519, sshpk excess bytes left after key
aes256-gcm@openssh.com: ssh2 ssh-ed25519, sshpk excess bytes left after key' "$(cat seen)"
