"""Memory of processes, from /proc."""

import os
from pathlib import Path


def tree(root: int) -> list[int]:
    """The process and everything below it."""
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        try:
            for thread in os.listdir(f"/proc/{pid}/task"):
                waiting += map(int, Path(f"/proc/{pid}/task/{thread}/children").read_text().split())
        except OSError:  # it has just ended
            continue
    return found


def resident(pid: int) -> int:
    """Bytes in memory, shared libraries counted for each process anew."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0
