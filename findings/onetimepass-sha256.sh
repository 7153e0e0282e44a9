#!/bin/sh
# Python's onetimepass 1.0.1: with digest_method=hashlib.sha256 or sha512, which its functions take, the codes are none that others have:
# the four bits that choose the place of the code are those of the byte 19, the last of SHA-1's result, and not of the last byte (RFC 6238,
# appendix A; RFC 4226 §5.4). oathtool has those of RFC 6238, appendix B. Both are asked for the same time and key.
. "$(dirname "$0")/common.sh"
debian 'python3-onetimepass=1.0.1-*' 'oathtool=2.6.7-*'
cat >code.py <<'EOP'
import base64
import hashlib
import sys

import onetimepass

name, key = sys.argv[1:]
secret = base64.b32encode(bytes.fromhex(key)).decode()
print(onetimepass.get_totp(secret, as_string=True, digest_method=getattr(hashlib, name), token_length=8, clock=59).decode())
EOP
for bytes in sha1:20 sha256:32 sha512:64; do
  name=${bytes%:*}
  key=$(printf '1234567890%.0s' 1 2 3 4 5 6 7 | head -c "${bytes#*:}" | od -A n -t x1 | tr -d ' \n')
  echo "$name: oathtool $(oathtool --totp="$name" -d 8 -N @59 "$key"), onetimepass $(/usr/bin/python3 -W ignore code.py "$name" "$key")"
done >seen
cat >expected <<'EOE'
sha1: oathtool 94287082, onetimepass 94287082
sha256: oathtool 46119246, onetimepass 88769542
sha512: oathtool 90693936, onetimepass 31748108
EOE
verdict "$(cat expected)" "$(cat seen)"
