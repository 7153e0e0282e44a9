#!/bin/sh
# Ruby's em-socksify 0.3.1: with a user name and a password no connection comes about. Its message with the two has the version 5, as those
# before it, in place of 1, and it wants 5 of the answer (RFC 1929 §2); where a proxy let that pass, it would go on with a method that it has
# not. Here microsocks 1.0.3 asks for a password; PySocks 1.7.1 gets through with the same.
. "$(dirname "$0")/common.sh"
debian_ruby 'ruby-em-socksify=0.3.1-*' 'ruby-eventmachine=1.3~pre20220315-*' 'microsocks=1.0.3-*' 'python3-socks=1.7.1+dfsg-*'
cat >server.py <<'EOP'
import socketserver


class Server(socketserver.StreamRequestHandler):
    def handle(self):
        self.rfile.readline()
        self.wfile.write(b"reached\n")


with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
EOP
/usr/bin/python3 server.py >port 2>server.log &
await_port
cat >client.rb <<'EOR'
require 'em-socksify'
PROXY, TARGET, *USER = ARGV
class Client < EventMachine::Connection
  include EventMachine::Socksify

  def connection_completed
    connected = socksify('127.0.0.1', TARGET.to_i, *USER)
    connected.callback { send_data("hello\n") }
    connected.errback { |e| finish(e.message) }
  end

  def receive_data(data)
    finish(data.strip)
  end

  def unbind
    finish('closed')
  end

  def finish(said)
    puts said unless @said
    @said = said
    EventMachine.stop
  end
end
EventMachine.run { EventMachine.connect('127.0.0.1', PROXY.to_i, Client) }
EOR
cat >client.py <<'EOP'
import sys

import socks

connection = socks.socksocket()
connection.set_proxy(socks.SOCKS5, "127.0.0.1", int(sys.argv[1]), True, *sys.argv[3:])
connection.connect(("127.0.0.1", int(sys.argv[2])))
connection.sendall(b"hello\n")
print(connection.makefile().readline().strip())
EOP
start_proxy() {
  PORT=$(free_port)
  microsocks -i 127.0.0.1 -p "$PORT" ${1:+-u "$1" -P "$2"} >>proxy.log 2>&1 &
  started="$started $!"
  tries=100
  until /usr/bin/python3 -c "import socket; socket.create_connection(('127.0.0.1', $PORT))" 2>/dev/null; do
    [ "$((tries -= 1))" -gt 0 ] || exit 2
    sleep 0.2
  done
}
through() {
  echo "PySocks $(timeout 30 /usr/bin/python3 client.py "$PORT" "$LINE" "$@" 2>>client.log), em-socksify $(
    timeout 30 ruby3.1 client.rb "$PORT" "$LINE" "$@" 2>>client.log
  )"
}
start_proxy
echo "no password: $(through)" >seen
start_proxy user secret
echo "a password: $(through user secret)" >>seen
verdict 'no password: PySocks reached, em-socksify reached
a password: PySocks reached, em-socksify SOCKS version 5 not supported' "$(cat seen)"
