#!/bin/sh
# Dropbear's client 2022.83: when the server tells that the command was ended by a signal (exit-signal, RFC 4254 §6.10),
# dbclient exits with 0, as if it had succeeded.
. "$(dirname "$0")/common.sh"
debian 'dropbear-bin=2022.83-*' 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
dropbearconvert openssh dropbear user_key user_key.dropbear 2>/dev/null
start_sshd
status() {
  HOME=$folder timeout 30 dbclient -y -y -p "$PORT" -i user_key.dropbear "$(id -un)@127.0.0.1" "$1" \
    </dev/null 2>/dev/null
  echo $?
}
echo "exit 3: $(status 'exit 3')"
echo "kill -KILL: $(status 'kill -KILL $$')"
echo "kill -SEGV: $(status 'kill -SEGV $$')"
verdict '3 0 0' "$(status 'exit 3') $(status 'kill -KILL $$') $(status 'kill -SEGV $$')"
