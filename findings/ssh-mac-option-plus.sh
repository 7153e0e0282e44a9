#!/bin/sh
# OpenSSH's client 9.2: -c takes names that a + before them adds to the default list, as Ciphers does; -m takes a whole list only.
# `-m +hmac-sha1-96`, as one writes it for an old device, is an unknown type, and `-o MACs=+hmac-sha1-96` is not.
. "$(dirname "$0")/common.sh"
debian 'openssh-client=1:9.2p1-*'
for option in -c+aes128-cbc -oCiphers=+aes128-cbc -m+hmac-sha1-96 -oMACs=+hmac-sha1-96 -mhmac-sha1-96; do
  echo "$option: $(ssh -F none -T "$option" -G host 2>&1 | sed -nE "s/^(ciphers|macs) .*(aes128-cbc|hmac-sha1-96)$/\2 at the end/p; /^Unknown/p" | tr -d '\r')" | tee -a seen
done
verdict "-c+aes128-cbc: aes128-cbc at the end
-oCiphers=+aes128-cbc: aes128-cbc at the end
-m+hmac-sha1-96: Unknown mac type '+hmac-sha1-96'
-oMACs=+hmac-sha1-96: hmac-sha1-96 at the end
-mhmac-sha1-96: hmac-sha1-96 at the end" "$(cat seen)"
