#!/bin/sh
# Twisted Conch 22.4.0, its client conch: when its standard input ends it writes nothing to its standard output any more, while the command goes
# on, and exits with its status. `conch host command </dev/null` and `... | conch host 'wc -c'` print nothing; with an input that stays open
# the same commands print what they should.
. "$(dirname "$0")/common.sh"
debian 'python3-twisted=22.4.0-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
start_sshd
echo "127.0.0.1 $(cat host_key.pub)" >known_hosts
run_conch() {
  timeout 60 /usr/bin/python3 -W ignore -c 'from twisted.conch.scripts.conch import run; run()' --known-hosts "$folder/known_hosts" \
    -l "$(id -un)" -i "$folder/user_key" -p "$PORT" --noagent -T 127.0.0.1 "$@" 2>>conch.log
  echo "status $?"
}
{
  echo "ssh, an end: $(printf text | run_ssh "$(id -un)@127.0.0.1" 'wc -c; exit 3' && echo 'status 0' || echo "status $?")"
  echo "conch, an end: $(printf text | run_conch 'wc -c; exit 3')"
  echo "conch, nothing: $(run_conch 'echo text; exit 3' </dev/null)"
  echo "conch, open: $( (printf text && sleep 10) | run_conch 'head -c 4 | wc -c; exit 3')"
} | paste -sd ' ' | sed 's/ \(ssh\|conch\),/\n\1,/g' >seen
verdict 'ssh, an end: 4 status 3
conch, an end: status 3
conch, nothing: status 3
conch, open: 4 status 3' "$(cat seen)"
