"""A client on paramiko."""
import base64
import os
import sys
import threading

import paramiko

import zoo_hosts
import zoo_job as job
import zoo_patience


def login():
    transport = paramiko.Transport(("127.0.0.1", job.PORT))
    zoo_patience.give(transport)
    transport.start_client()
    key = transport.get_remote_server_key()
    if (key.get_name(), base64.b64encode(key.asbytes()).decode()) not in zoo_hosts.known_keys(job.KNOWN_HOSTS):
        sys.exit("the host key is not known")
    if job.PASSWORD is not None:
        transport.auth_password(job.USER, job.PASSWORD)
    else:
        transport.auth_publickey(job.USER, private_key())
    return transport


def private_key():
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key_file(job.KEY)
        except paramiko.SSHException:
            continue
    sys.exit("no key can be read")


class Rekeying:
    """Asks for new keys after so many bytes, ten times: a CLOSE that comes in an exchange stops it."""

    def __init__(self, transport):
        self.transport = transport
        self.left = job.REKEY
        self.times = 10 if job.REKEY else 0

    def count(self, size):
        self.left -= size
        if self.times and self.left <= 0:
            self.left = job.REKEY
            self.times -= 1
            self.transport.renegotiate_keys()


def send(channel, rekeying):
    while block := os.read(0, 32768):
        channel.sendall(block)
        rekeying.count(len(block))
    channel.shutdown_write()


def copy_errors(channel):
    while block := channel.recv_stderr(32768):
        sys.stderr.buffer.write(block)
        sys.stderr.buffer.flush()


def main():
    transport = login()
    channel = transport.open_session()
    if job.PTY:
        channel.get_pty()
    channel.exec_command(job.COMMAND)
    rekeying = Rekeying(transport)
    threading.Thread(target=send, args=(channel, rekeying), daemon=True).start()
    errors = threading.Thread(target=copy_errors, args=(channel,))
    errors.start()
    while block := channel.recv(32768):
        sys.stdout.buffer.write(block)
        rekeying.count(len(block))
    sys.stdout.flush()
    errors.join()
    status = channel.recv_exit_status()
    transport.close()
    # it does not tell that a signal has ended the command: -1
    return status & 0xFF


sys.exit(main())
