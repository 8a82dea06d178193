"""The guard of the worker beside `dev.py run`: it starts it again, and ends with the web server."""

import os
import subprocess
import sys
import time

from devtools import serve, worker
from devtools.shell import ROOT

GUARD = """
import sys
from devtools import worker
worker.FIRST_WAIT = 0.1
worker.LOOK_SECONDS = 0.05
worker.keep(int(sys.argv[1]), [sys.executable, "-c", sys.argv[2]])
"""
# A web server that has a guard for a child, and lives until somebody kills it.
SERVER = """
import os, subprocess, sys, time
subprocess.Popen([sys.executable, "-c", sys.argv[1], str(os.getpid()), sys.argv[2]])
time.sleep(60)
"""


def until(condition, seconds: int = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def pids(note) -> list[int]:
    return [int(line) for line in note.read_text().split()] if note.exists() else []


def start(note, then: str) -> subprocess.Popen:
    work = f"import os, time; open({str(note)!r}, 'a').write(str(os.getpid()) + '\\n'); {then}"
    return subprocess.Popen([sys.executable, "-c", SERVER, GUARD, work], cwd=ROOT, stdout=subprocess.DEVNULL)


def test_worker_that_ends_is_started_again(tmp_path):
    server = start(tmp_path / "note", "raise SystemExit(3)")
    until(lambda: len(pids(tmp_path / "note")) >= 3)
    server.kill()
    server.wait()


def test_worker_ends_with_the_web_server_even_if_that_is_killed(tmp_path):
    server = start(tmp_path / "note", "time.sleep(60)")
    until(lambda: pids(tmp_path / "note"))
    (pid,) = pids(tmp_path / "note")
    assert is_alive(pid)
    server.kill()
    server.wait()
    until(lambda: not is_alive(pid))


def test_worker_that_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(worker, "STOP_SECONDS", 0.5)
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE)
    process.stdout.readline()
    worker.stop(process)
    process.stdout.close()
    assert process.returncode == -9


def test_development_profile_has_no_worker(monkeypatch):
    started = []
    monkeypatch.setattr(serve.subprocess, "Popen", lambda command, env: started.append(command))
    serve._start_worker("python", {"BACHA_PROFILE": "development"})
    assert started == []
    serve._start_worker("python", {"BACHA_PROFILE": "demo"})
    assert started[0][:3] == ["python", "-m", "devtools.worker"]
