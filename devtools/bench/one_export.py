"""One export, in a process of its own: `python -m devtools.bench.one_export KIND ROWS`.

The list is asked for as a leader and the answer is read piece by piece, as a server does; the most memory that the
process ever held is the kernel's own count.
"""

import json
import re
import sys
import time
from pathlib import Path

import django
from django.conf import settings

ADDRESS = "/documents/?direction=incoming&export={}&columns=all"


def export(kind: str, rows: int) -> dict:
    """Seconds, bytes and most memory in bytes; RuntimeError unless the file has all rows."""
    from django.test import Client

    from accounts.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.get(username="chutich"))
    started, size, lines = time.perf_counter(), 0, 0
    answer = client.get(ADDRESS.format(kind))
    for piece in answer.streaming_content:
        size += len(piece)
        lines += piece.count(b"\r\n")
    if answer.status_code != 200 or (kind == "csv" and lines < rows):
        raise RuntimeError(f"{answer.status_code}, {lines} lines")
    return {"seconds": time.perf_counter() - started, "bytes": size, "most": _most()}


def _most() -> int:
    # Not getrusage: its maximum begins with that of the process that started this one.
    text = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", text)[1]) * 1024


if __name__ == "__main__":
    django.setup()
    print(json.dumps(export(sys.argv[1], int(sys.argv[2]))))
