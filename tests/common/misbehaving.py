"""What a child process may try; run by tests/common/test_confined.py there, never here. Imports nothing of Django."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path


def answer(value):
    print("noise on the way")
    return {"heard": value, "django": "django" in sys.modules, "keys": sorted(os.environ)}


def eat(megabytes):
    return len(bytearray(megabytes * 1024 * 1024))


def eat_slowly(_value):
    hoard = []
    while True:
        hoard.append(bytearray(16 * 1024 * 1024))


def burn(_value):
    while True:
        pass


def sleep(seconds):
    time.sleep(seconds)


def chatter(megabytes):
    return "x" * (megabytes * 1024 * 1024)


def fail(text):
    raise ValueError(text)


def die(_value):
    os.abort()


def exit_early(_value):
    os._exit(0)


def deep(value):
    return deep(value) + 1


def call_out(_value):
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def write(path):
    Path(path).write_text("here", encoding="utf-8")


def start(_value):
    subprocess.run(["true"], check=False)


def multiply(path):
    """Past Python's own doors: a grandchild that outlives everything, unless its group is killed."""
    libc = ctypes.CDLL(None)
    if libc.fork() == 0:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        while True:
            time.sleep(0.2)
            libc.utimes(path.encode(), None)
    time.sleep(60)


def write_much(order: dict, output) -> str:
    """So many bytes to where it may write, and something to where it may not; the name of what comes of that."""
    output.write(b"x" * order["bytes"])
    output.flush()
    try:
        Path(order["elsewhere"]).write_bytes(b"x")
    except RuntimeError as error:
        return type(error).__name__
    return "written"
