"""Reads what is to be done to files, a line each, and says how it went: fields between tabs."""
import sys


def lines():
    for line in sys.stdin:
        yield line.rstrip("\n").split("\t")


def answer(*fields):
    print("\t".join(["ok", *map(str, fields)]), flush=True)


def failed(problem):
    print("failed\t" + str(problem).replace("\n", " "), flush=True)
