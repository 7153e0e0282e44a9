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


def signalled(name):
    print("signal " + name, file=sys.stderr)
    return 255
