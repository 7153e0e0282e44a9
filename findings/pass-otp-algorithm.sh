#!/bin/sh
# Perl's Pass::OTP 1.5: `algorithm=SHA256` of an otpauth:// URI, as the Key Uri Format that its manual names has it, it takes for SHA-1, for
# it knows the name in small letters only; and with sha512 in small letters HMAC works on blocks of 64 bytes, where SHA-512 has 128 (RFC
# 2104 §2). Neither code is one that oathtool, or RFC 6238, appendix B, has.
. "$(dirname "$0")/common.sh"
debian 'libpass-otp-perl=1.5-*' 'oathtool=2.6.7-*'
PERL5LIB=$folder/debian/usr/share/perl5
export PERL5LIB
cat >code.pl <<'EOP'
use Pass::OTP qw(otp);
use Pass::OTP::URI qw(parse);
print otp(parse($ARGV[0]), now => 59);
EOP
for bytes in sha1:20 sha256:32 sha512:64; do
  name=${bytes%:*}
  key=$(printf '1234567890%.0s' 1 2 3 4 5 6 7 | head -c "${bytes#*:}" | base32 -w 0)
  uri="otpauth://totp/test?secret=${key%%=*}&digits=8&algorithm="
  echo "$name: oathtool $(oathtool --totp="$name" -b -d 8 -N @59 "$key"), Pass::OTP $(perl code.pl "$uri$name"), in capitals $(
    perl code.pl "$uri$(echo "$name" | tr '[:lower:]' '[:upper:]')"
  )"
done >seen
echo "the key of sha256 with SHA-1: $(oathtool --totp=sha1 -b -d 8 -N @59 "$(printf 12345678901234567890123456789012 | base32)")" >>seen
cat >expected <<'EOE'
sha1: oathtool 94287082, Pass::OTP 94287082, in capitals 94287082
sha256: oathtool 46119246, Pass::OTP 46119246, in capitals 97599872
sha512: oathtool 90693936, Pass::OTP 07255144, in capitals 14779409
the key of sha256 with SHA-1: 97599872
EOE
verdict "$(cat expected)" "$(cat seen)"
