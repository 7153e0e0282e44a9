#!/bin/sh
# npm notp 2.0.3 and 2fa 0.1.2: the code of a counter or a time is wrong once in 21475: where the number of 31 bits that RFC 4226 §5.3 takes
# the last six digits of has five itself, substr() begins at -1, and gives the last digit alone: `5` of notp, `000005` of 2fa, and not the
# five digits with a zero before them. Whoever types the code that his telephone shows is refused for 30 seconds.
. "$(dirname "$0")/common.sh"
debian 'oathtool=2.6.7-*'
npm_packages notp@2.0.3 2fa@0.1.2
cat >code.js <<'EOJ'
const key = '12345678901234567890';
const counter = +process.argv[2];
console.log(`notp ${require('notp').hotp.gen(key, { counter })}, 2fa ${require('2fa').generateCode(key, counter)}`);
EOJ
key=$(printf 12345678901234567890 | od -A n -t x1 | tr -d ' \n')
for counter in 0 9 10280 10281 35595; do
  echo "$counter: oathtool $(oathtool --hotp -c $counter "$key"), $(node --no-deprecation code.js $counter)"
done >seen
cat >expected <<'EOE'
0: oathtool 755224, notp 755224, 2fa 755224
9: oathtool 520489, notp 520489, 2fa 520489
10280: oathtool 474722, notp 474722, 2fa 474722
10281: oathtool 092555, notp 5, 2fa 000005
35595: oathtool 095217, notp 7, 2fa 000007
EOE
verdict "$(cat expected)" "$(cat seen)"
