#!/bin/sh
# Ruby's socksify 1.7.1 and em-socksify 0.3.1: a host whose name has no other letters than a to f, and digits, they take for an IPv6 address,
# and do not connect to it: "TCP/IPv6 over SOCKS is not yet supported". Hosts named `cafe` or `db7` cannot be reached by their names. A
# capital, or a dot behind the name, helps.
. "$(dirname "$0")/common.sh"
debian_ruby 'ruby-socksify=1.7.1+gh-*' 'ruby-em-socksify=0.3.1-*' 'ruby-eventmachine=1.3~pre20220315-*'
# a proxy that speaks for each host
cat >proxy.py <<'EOP'
import socketserver


class Proxy(socketserver.StreamRequestHandler):
    def handle(self):
        _, methods = self.rfile.read(2)
        self.rfile.read(methods)
        self.wfile.write(b"\5\0")
        if len(request := self.rfile.read(5)) == 5 and request[3] == 3:
            name = self.rfile.read(request[4])
            self.rfile.read(2)
            self.wfile.write(b"\5\0\0\1" + bytes(6))
            self.rfile.readline()
            self.wfile.write(b"this is " + name + b"\n")


with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Proxy) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
EOP
/usr/bin/python3 proxy.py >port 2>proxy.log &
await_port
cat >client.rb <<'EOR'
require 'em-socksify'
class Client < EventMachine::Connection
  include EventMachine::Socksify

  def initialize(host)
    super()
    @host = host
  end

  def connection_completed
    connected = socksify(@host, 22)
    connected.callback { send_data("hello\n") }
    connected.errback { |e| finish(e.message) }
  end

  def receive_data(data)
    finish(data.strip)
  end

  def finish(said)
    puts said
    EventMachine.stop
  end
end

port, host, way = ARGV
if way == 'em'
  EventMachine.run { EventMachine.connect('127.0.0.1', port.to_i, Client, host) }
else
  require 'socksify'
  TCPSocket.socks_server = '127.0.0.1'
  TCPSocket.socks_port = port.to_i
  begin
    connection = TCPSocket.new(host, 22)
    connection.puts('hello')
    puts connection.gets
  rescue StandardError => e
    puts e.message
  end
end
EOR
for host in build-7 db7 cafe Cafe cafe.; do
  echo "$host: socksify $(timeout 30 ruby3.1 client.rb "$LINE" $host plain 2>>client.log), em-socksify $(
    timeout 30 ruby3.1 client.rb "$LINE" $host em 2>>client.log
  )"
done | sed 's/\(IPv6 over SOCKS is not yet supported\) ([^,]*/\1/g' >seen
verdict 'build-7: socksify this is build-7, em-socksify this is build-7
db7: socksify TCP/IPv6 over SOCKS is not yet supported, em-socksify TCP/IPv6 over SOCKS is not yet supported
cafe: socksify TCP/IPv6 over SOCKS is not yet supported, em-socksify TCP/IPv6 over SOCKS is not yet supported
Cafe: socksify this is Cafe, em-socksify this is Cafe
cafe.: socksify this is cafe., em-socksify this is cafe.' "$(cat seen)"
