"""A client on Twisted Conch."""
import os
import struct
import sys
import threading

from twisted.conch.ssh import channel, common, connection, session
from twisted.internet import reactor, threads

import conch_login
import zoo_hosts
import zoo_job as job

STATUS = 255


class Connection(connection.SSHConnection):
    def serviceStarted(self):
        self.openChannel(Channel(conn=self))


class Channel(channel.SSHChannel):
    name = b"session"
    left = job.REKEY
    ending = False
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
        reactor.callFromThread(self.end)

    def end(self):
        # an EOF does not wait for what the window keeps back: findings/conch-eof.sh
        self.ending = bool(self.buf)
        if not self.buf:
            self.conn.sendEOF(self)

    def addWindowBytes(self, size):
        super().addWindowBytes(size)
        if self.ending:
            self.end()

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


login = conch_login.Login(job.USER, zoo_hosts.known_keys(job.KNOWN_HOSTS), Connection, job.PASSWORD, job.KEY)
conch_login.run(job.PORT, login)
sys.stdout.flush()
os._exit(STATUS)
