#!/bin/sh
# Twisted Conch 22.4.0: SSHConnection.sendEOF() sends SSH_MSG_CHANNEL_EOF at once, ahead of what the channel still keeps back until the window
# allows it; the rest comes as data behind the EOF, which RFC 4254 §5.3 does not allow. OpenSSH's sshd throws that away without a word: of one
# write() of 8 MiB and a sendEOF() the command gets what the first window holds, and ends with status 0.
. "$(dirname "$0")/common.sh"
debian 'python3-twisted=22.4.0-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
start_sshd
cat >client.py <<'EOP'
import struct
import sys

from twisted.conch.ssh import channel, common, connection, keys, transport, userauth
from twisted.internet import defer, protocol, reactor

SIZE = 8 << 20


class Channel(channel.SSHChannel):
    name = b"session"
    waits = sys.argv[3] == "waits"
    ended = False

    def channelOpen(self, _):
        self.conn.sendRequest(self, b"exec", common.NS(b"wc -c"))
        self.write(bytes(SIZE))
        self.end()

    def addWindowBytes(self, size):
        super().addWindowBytes(size)
        self.end()

    def end(self):
        if not self.ended and not (self.waits and self.buf):
            self.ended = True
            self.conn.sendEOF(self)

    def dataReceived(self, data):
        count = int(data)
        print("all" if count == SIZE else "less" if count < SIZE else "more")

    def request_exit_status(self, data):
        print("status", struct.unpack(">I", data)[0])

    def closed(self):
        reactor.stop()


class Connection(connection.SSHConnection):
    def serviceStarted(self):
        self.openChannel(Channel(conn=self))


class Login(userauth.SSHUserAuthClient):
    def getPublicKey(self):
        return keys.Key.fromFile("user_key")

    def getPrivateKey(self):
        return defer.succeed(keys.Key.fromFile("user_key"))


class Transport(transport.SSHClientTransport):
    def verifyHostKey(self, *_):
        return defer.succeed(True)

    def connectionSecure(self):
        self.requestService(Login(sys.argv[2].encode(), Connection()))


factory = protocol.ClientFactory()
factory.protocol = Transport
reactor.connectTCP("127.0.0.1", int(sys.argv[1]), factory)
reactor.callLater(30, reactor.stop)
reactor.run()
EOP
for kind in at-once waits; do
  echo "$kind:"
  timeout 60 /usr/bin/python3 -W ignore client.py "$PORT" "$(id -un)" "$kind" 2>>errors
done | paste -sd ' ' >seen
verdict 'at-once: less status 0 waits: all status 0' "$(cat seen)"
