#!/bin/sh
# npm node-forge 1.4.3: an RSA key whose modulus begins in the middle of a byte, as one of 2044 bits does, has another public key in forge.ssh
# than ssh-keygen says, and another fingerprint: forge looks at the first hexadecimal digit for the sign, which is the lower half of the
# byte there, and puts a zero byte in front that RFC 4251 §5, mpint, forbids. ssh still reads the key, and has its own fingerprint of it.
. "$(dirname "$0")/common.sh"
debian 'openssh-client=1:9.2p1-*'
npm_packages node-forge@1.4.3
cat >forge.js <<'EOJ'
const forge = require('node-forge');
const key = forge.pki.privateKeyFromPem(require('fs').readFileSync('key', 'utf8'));
console.log(forge.ssh.publicKeyToOpenSSH(key, 'forge'));
console.log('MD5:' + forge.ssh.getPublicKeyFingerprint(key, { encoding: 'hex', delimiter: ':' }));
EOJ
for bits in 2048 2046 2044 2040; do
  rm -f key
  ssh-keygen -q -t rsa -b $bits -m PEM -N '' -f key
  node forge.js >forge || exit 2
  head -n 1 forge >forge.pub
  {
    ssh-keygen -l -E md5 -f key.pub
    sed -n 2p forge
  } >&2
  cut -d ' ' -f 2 key.pub >blob
  head -n 1 forge | cut -d ' ' -f 2 | cmp -s - blob && same='the same key' || same='another key'
  of() { ssh-keygen -l -E md5 -f "$1" | cut -d ' ' -f 2; }
  sed -n 2p forge | grep -qx "$(of key.pub)" && print='the same fingerprint' || print='another fingerprint'
  [ "$(of forge.pub)" = "$(of key.pub)" ] && reads=it || reads='something else'
  echo "$bits: $same, $print, ssh reads $reads"
done >seen
cat >expected <<'EOE'
2048: the same key, the same fingerprint, ssh reads it
2046: the same key, the same fingerprint, ssh reads it
2044: another key, another fingerprint, ssh reads it
2040: the same key, the same fingerprint, ssh reads it
EOE
verdict "$(cat expected)" "$(cat seen)"
