"""A server on paramiko: it runs commands as processes, and serves files."""
import os
import signal
import socket
import subprocess
import threading

import paramiko
from paramiko.common import MSG_CHANNEL_REQUEST

import paramiko_sftp
import zoo_patience
import zoo_server as zoo

HOST_KEY = paramiko.Ed25519Key.from_private_key_file(zoo.HOST_KEY)


def answer_and_begin(channel, message):
    """A command begins when the answer to its request is out: what it says comes behind that."""
    channel._handle_request(message)
    command = channel.transport.server_object.asked.pop(channel.chanid, None)
    if command is not None:
        command.start()


class Transport(paramiko.Transport):
    _channel_handler_table = {
        **paramiko.Transport._channel_handler_table,
        MSG_CHANNEL_REQUEST: answer_and_begin,
    }


class Server(paramiko.ServerInterface):
    def __init__(self, transport):
        self.transport = transport
        self.terminals = set()
        self.asked = {}

    def get_allowed_auths(self, username):
        return "publickey,password"

    def check_auth_password(self, username, password):
        return answer((username, password) == (zoo.USER, zoo.PASSWORD))

    def check_auth_publickey(self, username, key):
        return answer(username == zoo.USER and zoo.is_authorized(key.get_base64()))

    def check_channel_request(self, kind, number):
        return paramiko.OPEN_SUCCEEDED if kind == "session" else paramiko.OPEN_FAILED_UNKNOWN_CHANNEL_TYPE

    def check_channel_pty_request(self, channel, *_):
        self.terminals.add(channel.chanid)
        return True

    def check_channel_exec_request(self, channel, command):
        run = run_on_terminal if channel.chanid in self.terminals else run_on_pipes
        arguments = self.transport, channel, command
        self.asked[channel.chanid] = threading.Thread(target=run, args=arguments, daemon=True)
        return True


def answer(right):
    return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED


def run_on_pipes(transport, channel, command):
    pipe = subprocess.PIPE
    process = subprocess.Popen(["/bin/bash", "-c", command], stdin=pipe, stdout=pipe, stderr=pipe)
    rekeying = Rekeying(transport)
    threading.Thread(target=feed, args=(channel, process.stdin, rekeying), daemon=True).start()
    errors = threading.Thread(target=drain, args=(process.stderr, channel.sendall_stderr))
    errors.start()
    while block := process.stdout.read1(32768):
        channel.sendall(block)
        rekeying.count(len(block))
    errors.join()
    end(channel, process)


def run_on_terminal(transport, channel, command):
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        ["/bin/bash", "-c", command], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    try:
        while block := os.read(ours, 32768):
            channel.sendall(block)
    except OSError:
        pass  # so a terminal ends
    end(channel, process)


class Rekeying:
    """Asks for new keys after so many bytes."""

    def __init__(self, transport):
        self.transport = transport
        self.left = zoo.REKEY

    def count(self, size):
        self.left -= size
        if zoo.REKEY and self.left <= 0:
            self.left = zoo.REKEY
            self.transport.renegotiate_keys()


def feed(channel, out, rekeying):
    try:
        while block := channel.recv(32768):
            out.write(block)
            rekeying.count(len(block))
        out.close()
    except BrokenPipeError:
        pass


def drain(source, send):
    while block := source.read1(32768):
        send(block)


def end(channel, process):
    status = process.wait()
    if status < 0:
        message = paramiko.Message()
        message.add_byte(b"\x62")
        message.add_int(channel.remote_chanid)
        message.add_string("exit-signal")
        message.add_boolean(False)
        message.add_string(signal.Signals(-status).name[3:])
        message.add_boolean(False)
        message.add_string("")
        message.add_string("")
        channel.transport._send_user_message(message)
    else:
        channel.send_exit_status(status)
    channel.close()


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    zoo.listening(listener.getsockname()[1])
    kept = []
    while True:
        connection, _ = listener.accept()
        transport = Transport(connection)
        zoo_patience.give(transport)
        transport.add_server_key(HOST_KEY)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, paramiko_sftp.Files)
        transport.start_server(event=threading.Event(), server=Server(transport))
        kept.append(transport)


main()
