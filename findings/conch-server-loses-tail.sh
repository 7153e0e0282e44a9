#!/bin/sh
# Twisted Conch 22.4.0, as a server: when the client asks for new keys (RFC 4253 §9) while the server sends, the end of the
# output is lost, and the exit status is 0 all the same. It is a race: of twenty transfers some come short.
. "$(dirname "$0")/common.sh"
debian 'python3-twisted=22.4.0-*' 'openssh-client=1:9.2p1-*'
keys
cat >server.py <<'EOF'
from twisted.conch import avatar, checkers, interfaces
from twisted.conch.ssh import factory, keys, session
from twisted.cred import portal
from twisted.internet import reactor
from twisted.python.components import registerAdapter
from zope.interface import implementer


@implementer(portal.IRealm)
class Realm:
    def requestAvatar(self, *_):
        user = avatar.ConchUser()
        user.channelLookup[b"session"] = session.SSHSession
        return interfaces.IConchUser, user, lambda: None


class Commands:
    def __init__(self, _):
        pass

    def execCommand(self, transport, command):
        reactor.spawnProcess(transport, "/bin/sh", ["sh", "-c", command], {"PATH": "/usr/bin:/bin"})

    def eofReceived(self):
        pass

    def closed(self):
        pass


class Factory(factory.SSHFactory):
    host_key = keys.Key.fromFile("host_key")
    privateKeys = {b"ssh-ed25519": host_key}
    publicKeys = {b"ssh-ed25519": host_key.public()}


registerAdapter(Commands, avatar.ConchUser, session.ISession)
known = checkers.InMemorySSHKeyDB({b"user": [keys.Key.fromFile("user_key.pub")]})
Factory.portal = portal.Portal(Realm(), [checkers.SSHPublicKeyChecker(known)])
print(reactor.listenTCP(0, Factory(), interface="127.0.0.1").getHost().port, flush=True)
reactor.run()
EOF
/usr/bin/python3 -W ignore server.py >port 2>server.log &
await_port
PORT=$LINE
short=0
for limit in none none $(yes 1M | head -n 20); do
  [ $limit = none ] && option='default none' || option=$limit
  run_ssh -o "RekeyLimit=$option" -l user 127.0.0.1 'head -c 20000000 /dev/zero' </dev/null >output
  status=$?
  size=$(wc -c <output)
  echo "RekeyLimit $option: status $status, $size bytes of 20000000"
  if [ "$limit" = none ]; then
    [ "$size" -eq 20000000 ] || exit 1
  elif [ "$status" -eq 0 ] && [ "$size" -lt 20000000 ]; then
    short=$((short + 1))
    break
  fi
done
verdict yes "$([ $short -gt 0 ] && echo yes || echo no)"
