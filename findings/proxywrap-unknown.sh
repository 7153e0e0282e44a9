#!/bin/sh
# npm findhit-proxywrap 0.3.13: of a line `PROXY UNKNOWN` a receiver has to pass over what follows, and to go by the connection's own
# addresses (proxy-protocol.txt §2.1). proxywrap takes what stands in the places of the addresses: the socket's remoteAddress is undefined and
# its remotePort NaN, or they are what the sender put there.
. "$(dirname "$0")/common.sh"
npm_packages findhit-proxywrap@0.3.13
cat >server.js <<'EOJ'
const net = require('net');
const lines = [
  'PROXY TCP4 192.0.2.1 198.51.100.1 4711 22',
  'PROXY UNKNOWN',
  'PROXY UNKNOWN 2001:db8::1 2001:db8::2 4711 22',
];
const server = require('findhit-proxywrap').proxy(net).createServer((socket) => {
  console.log(`${lines.shift()}: ${socket.remoteAddress} ${socket.remotePort}`);
  socket.resume();
  socket.end();
});
server.listen(0, '127.0.0.1', next);
function next() {
  if (!lines.length) process.exit();
  const client = net.connect(server.address().port, '127.0.0.1', () => client.write(`${lines[0]}\r\ntext`));
  client.resume();
  client.on('close', next);
}
EOJ
timeout 60 node --no-deprecation server.js >seen || exit 2
cat >expected <<'EOE'
PROXY TCP4 192.0.2.1 198.51.100.1 4711 22: 192.0.2.1 4711
PROXY UNKNOWN: undefined NaN
PROXY UNKNOWN 2001:db8::1 2001:db8::2 4711 22: 2001:db8::1 4711
EOE
verdict "$(cat expected)" "$(cat seen)"
