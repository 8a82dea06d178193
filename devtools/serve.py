"""`dev.py run`: from a bare checkout to a page in the browser."""

import os
import socket
import subprocess
import sys

from devtools import venv
from devtools.shell import ROOT, must, say, stop

PASSWORD = "bacha-demo-2020"
LOGINS = {
    "admin": "administrator (quản trị)",
    "chutich": "leader of the district (lãnh đạo huyện)",
    "vhtt": "reviewer, Phòng Văn hóa và Thông tin",
    "vanphong": "approves the reviewing office, Văn phòng HĐND và UBND",
    "thanhtra": "auditor (thanh tra)",
    "tacuty": "official of Tả Củ Tỷ",
    "tacuty.ct": "head of Tả Củ Tỷ",
    "banpho": "official of Bản Phố",
    "noivu": "official of Phòng Nội vụ",
    "nghiviec": "deactivated: may not log in",
}


def run(arguments: list[str]) -> int:
    """Prepare the database, start the worker's guard, then become the web server: Ctrl-C and kill reach it directly."""
    if arguments:
        stop(f"run takes no arguments (the port is taken from PORT), not {' '.join(arguments)}.")
    port = _port()
    _refuse_busy(port)
    python = venv.ensure("runtime")
    env = _environment()
    say("Preparing the database …")
    must([python, "-m", "devtools.prepare"], "the database is not ready (see above).", env=env)
    _greet(port, env)
    os.chdir(ROOT)
    _start_worker(python, env)
    os.execve(python, [str(python), "-m", "gunicorn"], env | {"PORT": str(port)})


def _start_worker(python, env: dict[str, str]) -> None:
    """Background work in a process of its own (devtools/worker.py), which ends with this one."""
    if env.get("JOBS_MODE", "worker" if env["BACHA_PROFILE"] != "development" else "inline") == "worker":
        subprocess.Popen([python, "-m", "devtools.worker", str(os.getpid())], env=env)


def _port() -> int:
    raw = os.environ.get("PORT", "").strip() or "8000"
    if not raw.isdecimal() or not 1 <= int(raw) <= 65535:
        stop(f"PORT must be a number from 1 to 65535, not {raw!r}.")
    return int(raw)


def _refuse_busy(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            stop(f"port {port} needs the rights of root; choose another one, for example: PORT=8001 python3 dev.py run")
        except OSError:
            stop(
                f"port {port} is in use by another program (perhaps this one, started before). Stop it, "
                f"or choose another port: PORT={port + 1 if port < 65535 else 8000} python3 dev.py run"
            )


def _environment() -> dict[str, str]:
    """The demo profile on its fixed day with static files as in production, unless the environment says otherwise."""
    env = {"BACHA_PROFILE": "demo", "DJANGO_SETTINGS_MODULE": "bacha.settings", **os.environ}
    if env["BACHA_PROFILE"] == "demo":
        env.setdefault("BACHA_TODAY", "2020-08-03")
        env.setdefault("STATIC_FILES", "collected")
    return env


def _greet(port: int, env: dict[str, str]) -> None:
    say(f"\nbacha serves on http://127.0.0.1:{port} (Ctrl-C stops it).")
    if env["BACHA_PROFILE"] != "demo":
        return
    say(f"Demo logins, all with the password {PASSWORD}:")
    for name, what in LOGINS.items():
        say(f"  {name:<10} {what}")
    say("")
    sys.stdout.flush()
