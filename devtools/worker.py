"""Watches over the worker of background work beside `dev.py run`: `python -m devtools.worker PID-OF-THE-WEB-SERVER`.

Starts it, starts it again when it ends, and stops it when the web server is gone, however that came about: the web
server has taken the place of dev.py and knows nothing of its child.
"""

import os
import signal
import subprocess
import sys
import time

from devtools.shell import ROOT, say

LOOK_SECONDS = 0.5
# A worker that cannot start is tried again ever more seldom.
FIRST_WAIT, LONGEST_WAIT = 1, 30
LIVED_SECONDS = 60
STOP_SECONDS = 15


def main(arguments: list[str]) -> int:
    """Returns when the web server is gone or we are told to end."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    signal.signal(signal.SIGINT, lambda number, frame: sys.exit(0))
    keep(int(arguments[0]), [sys.executable, "manage.py", "run_jobs"])
    return 0


def keep(parent: int, command: list[str]) -> None:
    """Keep the command running for as long as `parent` is our parent."""
    wait = FIRST_WAIT
    while os.getppid() == parent:
        # The pages come first on a small machine.
        process = subprocess.Popen(["nice", "-n", "5", *command], cwd=ROOT, start_new_session=True)
        begun = time.monotonic()
        try:
            while process.poll() is None and os.getppid() == parent:
                time.sleep(LOOK_SECONDS)
        finally:
            stop(process)
        if os.getppid() != parent:
            return
        if process.returncode:
            say(f"The worker for background work ended with code {process.returncode}; it is started again.")
        wait = FIRST_WAIT if time.monotonic() - begun > LIVED_SECONDS or not process.returncode else wait * 2
        time.sleep(min(wait, LONGEST_WAIT))


def stop(process: subprocess.Popen) -> None:
    """Ask it to end, and end it when it does not."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
