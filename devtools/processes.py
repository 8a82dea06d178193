"""The memory of a process with everything that it started, sampled all the while, and which of them last."""

import threading
import time
from pathlib import Path

EVERY = 0.02


class Watched:
    """Samples until it is left. `highest`: bytes since `begin`; `most`: since the first sample."""

    def __init__(self, root: int):
        from devtools.bench import memory

        self._root, self._memory = root, memory
        self.highest = self.most = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, kind, error, trace):
        self._stop.set()
        self._thread.join()

    def begin(self) -> None:
        """Forget what was before."""
        self.highest = 0

    def lasting(self) -> dict[str, list[int]]:
        """The processes that nobody may lose: those that serve pages, and the worker, by what they do."""
        found: dict[str, list[int]] = {"web": [], "worker": []}
        for pid in self._memory.tree(self._root):
            try:
                words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
            except OSError:
                continue
            if "run_jobs" in words and words[0] != "nice":
                found["worker"].append(pid)
            elif "gunicorn" in " ".join(words[:3]):
                found["web"].append(pid)
        return {name: sorted(pids) for name, pids in found.items()}

    def _sample(self) -> None:
        while not self._stop.is_set():
            now = sum(self._memory.resident(pid) for pid in self._memory.tree(self._root))
            self.highest, self.most = max(self.highest, now), max(self.most, now)
            time.sleep(EVERY)
