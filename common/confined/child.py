"""The program of the child process (common.confined): limits first, then our code, then the stranger's file.

Started by path with `python -I`: nothing of the project is imported before the limits hold.
"""

import importlib
import json
import os
import resource
import sys

# Whatever a library of the child may think of: it reads files and computes. No sandbox against hostile machine code.
FORBIDDEN = frozenset({
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
    "os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "subprocess.Popen",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.kill",
})  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Forbidden(RuntimeError):
    """The function tried to reach beyond its process."""


def main() -> None:
    order = json.load(sys.stdin)
    answers = _own_answers()
    _limit(order["limits"])
    arguments = [order["argument"]]
    if order["output"]:
        arguments.append(open(order["output"], "wb"))  # noqa: SIM115 - it lives as long as the process
    sys.addaudithook(_watch)
    sys.path.insert(0, order["root"])
    answer = _answer(order, arguments)
    try:
        # Unbuffered, so that a refusal of the disk is seen here.
        os.write(answers, json.dumps(answer).encode())
    except (OSError, TypeError, ValueError) as error:
        ending = "answer" if isinstance(error, OSError) else "failed"
        os.ftruncate(answers, 0)
        os.lseek(answers, 0, os.SEEK_SET)
        os.write(answers, json.dumps({"ending": ending, "error": type(error).__name__}).encode())


def _answer(order: dict, arguments: list) -> dict:
    try:
        module, name = order["function"].split(":")
        value = getattr(importlib.import_module(module), name)(*arguments)
        for file in arguments[1:]:
            file.close()  # what the disk refuses is seen here
        answer = {"ending": "done", "value": value}
        if len(json.dumps(answer)) > order["limits"]["answer"]:
            return {"ending": "answer"}
        return answer
    except MemoryError:
        return {"ending": "memory"}
    except Exception as error:
        # The name alone: the words of an exception may quote the file.
        return {"ending": "failed", "error": type(error).__name__}


def _own_answers() -> int:
    """Where the answer goes; what libraries print goes nowhere."""
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _limit(limits: dict) -> None:
    for kind, value in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, max(limits["answer"], limits["output"])),
        (resource.RLIMIT_NOFILE, limits["files"]),
        (resource.RLIMIT_CORE, 0),
    ):
        _set(kind, value, value)
    # The soft limit ends the process with a signal that can be told apart, the hard one in any case.
    _set(resource.RLIMIT_CPU, limits["cpu"], limits["cpu"] + 1)


def _set(kind: int, soft: int, hard: int) -> None:
    most = resource.getrlimit(kind)[1]
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(kind, (soft, hard))


def _watch(event: str, arguments: tuple) -> None:
    if event in FORBIDDEN:
        raise Forbidden(event)
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
        raise Forbidden(event)


if __name__ == "__main__":
    main()
