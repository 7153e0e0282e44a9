"""A client on Twisted Conch."""
import base64
import os
import struct
import sys
import threading

from twisted.conch.ssh import channel, common, connection, keys, session, transport, userauth
from twisted.internet import defer, protocol, reactor, threads

import zoo_job as job

STATUS = 255


class Transport(transport.SSHClientTransport):
    # the exchange that this end started ends with new keys
    exchanging = False

    def verifyHostKey(self, blob, fingerprint):
        kind = common.getNS(blob)[0].decode()
        if (kind, base64.b64encode(blob).decode()) in job.known_keys():
            return defer.succeed(True)
        return defer.fail(ValueError("the host key is not known"))

    def connectionSecure(self):
        if not self.exchanging:
            self.requestService(UserAuth(job.USER.encode(), Connection()))

    def rekey(self):
        if self._keyExchangeState == self._KEY_EXCHANGE_NONE:
            self.sendKexInit()

    def receiveError(self, code, description):
        print("disconnected:", description.decode(), file=sys.stderr)

    def connectionLost(self, reason):
        super().connectionLost(reason)
        if reactor.running:
            reactor.stop()


class UserAuth(userauth.SSHUserAuthClient):
    def getPassword(self, prompt=None):
        return defer.succeed(job.PASSWORD.encode()) if job.PASSWORD is not None else None

    def getPublicKey(self):
        if job.KEY is None or self.lastAuth == b"publickey":
            return None
        return keys.Key.fromFile(job.KEY)

    def getPrivateKey(self):
        return defer.succeed(keys.Key.fromFile(job.KEY))


class Connection(connection.SSHConnection):
    def serviceStarted(self):
        self.openChannel(Channel(conn=self))


class Channel(channel.SSHChannel):
    name = b"session"
    left = job.REKEY
    writable = threading.Event()
    writable.set()
    stopWriting = writable.clear
    startWriting = writable.set

    def channelOpen(self, _):
        if job.PTY:
            request = session.packRequest_pty_req(b"xterm", (24, 80, 0, 0), b"")
            self.conn.sendRequest(self, b"pty-req", request)
        asked = self.conn.sendRequest(
            self, b"exec", common.NS(job.COMMAND.encode()), wantReply=1
        )
        asked.addCallback(lambda _: threads.deferToThread(self.send))

    def send(self):
        while block := os.read(0, 32768):
            # what does not fit the window is copied anew with each block that is added to it
            self.writable.wait()
            threads.blockingCallFromThread(reactor, self.write, block)
            reactor.callFromThread(self.count, len(block))
        reactor.callFromThread(self.conn.sendEOF, self)

    def count(self, size):
        self.left -= size
        if job.REKEY and self.left <= 0:
            self.left = job.REKEY
            self.conn.transport.rekey()

    def dataReceived(self, data):
        sys.stdout.buffer.write(data)
        self.count(len(data))

    def extReceived(self, _, data):
        sys.stderr.buffer.write(data)

    def request_exit_status(self, data):
        global STATUS
        STATUS = struct.unpack(">I", data)[0]

    def request_exit_signal(self, data):
        global STATUS
        STATUS = job.signalled(common.getNS(data)[0].decode())

    def closed(self):
        self.conn.transport.loseConnection()


factory = protocol.ClientFactory()
factory.protocol = Transport
reactor.connectTCP("127.0.0.1", job.PORT, factory)
reactor.run()
sys.stdout.flush()
os._exit(STATUS)
