"""What every server of the zoo is told: see org.sshlite.tests.zoo.ServerDriver."""
import os


def env(name):
    return os.environ.get("ZOO_" + name)


HOST_KEY = env("HOST_KEY")
AUTHORIZED_KEYS = env("AUTHORIZED_KEYS")
USER = env("USER")
PASSWORD = env("PASSWORD")
REKEY = int(env("REKEY") or 0)


def is_authorized(base64):
    with open(AUTHORIZED_KEYS) as lines:
        return any(line.split()[1] == base64 for line in lines)


def listening(port):
    print(port, flush=True)
