#!/bin/sh
# Twisted Conch 22.4.0, its client conch: it looks a host up in known_hosts without the port, whatever that is, and finds no line that begins
# with `[host]:port`, as ssh and `ssh-keyscan -p` write it for another port than 22 (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). A server whose key
# is in such a line is one that is not known, and, where another server of that host has a line, one whose key has changed.
. "$(dirname "$0")/common.sh"
debian 'python3-twisted=22.4.0-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
start_sshd
cat >client.py <<'EOP'
import getpass
import sys

from twisted.conch.client import connect, default, options
from twisted.conch.ssh import connection
from twisted.internet import reactor


class Connection(connection.SSHConnection):
    def serviceStarted(self):
        print("logged in")
        reactor.stop()


def failed(failure):
    print("refused:", failure.value.args[0].decode())
    reactor.stop()


chosen = options.ConchOptions()
chosen.parseOptions(["--known-hosts", "known_hosts", "-i", "user_key", "--noagent"])
chosen["host"], chosen["port"], chosen["user"] = "127.0.0.1", int(sys.argv[1]), getpass.getuser()
user = default.SSHUserAuthClient(chosen["user"], chosen, Connection())
connect.connect("127.0.0.1", chosen["port"], chosen, default.verifyHostKey, user).addErrback(failed)
reactor.run()
EOP
other=$(ssh-keygen -q -t ed25519 -N '' -f other_key && cut -d ' ' -f 1,2 other_key.pub)
key=$(cut -d ' ' -f 1,2 host_key.pub)
for lines in "127.0.0.1 $key" "[127.0.0.1]:$PORT $key" "127.0.0.1 $other|[127.0.0.1]:$PORT $key"; do
  echo "$lines" | tr '|' '\n' >known_hosts
  echo "$(cut -d ' ' -f 1 known_hosts | sed "s/:$PORT/:port/" | paste -sd ' '): ssh $(
    timeout 60 ssh -F none -i user_key -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile="$folder/known_hosts" \
      -o UpdateHostKeys=no -p "$PORT" "$(id -un)@127.0.0.1" echo 'logged in' </dev/null 2>>ssh.log
  ), conch $(setsid timeout 60 /usr/bin/python3 -W ignore client.py "$PORT" </dev/null 2>>conch.log)"
done >seen
verdict '127.0.0.1: ssh logged in, conch logged in
[127.0.0.1]:port: ssh logged in, conch refused: bad host key
127.0.0.1 [127.0.0.1]:port: ssh logged in, conch refused: bad host key' "$(cat seen)"
