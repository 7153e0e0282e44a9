#!/bin/sh
# npm ssh-config 5.3.0: a comment behind the arguments of a line (`Host one two # test`, which ssh takes) is parsed as one, and written
# back without the blank before it. In `Host one two# test` it is a comment no more: ssh takes `two#` and `test` for patterns, so that
# the block does not hold for two any longer, and does for test. The package says that it keeps comments and white space.
. "$(dirname "$0")/common.sh"
debian 'openssh-client=1:9.2p1-*'
npm_packages ssh-config@5.3.0
printf '%s\n' 'Host one two # test' '  User someone' >before
cat >again.js <<'EOJ'
const config = require('ssh-config').default.parse(require('fs').readFileSync('before', 'utf8'));
require('fs').writeFileSync('after', config.toString());
EOJ
node again.js || exit 2
for file in before after; do
  echo "$file: $(head -n 1 $file): someone at$(for host in one two test; do
    ssh -T -F $file -G $host | grep -q '^user someone$' && printf ' %s' $host
  done)"
done >seen
verdict 'before: Host one two # test: someone at one two
after: Host one two# test: someone at one test' "$(cat seen)"
