"""Logs in by Twisted Conch, and ends when the connection does."""
import base64
import sys
from dataclasses import dataclass
from typing import Callable, List, Optional, Tuple

from twisted.conch.ssh import common, connection, keys, transport, userauth
from twisted.internet import defer, protocol, reactor


@dataclass
class Login:
    """By a password, or by the key in a file."""

    user: str
    known_keys: List[Tuple[str, str]]
    connection: Callable[[], connection.SSHConnection]
    password: Optional[str] = None
    key: Optional[str] = None


class Transport(transport.SSHClientTransport):
    # the exchange that this end started ends with new keys
    exchanging = False

    def verifyHostKey(self, blob, fingerprint):
        kind = common.getNS(blob)[0].decode()
        if (kind, base64.b64encode(blob).decode()) in self.factory.login.known_keys:
            return defer.succeed(True)
        return defer.fail(ValueError("the host key is not known"))

    def connectionSecure(self):
        if not self.exchanging:
            login = self.factory.login
            self.requestService(UserAuth(login, login.connection()))

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
    def __init__(self, login, following):
        super().__init__(login.user.encode(), following)
        self.login = login

    def getPassword(self, prompt=None):
        password = self.login.password
        return defer.succeed(password.encode()) if password is not None else None

    def getPublicKey(self):
        if self.login.key is None or self.lastAuth == b"publickey":
            return None
        return keys.Key.fromFile(self.login.key)

    def getPrivateKey(self):
        return defer.succeed(keys.Key.fromFile(self.login.key))


def run(port, login):
    factory = protocol.ClientFactory()
    factory.protocol = Transport
    factory.login = login
    reactor.connectTCP("127.0.0.1", port, factory)
    reactor.run()
