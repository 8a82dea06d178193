"""Processes from /proc: which started which, their memory, sampled beside other work, and which of them last."""

import os
import threading
from collections.abc import Callable
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


class Beside:
    """Calls `look` again and again, `every` so many seconds, in a thread of its own until the block is left."""

    def __init__(self, look: Callable[[], None], *, every: float):
        self._look, self._every = look, every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, kind, error, trace):
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        self._look()
        while not self._stop.wait(self._every):
            self._look()


class Watched(Beside):
    """The memory of a process with everything that it started. `highest`: bytes since `begin`; `most`: of all."""

    def __init__(self, root: int):
        super().__init__(self.look, every=0.02)
        self._root = root
        self.highest = self.most = 0

    def begin(self) -> None:
        """Forget what was before."""
        self.highest = 0

    def lasting(self) -> dict[str, list[int]]:
        """The processes that nobody may lose: those that serve pages, and the worker, by what they do."""
        found: dict[str, list[int]] = {"web": [], "worker": []}
        for pid in tree(self._root):
            try:
                words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
            except OSError:
                continue
            if "run_jobs" in words and words[0] != "nice":
                found["worker"].append(pid)
            elif "gunicorn" in " ".join(words[:3]):
                found["web"].append(pid)
        return {name: sorted(pids) for name, pids in found.items()}

    def look(self) -> None:
        """Sample once."""
        now = sum(resident(pid) for pid in tree(self._root))
        self.highest, self.most = max(self.highest, now), max(self.most, now)
