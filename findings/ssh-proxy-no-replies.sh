#!/bin/sh
# OpenSSH's client 9.2: as a master it passes the global requests of a client in proxy mode on, and none of the answers that it gets.
# A client that asked for a remote forward, and for an answer, hears nothing of it, though the server listens. PROTOCOL.mux, 9, names
# "most connection messages and global requests" as what a master takes, and no exception for the answers to them.
. "$(dirname "$0")/common.sh"
debian 'openssh-client=1:9.2p1-*' 'openssh-server=1:9.2p1-*'
keys
start_sshd
run_ssh -M -S "$folder/mux" -N 127.0.0.1 </dev/null >master.log 2>&1 &
started="$started $!"
tries=100
until [ -S mux ] || [ "$((tries -= 1))" -eq 0 ]; do sleep 0.1; done
cat >client.py <<'EOF'
import socket
import struct
import sys

GLOBAL_REQUEST, REQUEST_SUCCESS, REQUEST_FAILURE, CHANNEL_OPEN = 80, 81, 82, 90
HELLO, PROXY, PROXY_REPLY = 1, 0x1000000F, 0x8000000F
port = int(sys.argv[1])


def frame(body):
    return struct.pack(">I", len(body)) + body


master = socket.socket(socket.AF_UNIX)
master.connect("mux")
master.settimeout(5)
stream = master.makefile("rb")


def read():
    return stream.read(*struct.unpack(">I", stream.read(4)))


master.sendall(frame(struct.pack(">II", HELLO, 4)))
assert struct.unpack(">I", read()[:4])[0] == HELLO
master.sendall(frame(struct.pack(">II", PROXY, 1)))
assert struct.unpack(">I", read()[:4])[0] == PROXY_REPLY
body = frame(b"tcpip-forward") + b"\1" + frame(b"127.0.0.1") + struct.pack(">I", port)
master.sendall(frame(bytes([0, GLOBAL_REQUEST]) + body))
visitor = None
while visitor is None:
    try:
        visitor = socket.create_connection(("127.0.0.1", port))
    except ConnectionRefusedError:
        pass
# the server listens, and has answered before it opens a channel for the visitor
answers = 0
number = read()[1]
while number != CHANNEL_OPEN:
    answers += number in (REQUEST_SUCCESS, REQUEST_FAILURE)
    number = read()[1]
print(f"the server listens, {answers} answers")
EOF
seen=$(timeout 60 /usr/bin/python3 client.py "$(free_port)")
verdict 'the server listens, 0 answers' "$seen"
