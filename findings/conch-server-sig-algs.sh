#!/bin/sh
# Twisted Conch 22.4.0, as a server: what it names as server-sig-algs are the types of its own host keys, not those that it
# takes of users. With an Ed25519 host key alone, a client that goes by the list does not offer its RSA key, although the
# same server lets it in when the client does not.
. "$(dirname "$0")/common.sh"
debian 'python3-twisted=22.4.0-*' 'openssh-client=1:9.2p1-*'
keys
ssh-keygen -q -t rsa -b 2048 -N '' -f rsa_key
cat >server.py <<'EOF'
from twisted.conch import avatar, checkers, interfaces
from twisted.conch.ssh import factory, keys
from twisted.cred import portal
from twisted.internet import reactor
from zope.interface import implementer


@implementer(portal.IRealm)
class Realm:
    def requestAvatar(self, *_):
        print("let in", flush=True)
        return interfaces.IConchUser, avatar.ConchUser(), lambda: None


class Factory(factory.SSHFactory):
    host_key = keys.Key.fromFile("host_key")
    privateKeys = {b"ssh-ed25519": host_key}
    publicKeys = {b"ssh-ed25519": host_key.public()}


known = checkers.InMemorySSHKeyDB({b"user": [keys.Key.fromFile("rsa_key.pub")]})
Factory.portal = portal.Portal(Realm(), [checkers.SSHPublicKeyChecker(known)])
print(reactor.listenTCP(0, Factory(), interface="127.0.0.1").getHost().port, flush=True)
reactor.run()
EOF
/usr/bin/python3 -W ignore server.py >output 2>server.log &
started="$started $!"
await_line output
PORT=$LINE
run_ssh -v -o LogLevel=DEBUG1 -i rsa_key -l user 127.0.0.1 true 2>log
sed -n 's/.*server-sig-algs=/server-sig-algs=/p; s/.*\(send_pubkey_test: no mutual\)/\1/p' log
verdict 'ssh-ed25519 alone, 0 let in' \
  "$(grep -q 'server-sig-algs=<ssh-ed25519>' log && echo 'ssh-ed25519 alone'), $(grep -c 'let in' output) let in"
