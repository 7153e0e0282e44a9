#!/bin/sh
# phpseclib 3.0.19 (Debian 12): a private key in PuTTY's format without a comment, as puttygen makes of a key that has none, it cannot read:
# "Unable to read key". The comment is part of what the MAC at the end is of; an empty one phpseclib takes for the text `Comment:`, and so the
# MAC for wrong. puttygen reads the file, and phpseclib the same key with a comment.
. "$(dirname "$0")/common.sh"
debian 'php8.2-cli=8.2.*' 'php-phpseclib3=3.0.19-*' 'php-constant-time=2.6.3-*' 'php-random-compat=2.0.21-*' 'putty-tools=0.78-*' \
  'openssh-client=1:9.2p1-*'
cat >read.php <<'EOP'
<?php
require $argv[1] . '/usr/share/php/phpseclib3/autoload.php';
try {
    phpseclib3\Crypt\PublicKeyLoader::load(file_get_contents($argv[2]));
    echo 'read';
} catch (phpseclib3\Exception\NoKeyLoadedException $exception) {
    echo $exception->getMessage();
}
EOP
for comment in text ''; do
  rm -f key
  ssh-keygen -q -t ecdsa -N '' -C "$comment" -f key
  puttygen key -o key.ppk --new-passphrase /dev/null -q || exit 2
  puttygen key.ppk -L | cut -d ' ' -f 1,2 >again
  cut -d ' ' -f 1,2 key.pub | cmp -s - again && putty='read' || putty=
  php=$(php8.2 -d include_path="$folder/debian/usr/share/php" read.php "$folder/debian" key.ppk 2>errors) || {
    cat errors >&2
    exit 2
  }
  echo "comment '$comment': puttygen $putty, phpseclib $php"
done >seen
verdict "comment 'text': puttygen read, phpseclib read
comment '': puttygen read, phpseclib Unable to read key" "$(cat seen)"
