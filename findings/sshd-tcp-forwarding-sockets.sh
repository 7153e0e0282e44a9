#!/bin/sh
# OpenSSH's server 9.2: AllowTcpForwarding no refuses forwards to and from sockets too, although AllowStreamLocalForwarding, the
# keyword for these, is yes. A permission for sockets alone cannot be written with the two.
. "$(dirname "$0")/common.sh"
debian 'openssh-server=1:9.2p1-*' 'openssh-client=1:9.2p1-*'
keys
cat >hello.py <<'EOF'
import socket

listener = socket.socket(socket.AF_UNIX)
listener.bind("hello.sock")
listener.listen()
print("ready", flush=True)
while True:
    with listener.accept()[0] as connection:
        connection.sendall(b"hello")
EOF
cat >read.py <<'EOF'
import socket
import sys
import time

connection = socket.socket(socket.AF_UNIX)
connection.settimeout(20)
for _ in range(100):
    try:
        connection.connect(sys.argv[1])
        break
    except OSError:
        time.sleep(0.2)
try:
    print(connection.recv(100).decode() or "nothing")
except OSError as e:
    print(e)
EOF
/usr/bin/python3 hello.py >hello.log &
started="$started $!"
await_line hello.log
for value in yes no; do
  start_sshd "AllowTcpForwarding $value" 'AllowStreamLocalForwarding yes'
  run_ssh -N -L "$folder/local.$value:$folder/hello.sock" "$(id -un)@127.0.0.1" </dev/null 2>/dev/null &
  started="$started $!"
  to_socket=$(/usr/bin/python3 read.py "local.$value")
  from_socket=$(run_ssh -o ExitOnForwardFailure=yes -R "$folder/remote.$value:$folder/hello.sock" \
    "$(id -un)@127.0.0.1" 'echo listens' </dev/null 2>/dev/null)
  echo "AllowTcpForwarding $value: -L $to_socket, -R ${from_socket:-refused}" | tee -a seen
done
grep 'remote forward to path' sshd.log | sed "s,$folder,FOLDER,"
verdict 'AllowTcpForwarding yes: -L hello, -R listens
AllowTcpForwarding no: -L nothing, -R refused' "$(cat seen)"
