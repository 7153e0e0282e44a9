#!/bin/sh
# npm proxy-protocol-js 4.0.6: of a header of PROXY protocol version 2 that has TLVs, as haproxy 2.6 writes it with `proxy-v2-options crc32c`,
# parse() gives the TLVs as the beginning of the data that follow: it reads the header's length, by which a receiver skips what it does not
# know (proxy-protocol.txt §2.2), and does not use it. Where the data begin the program cannot tell any more.
. "$(dirname "$0")/common.sh"
debian 'haproxy=2.6.12-*'
npm_packages proxy-protocol-js@4.0.6
cat >receive.js <<'EOJ'
const net = require('net');
const { V2ProxyProtocol } = require('proxy-protocol-js');
const [from, to] = process.argv.slice(2);
const behind = net.createServer((connection) => {
  let all = Buffer.alloc(0);
  connection.on('data', (data) => (all = Buffer.concat([all, data])));
  connection.on('end', () => {
    const { data } = V2ProxyProtocol.parse(all);
    console.log(`length ${all.readUInt16BE(14)}: data of ${data.length} bytes, ${Buffer.from(data.slice(-4))} at the end`);
    process.exit();
  });
});
behind.listen(to, '127.0.0.1', () => connect(50));
function connect(tries) {
  const connection = net.connect(from, '127.0.0.1', () => connection.end('text'));
  connection.on('error', () => (tries ? setTimeout(connect, 200, tries - 1) : process.exit(2)));
}
EOJ
for options in '' 'proxy-v2-options crc32c'; do
  start_haproxy '' "send-proxy-v2 $options"
  timeout 60 node receive.js "$FROM" "$TO" || {
    cat haproxy.log >&2
    exit 2
  }
done >seen
verdict 'length 12: data of 4 bytes, text at the end
length 19: data of 11 bytes, text at the end' "$(cat seen)"
