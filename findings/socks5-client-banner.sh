#!/bin/sh
# npm socks5-client 1.2.8: what comes with a SOCKS proxy's answer to CONNECT is thrown away: it takes one piece of the stream, as it happens to
# come, for the answer, and not the ten bytes that this has (RFC 1928 §6). A server that speaks first, as an SSH server does with its
# identification, is not heard then. Here the proxy writes both at once to a host `together`, and with a second between them to a host
# `apart`; npm socks 2.8.11 gives what the server said of both.
. "$(dirname "$0")/common.sh"
npm_packages socks5-client@1.2.8 socks@2.8.11
cat >proxy.py <<'EOP'
import socket
import time

with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    while True:
        connection = server.accept()[0]
        connection.recv(3)
        connection.sendall(b"\x05\x00")
        answer = b"\x05\x00\x00\x01" + bytes(6)
        if b"apart" in connection.recv(300):
            connection.sendall(answer)
            time.sleep(1)
            answer = b""
        connection.sendall(answer + b"SSH-2.0-test\r\n")
        connection.shutdown(socket.SHUT_WR)
        connection.recv(300)
        connection.close()
EOP
/usr/bin/python3 proxy.py >port &
started="$started $!"
await_line port
cat >client.js <<'EOJ'
const { SocksClient } = require('socks');
const { createConnection } = require('socks5-client');
const [port, name, host] = process.argv.slice(2);
let heard = '';
function listen(connection) {
  connection.on('data', (data) => (heard += data));
  connection.on('end', () => {
    console.log(`${name}, ${host}: '${heard.trim()}'`);
    process.exit();
  });
  connection.resume();
}
const proxy = { host: '127.0.0.1', port: +port, type: 5 };
if (name === 'socks') {
  SocksClient.createConnection({ proxy, command: 'connect', destination: { host, port: 22 } }).then(({ socket }) => listen(socket));
} else {
  listen(createConnection({ socksHost: '127.0.0.1', socksPort: +port, host, port: 22 }));
}
EOJ
for name in socks socks5-client; do
  for host in apart together; do
    timeout 30 node --no-deprecation client.js "$LINE" $name $host || exit 2
  done
done >seen
cat >expected <<'EOE'
socks, apart: 'SSH-2.0-test'
socks, together: 'SSH-2.0-test'
socks5-client, apart: 'SSH-2.0-test'
socks5-client, together: ''
EOE
verdict "$(cat expected)" "$(cat seen)"
