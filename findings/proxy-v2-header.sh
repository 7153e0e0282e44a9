#!/bin/sh
# npm @balena/proxy-protocol-parser 1.0.2: what it writes as a header of PROXY protocol version 2 has its length in the wrong order of bytes,
# 3072 for 12, and the command LOCAL, 0x20, in place of PROXY, 0x21, with which a receiver throws the addresses away (proxy-protocol.txt §2.2).
# haproxy 2.6 waits for the bytes that do not come; with the length set right it passes the proxy's address on, and with the command set
# right too the client's. Its own decode() looks at neither.
. "$(dirname "$0")/common.sh"
debian 'haproxy=2.6.12-*'
npm_packages @balena/proxy-protocol-parser@1.0.2
start_haproxy accept-proxy send-proxy
cat >send.js <<'EOJ'
const net = require('net');
const { decode, v2_encode } = require('@balena/proxy-protocol-parser');
const [from, to] = process.argv.slice(2);
const header = v2_encode({
  remoteFamily: 'IPv4',
  remoteAddress: '192.0.2.1',
  remotePort: 4711,
  localAddress: '198.51.100.1',
  localPort: 22,
});
let passed = 'nothing';
const behind = net.createServer((connection) => connection.once('data', (data) => (passed = data.toString().split(' ')[2])));
const changes = [() => {}, () => header.writeUInt16BE(12, 14), () => (header[12] = 0x21)];
behind.listen(to, '127.0.0.1', () => send(50));
function send(tries) {
  if (!changes.length) process.exit();
  const connection = net.connect(from, '127.0.0.1', () => {
    changes.shift()();
    passed = 'nothing';
    connection.end(Buffer.concat([header, Buffer.from('text')]));
    connection.on('close', () => {
      const [length, command] = [header.readUInt16BE(14), header[12].toString(16)];
      console.log(`length ${length}, command ${command}: haproxy ${passed}, decode() ${decode(header, true).remoteAddress}`);
      send(0);
    });
  });
  connection.on('error', () => (tries ? setTimeout(send, 200, tries - 1) : process.exit(2)));
  connection.resume();
}
EOJ
timeout 60 node send.js "$FROM" "$TO" >seen || {
  cat haproxy.log >&2
  exit 2
}
cat >expected <<'EOE'
length 3072, command 20: haproxy nothing, decode() 192.0.2.1
length 12, command 20: haproxy 127.0.0.1, decode() 192.0.2.1
length 12, command 21: haproxy 192.0.2.1, decode() 192.0.2.1
EOE
verdict "$(cat expected)" "$(cat seen)"
