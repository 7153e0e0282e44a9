#!/bin/sh
# OpenSSH's client 9.2: through a master in proxy mode (`ssh -O proxy`) it takes no packet whose length is less than 5, and ends. An
# answer to a global request has a length of 2, the padding's byte and the number, where RFC 4254 §4 and §7.1 give it no data: so
# has the answer to a remote forward of a fixed port. Here a master of Python's grants `-R`, with that answer or with four bytes
# more, and is asked for a channel only where the client went on.
. "$(dirname "$0")/common.sh"
debian 'openssh-client=1:9.2p1-*'
cat >master.py <<'EOF'
import os
import socket
import struct
import sys

GLOBAL_REQUEST, REQUEST_SUCCESS, CHANNEL_OPEN = 80, 81, 90
HELLO, PROXY, PROXY_REPLY = 1, 0x1000000F, 0x8000000F


def frame(body):
    return struct.pack(">I", len(body)) + body


listening = socket.socket(socket.AF_UNIX)
listening.bind("mux")
listening.listen()
print("listens", flush=True)
client = listening.accept()[0]
stream = client.makefile("rb")


def read():
    head = stream.read(4)
    return stream.read(*struct.unpack(">I", head)) if head else b""


client.sendall(frame(struct.pack(">II", HELLO, 4)))
assert struct.unpack(">I", read()[:4])[0] == HELLO
kind, request = struct.unpack(">II", read()[:8])
assert kind == PROXY
client.sendall(frame(struct.pack(">II", PROXY_REPLY, request)))
asked = read()
while asked[1] != GLOBAL_REQUEST or b"tcpip-forward" not in asked:
    asked = read()
client.sendall(frame(bytes([0, REQUEST_SUCCESS]) + bytes(int(sys.argv[1]))))
address = b"127.0.0.1"
opening = b"".join(frame(text) if text else b"" for text in [b"forwarded-tcpip"]) + struct.pack(">III", 7, 65536, 32768)
opening += frame(address) + struct.pack(">I", 4022) + frame(address) + struct.pack(">I", 1)
client.sendall(frame(bytes([0, CHANNEL_OPEN]) + opening))
try:
    answer = read()
except OSError:
    answer = b""
print("goes on" if answer else "ends", flush=True)
os._exit(0)
EOF
for bytes in 0 4; do
  rm -f mux
  /usr/bin/python3 master.py "$bytes" >"seen.$bytes" 2>errors &
  started="$started $!"
  await_line "seen.$bytes"
  timeout 20 ssh -F none -o LogLevel=ERROR -o BatchMode=yes -S mux -O proxy -N -R 127.0.0.1:4022:127.0.0.1:9 host </dev/null 2>said
  wait "${started##* }"
  echo "$bytes bytes of data: $(tail -n 1 "seen.$bytes")" | tee -a log
  head -n 1 said
done
verdict '0 bytes of data: ends; 4 bytes of data: goes on;' "$(tr '\n' ';' <log | sed 's/;4/; 4/')"
