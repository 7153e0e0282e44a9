#!/bin/sh
# phpseclib 3.0.19 (Debian 12): it cannot read an Ed25519 key in PuTTY's format that has a passphrase, neither PuTTY's file nor the one that
# it has just written: "Unable to read key". Before it is encrypted the key is padded to the cipher's block size, and phpseclib wants 32
# bytes. Without a passphrase it reads the key, and ECDSA with one; puttygen reads what phpseclib has written.
. "$(dirname "$0")/common.sh"
debian 'php8.2-cli=8.2.*' 'php-phpseclib3=3.0.19-*' 'php-constant-time=2.6.3-*' 'php-random-compat=2.0.21-*' 'putty-tools=0.78-*' \
  'openssh-client=1:9.2p1-*'
echo secret >passphrase
cat >read.php <<'EOP'
<?php
require $argv[1] . '/usr/share/php/phpseclib3/autoload.php';
try {
    phpseclib3\Crypt\PublicKeyLoader::load(file_get_contents($argv[2]), 'secret');
    echo 'read';
} catch (phpseclib3\Exception\NoKeyLoadedException $exception) {
    echo $exception->getMessage();
}
EOP
cat >write.php <<'EOP'
<?php
require $argv[1] . '/usr/share/php/phpseclib3/autoload.php';
$key = phpseclib3\Crypt\PublicKeyLoader::load(file_get_contents($argv[2]));
echo $key->withPassword('secret')->toString('PuTTY');
EOP
php() {
  script=$1
  shift
  php8.2 -d include_path="$folder/debian/usr/share/php" "$script" "$folder/debian" "$@" 2>errors || {
    cat errors >&2
    exit 2
  }
}
for type in ed25519 ecdsa; do
  ssh-keygen -q -t $type -N '' -C comment -f $type
  puttygen $type -o $type.plain.ppk --new-passphrase /dev/null -q || exit 2
  puttygen $type -o $type.ppk --new-passphrase passphrase -q || exit 2
  php write.php $type >$type.php.ppk || exit 2
  echo "$type: plain $(php read.php $type.plain.ppk), PuTTY's $(php read.php $type.ppk), its own $(php read.php $type.php.ppk)"
  puttygen $type.php.ppk -O private-openssh --old-passphrase passphrase --new-passphrase /dev/null -o $type.again || exit 2
  [ "$(ssh-keygen -y -f $type.again | cut -d ' ' -f 2)" = "$(cut -d ' ' -f 2 $type.pub)" ] && echo 'puttygen reads its own'
done >seen
verdict "ed25519: plain read, PuTTY's Unable to read key, its own Unable to read key
puttygen reads its own
ecdsa: plain read, PuTTY's read, its own read
puttygen reads its own" "$(cat seen)"
