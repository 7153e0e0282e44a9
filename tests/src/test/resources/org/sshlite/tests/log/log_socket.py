"""Takes lines for the log of the system, and prints them as it would: argument, where."""

import socket
import sys

taking = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
taking.bind(sys.argv[1])
print("taking", flush=True)
while True:
    line = taking.recv(65536).decode(errors="replace").rstrip("\0\n").split(">", 1)[1]
    # behind the time, which has 16 characters, comes the host
    print(line[:16] + "host " + line[16:], flush=True)
