"""What every client of the zoo is told: see org.sshlite.tests.zoo.Driver."""
import os
import sys


def env(name):
    return os.environ.get("ZOO_" + name)


PORT = int(env("PORT"))
USER = env("USER")
PASSWORD = env("PASSWORD")
KEY = env("KEY")
KNOWN_HOSTS = env("KNOWN_HOSTS")
PTY = env("PTY") is not None
REKEY = int(env("REKEY") or 0)
COMMAND = sys.argv[1]


def known_keys():
    """The host's keys as (type, base64)."""
    with open(KNOWN_HOSTS) as lines:
        return [tuple(line.split()[1:3]) for line in lines]


def signalled(name):
    print("signal " + name, file=sys.stderr)
    return 255
