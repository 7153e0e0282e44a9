"""Files by Twisted Conch: reads what is to be done, a line each, and says how it went. Fields between tabs.

Arguments: port, user, key, known_hosts.
"""
import sys

from twisted.conch.ssh import channel, common, connection, filetransfer
from twisted.internet import defer, stdio
from twisted.protocols import basic

import conch_login
import zoo_hosts

PORT, USER, KEY, KNOWN_HOSTS = sys.argv[1:]
BLOCK = 32768


class Connection(connection.SSHConnection):
    def serviceStarted(self):
        self.openChannel(Channel(conn=self))


class Channel(channel.SSHChannel):
    name = b"session"

    @defer.inlineCallbacks
    def channelOpen(self, _):
        yield self.conn.sendRequest(self, b"subsystem", common.NS(b"sftp"), wantReply=1)
        files = Files()
        files.makeConnection(self)
        self.dataReceived = files.dataReceived


class Files(filetransfer.FileTransferClient):
    def gotServerVersion(self, version, extensions):
        stdio.StandardIO(Lines(self))


class Lines(basic.LineReceiver):
    delimiter = b"\n"
    MAX_LENGTH = 65536

    def __init__(self, files):
        self.files = files

    @defer.inlineCallbacks
    def lineReceived(self, line):
        verb, *paths = line.split(b"\t")
        try:
            answer = yield defer.maybeDeferred(VERBS[verb], self.files, *paths)
            self.sendLine(b"\t".join([b"ok", *answer]))
        except filetransfer.SFTPError as problem:
            self.sendLine(b"failed\t%d" % problem.code)

    def connectionLost(self, reason):
        self.files.transport.conn.transport.loseConnection()


def done(deferred):
    return deferred.addCallback(lambda _: [])


@defer.inlineCallbacks
def put(files, local, remote):
    flags = filetransfer.FXF_WRITE | filetransfer.FXF_CREAT | filetransfer.FXF_TRUNC
    out = yield files.openFile(remote, flags, {})
    position = 0
    with open(local, "rb") as content:
        while block := content.read(BLOCK):
            yield out.writeChunk(position, block)
            position += len(block)
    yield out.close()
    return []


@defer.inlineCallbacks
def get(files, remote, local):
    source = yield files.openFile(remote, filetransfer.FXF_READ, {})
    position = 0
    with open(local, "wb") as content:
        try:
            while True:
                block = yield source.readChunk(position, BLOCK)
                content.write(block)
                position += len(block)
        except EOFError:
            pass
    yield source.close()
    return []


@defer.inlineCallbacks
def names(files, path):
    folder = yield files.openDirectory(path)
    found = []
    try:
        while True:
            entries = yield folder.read()
            found += [name for name, _, _ in entries]
    except EOFError:
        pass
    yield folder.close()
    return found


@defer.inlineCallbacks
def stat(files, path):
    attributes = yield files.getAttrs(path, followLinks=True)
    return [b"%d" % attributes[name] for name in ("size", "mtime")]


VERBS = {
    b"mkdir": lambda files, path: done(files.makeDirectory(path, {})),
    b"put": put,
    b"get": get,
    b"list": names,
    b"stat": stat,
    b"rename": lambda files, old, new: done(files.renameFile(old, new)),
    # it sends first what it calls the link, to everybody; for OpenSSH that is the target
    b"symlink": lambda files, target, link: done(files.makeLink(target, link)),
    b"remove": lambda files, path: done(files.removeFile(path)),
    b"rmdir": lambda files, path: done(files.removeDirectory(path)),
}

conch_login.run(
    int(PORT), conch_login.Login(USER, zoo_hosts.known_keys(KNOWN_HOSTS), Connection, key=KEY)
)
