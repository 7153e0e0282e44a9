#!/bin/sh
# Twisted Conch 22.4.0, as a client: it asks for EXT_INFO (RFC 8308), reads server-sig-algs, and knows rsa-sha2-256 and -512
# for host keys; but a user's RSA key it signs with by ssh-rsa (SHA-1) alone, which servers refuse since OpenSSH 8.8.
. "$(dirname "$0")/common.sh"
debian 'python3-twisted=22.4.0-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
ssh-keygen -q -t rsa -b 2048 -N '' -f rsa_key
cat rsa_key.pub >>authorized_keys
start_sshd 'LogLevel VERBOSE'
cat >client.py <<'EOF'
import sys
from twisted.conch.ssh import connection, keys, transport, userauth
from twisted.internet import defer, protocol, reactor


class Connection(connection.SSHConnection):
    def serviceStarted(self):
        print("logged in")
        reactor.stop()


class Login(userauth.SSHUserAuthClient):
    asked = False

    def getPublicKey(self):
        if self.asked:
            return None
        self.asked = True
        return keys.Key.fromFile(sys.argv[2])

    def getPrivateKey(self):
        return defer.succeed(keys.Key.fromFile(sys.argv[2]))


class Transport(transport.SSHClientTransport):
    def verifyHostKey(self, *_):
        return defer.succeed(True)

    def connectionSecure(self):
        self.requestService(Login(sys.argv[3].encode(), Connection()))

    def ssh_EXT_INFO(self, packet):
        super().ssh_EXT_INFO(packet)
        print("rsa-sha2-256 is offered:", b"rsa-sha2-256" in self.peerExtensions[b"server-sig-algs"])

    def connectionLost(self, reason):
        if reactor.running:
            reactor.stop()


factory = protocol.ClientFactory()
factory.protocol = Transport
reactor.connectTCP("127.0.0.1", int(sys.argv[1]), factory)
reactor.callLater(30, reactor.stop)
reactor.run()
EOF
for key in user_key rsa_key; do
  echo "$key:"
  /usr/bin/python3 -W ignore client.py "$PORT" "$key" "$(id -un)" 2>/dev/null | tee "$key.log"
done
grep 'not in PubkeyAcceptedAlgorithms' sshd.log | head -n 1
verdict '1 0 refused' "$(grep -c 'logged in' user_key.log) $(grep -c 'logged in' rsa_key.log) $(
  grep -q 'signature algorithm ssh-rsa not in' sshd.log && echo refused
)"
