"""One evening before a server: who knocks, each from an address of his own.

Arguments: port, folder, log, two users, their password, whether sshd is as new as 9.8, and one in
how many of them comes.
The folder has keys: good, and some that are wrong. Prints who came from which address.
"""
import asyncio
import logging
import os
import socket
import struct
import subprocess
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

warnings.simplefilter("ignore")
import asyncssh
import paramiko

logging.getLogger("paramiko").setLevel(logging.CRITICAL)

port, folder, log, alice, bob, password = int(sys.argv[1]), sys.argv[2], *sys.argv[3:7]
new = sys.argv[7] == "true"
part = int(sys.argv[8])
steps = []
# those that the server waits for, all its LoginGraceTime
waiting = []


def step(function):
    steps.append(function)
    return function


def waits(function):
    waiting.append(function)
    return step(function)


def raw(address):
    return socket.create_connection(("127.0.0.1", port), source_address=(address, 0), timeout=60)


def drain(sock):
    try:
        while sock.recv(65536):
            pass
    except OSError:
        pass


def ssh(address, user, *options, secret=None, command="true", wait=True):
    askpass = os.path.join(folder, "askpass." + address)
    with open(askpass, "w") as file:
        file.write("#!/bin/sh\necho '%s'\n" % (secret or ""))
    os.chmod(askpass, 0o700)
    words = ["ssh", "-F", "none", "-p", str(port), "-b", address, "-T", "-l", user]
    if not any("UserKnownHostsFile" in option for option in options):
        words += ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"]
    for option in options:
        words += ["-o", option]
    environment = dict(os.environ, SSH_ASKPASS=askpass, SSH_ASKPASS_REQUIRE="force", DISPLAY=":9")
    environment.pop("SSH_AUTH_SOCK", None)
    process = subprocess.Popen(words + ["127.0.0.1", command], env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return process.wait(60) if wait else process


def by_password(address, user, secret, *options, prompts=1):
    return ssh(address, user, "PreferredAuthentications=password", "IdentityFile=none",
        "NumberOfPasswordPrompts=%d" % prompts, *options, secret=secret)


def by_dialogue(address, user, secret, prompts=1):
    return ssh(address, user, "PreferredAuthentications=keyboard-interactive", "IdentityFile=none",
        "NumberOfPasswordPrompts=%d" % prompts, secret=secret)


def by_key(address, user, *names, command="true", wait=True, options=()):
    files = ["IdentityFile=" + os.path.join(folder, name) for name in names]
    return ssh(address, user, "BatchMode=yes", "IdentitiesOnly=yes", *files, *options,
        command=command, wait=wait)


@step
def key_accepted(a):
    assert by_key(a, alice, "good") == 0


@step
def password_accepted(a):
    assert by_password(a, alice, password) == 0


@step
def dialogue_accepted(a):
    by_dialogue(a, alice, password)


@step
def second_password_accepted(a):
    paramiko_login(a, (alice, "wrong"), (alice, password))


@step
def unknown_user_password(a):
    by_password(a, "nosuch", "guess", prompts=3)


@step
def unknown_user_dialogue(a):
    by_dialogue(a, "nosuch", "guess", prompts=2)


@step
def unknown_user_key(a):
    by_key(a, "nosuch", "wrong0")


@step
def unknown_user_many_keys(a):
    by_key(a, "nosuch", *["wrong%d" % i for i in range(4)])


@step
def wrong_password(a):
    by_password(a, alice, "wrong")


@step
def wrong_dialogue(a):
    by_dialogue(a, alice, "wrong", prompts=3)


@step
def wrong_key(a):
    by_key(a, alice, "wrong0")


@step
def too_many_passwords(a):
    by_password(a, alice, "wrong", prompts=5)


@step
def too_many_passwords_of_nobody(a):
    by_password(a, "nosuch", "wrong", prompts=5)


@step
def too_many_keys(a):
    by_key(a, alice, *["wrong%d" % i for i in range(4)])


@step
def wrong_keys_then_right(a):
    by_key(a, alice, "wrong0", "wrong1", "good")


@step
def everything_wrong(a):
    ssh(a, alice, "IdentityFile=" + folder + "/wrong0", "IdentitiesOnly=yes",
        "NumberOfPasswordPrompts=1", secret="wrong")


@step
def connects_and_goes(a):
    raw(a).close()


@step
def reads_and_goes(a):
    sock = raw(a)
    sock.recv(100)
    sock.close()


@step
def resets_at_once(a):
    sock = raw(a)
    sock.recv(100)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


@step
def speaks_http(a):
    sock = raw(a)
    sock.sendall(b"GET / HTTP/1.0\r\n\r\n")
    drain(sock)


@step
def speaks_tls(a):
    sock = raw(a)
    sock.sendall(bytes.fromhex("16030100d8010000d40303") + bytes(range(128, 256)) + b"\n")
    drain(sock)


@step
def speaks_without_end(a):
    sock = raw(a)
    try:
        sock.sendall(b"x" * 70000)
    except OSError:
        pass
    drain(sock)


@step
def speaks_ssh1(a):
    sock = raw(a)
    sock.sendall(b"SSH-1.5-old\r\n")
    drain(sock)


@step
def half_an_identification(a):
    sock = raw(a)
    sock.sendall(b"SSH-2.0-hal")
    sock.recv(100)
    sock.close()


@step
def identifies_and_goes(a):
    sock = raw(a)
    sock.sendall(b"SSH-2.0-scan\r\n")
    sock.recv(100)
    time.sleep(0.3)
    sock.close()


@step
def identifies_and_resets(a):
    sock = raw(a)
    sock.sendall(b"SSH-2.0-scan\r\n")
    sock.recv(100)
    time.sleep(0.3)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


@step
def rubbish_packets(a):
    sock = raw(a)
    sock.sendall(b"SSH-2.0-scan\r\n" + b"\xff" * 64)
    drain(sock)


@step
def no_cipher(a):
    by_key(a, alice, "good", options=["Ciphers=aes128-cbc"])


@step
def no_kex(a):
    by_key(a, alice, "good", options=["KexAlgorithms=diffie-hellman-group1-sha1"])


@step
def no_mac(a):
    by_key(a, alice, "good", options=["Ciphers=aes128-ctr", "MACs=hmac-md5-96"])


@step
def no_host_key(a):
    by_key(a, alice, "good", options=["HostKeyAlgorithms=ecdsa-sha2-nistp521"])


@step
def distrusts_host_key(a):
    by_key(a, alice, "good", options=["StrictHostKeyChecking=yes", "UserKnownHostsFile=/dev/null"])


@waits
def never_speaks(a):
    drain(raw(a))


@waits
def identifies_and_waits(a):
    sock = raw(a)
    sock.sendall(b"SSH-2.0-slow\r\n")
    drain(sock)


def transport(a):
    made = paramiko.Transport(raw(a))
    made.start_client(timeout=60)
    return made


def attempt(made, user, secret):
    try:
        made.auth_password(user, secret, fallback=False)
        return True
    except paramiko.SSHException:
        return False


def paramiko_login(a, *attempts):
    made = transport(a)
    try:
        for user, secret in attempts:
            if attempt(made, user, secret):
                channel = made.open_session()
                channel.exec_command("true")
                channel.recv_exit_status()
                break
    except (paramiko.SSHException, EOFError):
        pass
    finally:
        made.close()


@waits
def waits_before_a_name(a):
    made = transport(a)
    drain_transport(made)


def drain_transport(made):
    while made.is_active():
        time.sleep(0.1)
    made.close()


@waits
def waits_after_a_wrong_password(a):
    made = transport(a)
    attempt(made, alice, "wrong")
    drain_transport(made)


@waits
def waits_as_nobody(a):
    made = transport(a)
    attempt(made, "nosuch", "wrong")
    drain_transport(made)


@step
def changes_his_name(a):
    paramiko_login(a, ("nosuch", "x"), ("nosuch2", "x"))


@step
def changes_his_name_between_users(a):
    paramiko_login(a, (alice, "wrong"), ("nosuch", "x"))


@step
def asks_for_none_and_goes(a):
    made = transport(a)
    try:
        made.auth_none(alice)
    except paramiko.SSHException:
        pass
    made.close()


@step
def asks_for_none_as_nobody(a):
    made = transport(a)
    try:
        made.auth_none("nosuch")
    except paramiko.SSHException:
        pass
    made.close()


def says_goodbye(a, user, code, text):
    async def run():
        class Client(asyncssh.SSHClient):
            def connection_made(self, connection):
                self.connection = connection
            def password_auth_requested(self):
                self.asked = getattr(self, "asked", 0) + 1
                if self.asked == 1:
                    return "wrong"
                self.connection.disconnect(code, text)
                return None
        try:
            await asyncssh.connect("127.0.0.1", port, local_addr=(a, 0), known_hosts=None,
                username=user, client_keys=None, agent_path=None, config=None,
                preferred_auth="password", client_factory=Client)
        except (asyncssh.Error, OSError):
            pass
    asyncio.run(run())


@step
def says_bye_bye(a):
    says_goodbye(a, alice, 11, "Bye Bye")


@step
def nobody_says_bye_bye(a):
    says_goodbye(a, "nosuch", 11, "Bye Bye")


@step
def gives_up(a):
    says_goodbye(a, alice, 14, "No supported authentication methods available")


@step
def nobody_gives_up(a):
    says_goodbye(a, "nosuch", 14, "No supported authentication methods available")


@step
def cancelled(a):
    says_goodbye(a, alice, 13, "Unable to authenticate")


@step
def auth_fail(a):
    says_goodbye(a, alice, 3, "com.jcraft.jsch.JSchException: Auth fail")


def odd(name):
    steps.append(lambda a: paramiko_login(a, (name, "x")))
    steps[-1].__name__ = "odd %r" % name[:40]

for each in ["", " ", "root from 127.9.9.9", "x from 127.9.9.9 port 22 ssh2",
        "a\nInvalid user b from 127.9.9.8", "not allowed because account is locked",
        "[preauth]", "a%sb"]:
    odd(each)
if new:
    # older ones escape in some lines what is escaped already
    for each in ["\u00fc\u4e2d", "nosuch\\", "tab\tb", "\x1b[31mred"]:
        odd(each)


@step
def denied(a):
    by_password(a, bob, password)


@step
def denied_key(a):
    by_key(a, bob, "good")


@step
def not_allowed(a):
    by_password(a, "games", "guess")


@step
def denied_group(a):
    by_password(a, "www-data", "guess")


@step
def not_allowed_group(a):
    by_password(a, "backup", "guess")


@step
def no_shell(a):
    by_password(a, "sshlite-noshell", "guess")


@step
def locked(a):
    by_key(a, "sshlite-locked", "good")


@step
def locked_password(a):
    by_password(a, "sshlite-locked", "guess")


@step
def expired(a):
    by_key(a, "sshlite-expired", "good")


@step
def expired_password(a):
    by_password(a, "sshlite-expired", password)


@step
def expired_dialogue(a):
    by_dialogue(a, "sshlite-expired", password)


@step
def root_password(a):
    by_password(a, "root", "guess", prompts=2)


@step
def root_dialogue(a):
    by_dialogue(a, "root", "guess")


@step
def root_key(a):
    by_key(a, "root", "good")


@step
def root_wrong_key(a):
    by_key(a, "root", "wrong0")


@step
def killed_in_a_session(a):
    process = by_key(a, alice, "good", command="sleep 60", wait=False)
    await_log(a, "Accepted publickey")
    process.kill()
    process.wait()


@step
def ended_in_a_session(a):
    process = by_key(a, alice, "good", command="sleep 60", wait=False)
    await_log(a, "Accepted publickey")
    process.terminate()
    process.wait()


def await_log(a, text):
    end = time.time() + 60
    while time.time() < end:
        with open(log, errors="replace") as file:
            if any(text in line and " from " + a + " " in line for line in file):
                return
        time.sleep(0.1)
    raise AssertionError(a + ": " + text)


def penalised(a):
    with ThreadPoolExecutor(5) as at_once:
        list(at_once.map(lambda _: by_password(a, "nosuch", "guess"), range(5)))
    for i in range(3):
        sock = raw(a)
        drain(sock)


def run(numbered):
    number, function = numbered
    try:
        function("127.1.0.%d" % number)
    except Exception as e:
        print("%s: %r" % (function.__name__, e), file=sys.stderr)


numbered = list(enumerate(steps, 1))
if new:
    numbered.insert(0, (200, penalised))
if part > 1:
    # a sample, without those whom the server waits for
    numbered = [each for each in numbered if each[0] % part == 0 and each[1] not in waiting]
# these begin first, beside ten of the others
waiting_first = sorted(numbered, key=lambda each: each[1] not in waiting)
with ThreadPoolExecutor(10 + len(waiting)) as pool:
    list(pool.map(run, waiting_first))
for number, function in numbered:
    print("127.1.0.%d %s" % (number, function.__name__))
