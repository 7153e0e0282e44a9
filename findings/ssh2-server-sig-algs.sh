#!/bin/sh
# npm ssh2 1.17.0, as a server: two names in its server-sig-algs (RFC 8308 §3.1) run into each other, for a comma is
# missing between them: "ecdsa-sha2-nistp521rsa-sha2-512". A client that believes the list signs with neither.
. "$(dirname "$0")/common.sh"
npm_packages ssh2@1.17.0
debian 'openssh-client=1:9.2p1-*'
keys
cat >server.js <<'EOF'
const { Server } = require('ssh2');
const server = new Server({ hostKeys: [require('fs').readFileSync('host_key')] }, (client) => {
  client.on('error', () => {}).on('authentication', (context) => context.reject());
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
EOF
node server.js >port &
started="$started $!"
await_line port
PORT=$LINE
run_ssh -v -o LogLevel=DEBUG1 127.0.0.1 true 2>log
sed -n 's/.*server-sig-algs=/server-sig-algs=/p' log
verdict 1 "$(grep -c 'server-sig-algs=.*ecdsa-sha2-nistp521rsa-sha2-512' log)"
