"""Accepts connections on a loopback port, and runs a program for each on its socket."""
import socket
import subprocess
import sys

listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
kept = []
while True:
    connection, _ = listener.accept()
    kept.append(subprocess.Popen(sys.argv[1:], stdin=connection, stdout=connection))
    connection.close()
