"""A server on Twisted Conch: it runs commands as processes, on pipes, and serves files."""
import os

from twisted.conch import avatar, interfaces
from twisted.conch.checkers import IAuthorizedKeysDB, SSHPublicKeyChecker
from twisted.conch.ssh import connection, factory, filetransfer, keys, session, userauth
from twisted.conch.unix import SFTPServerForUnixConchUser
from twisted.cred import checkers, portal
from twisted.internet import reactor
from twisted.python.components import registerAdapter
from twisted.python.filepath import FilePath
from zope.interface import implementer

import zoo_server as zoo


class User(avatar.ConchUser):
    def __init__(self):
        super().__init__()
        self.channelLookup[b"session"] = session.SSHSession
        self.subsystemLookup[b"sftp"] = filetransfer.FileTransferServer

    # what its files ask of a user

    def getUserGroupId(self):
        return os.getuid(), os.getgid()

    def getHomeDir(self):
        return FilePath(os.path.expanduser("~"))

    def _runAsUser(self, function, *arguments, **keywords):
        # one call, or several in a list
        calls = function if isinstance(function, (list, tuple)) else [(function, arguments, keywords)]
        for call in calls:
            each = call[0]
            result = each(*(call[1] if len(call) > 1 else ()), **(call[2] if len(call) > 2 else {}))
        return result


@implementer(portal.IRealm)
class Realm:
    def requestAvatar(self, _, mind, *interface):
        return interfaces.IConchUser, User(), lambda: None


class Command:
    """The process, in the words of Conch's session."""

    def __init__(self, user):
        pass

    def getPty(self, *_):
        pass

    def execCommand(self, transport, command):
        arguments = ["/bin/bash", "-c", command.decode()]
        self.process = reactor.spawnProcess(transport, arguments[0], arguments, {"PATH": "/usr/bin:/bin"})

    def eofReceived(self):
        self.process.closeStdin()

    def closed(self):
        pass


registerAdapter(Command, User, session.ISession)
registerAdapter(SFTPServerForUnixConchUser, User, filetransfer.ISFTPServer)


@implementer(IAuthorizedKeysDB)
class Keys:
    def getAuthorizedKeys(self, username):
        with open(zoo.AUTHORIZED_KEYS, "rb") as lines:
            return [keys.Key.fromString(line) for line in lines] if username == zoo.USER.encode() else []


class Factory(factory.SSHFactory):
    services = {b"ssh-userauth": userauth.SSHUserAuthServer, b"ssh-connection": connection.SSHConnection}

    def getPrivateKeys(self):
        key = keys.Key.fromFile(zoo.HOST_KEY)
        return {key.sshType(): key}

    def getPublicKeys(self):
        return {kind: key.public() for kind, key in self.getPrivateKeys().items()}


passwords = checkers.InMemoryUsernamePasswordDatabaseDontUse()
passwords.addUser(zoo.USER.encode(), zoo.PASSWORD.encode())
Factory.portal = portal.Portal(Realm(), [passwords, SSHPublicKeyChecker(Keys())])
zoo.listening(reactor.listenTCP(0, Factory(), interface="127.0.0.1").getHost().port)
reactor.run()
