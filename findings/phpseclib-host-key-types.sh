#!/bin/sh
# phpseclib 3.0.19 (Debian 12): what a user's RSA key signs with is chosen from the types of host keys that the server's KEXINIT names, not
# from its server-sig-algs (RFC 8308 §3.1), which it asks for. On a server with an Ed25519 host key alone it signs with ssh-rsa (SHA-1) and
# is not let in, though the server takes rsa-sha2-256 of users; with an RSA host key beside it, the same key logs in.
. "$(dirname "$0")/common.sh"
debian 'php8.2-cli=8.2.*' 'php-phpseclib3=3.0.19-*' 'php-constant-time=2.6.3-*' 'php-random-compat=2.0.21-*' \
  'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
ssh-keygen -q -t rsa -b 2048 -N '' -f rsa_key
ssh-keygen -q -t rsa -b 2048 -N '' -f rsa_host_key
cat rsa_key.pub >>authorized_keys
cat >client.php <<'EOT'
<?php
require $argv[1] . '/usr/share/php/phpseclib3/autoload.php';
$session = new phpseclib3\Net\SSH2('127.0.0.1', (int) $argv[2]);
$key = phpseclib3\Crypt\PublicKeyLoader::load(file_get_contents('rsa_key'));
echo $session->login($argv[3], $key) ? 'logged in' : 'refused';
EOT
log_in() {
  php8.2 -d include_path="$folder/debian/usr/share/php" client.php "$folder/debian" "$PORT" "$(id -un)" 2>/dev/null
}
start_sshd 'LogLevel VERBOSE'
one=$(log_in)
echo "an Ed25519 host key: $one"
grep 'signature algorithm' sshd.log
start_sshd "HostKey $folder/rsa_host_key"
both=$(log_in)
echo "and an RSA host key: $both"
verdict 'refused, logged in' "$one, $both"
