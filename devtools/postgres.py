"""A private PostgreSQL cluster for the tests: in a temporary folder, reached by a unix socket, gone afterwards."""

import contextlib
import glob
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from devtools.shell import stop

PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
# No fsync: the tests' data need not survive a power cut. 200 connections: some tests bring 50 clients.
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "200",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "timezone": "'Asia/Ho_Chi_Minh'",
}
LOCALES = ("C.UTF-8", "C")


def programs() -> Path | None:
    """The folder of the server's programs (newest version), or None. Debian keeps them out of PATH."""
    on_path = shutil.which("initdb")
    folders = [os.path.dirname(os.path.realpath(on_path))] if on_path else []
    for pattern in PLACES:
        folders += sorted(glob.glob(pattern), key=_version, reverse=True)
    for folder in folders:
        if all(os.access(os.path.join(folder, name), os.X_OK) for name in ("initdb", "pg_ctl", "postgres")):
            return Path(folder)
    return None


def _version(folder: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", folder)]


@contextlib.contextmanager
def cluster(binaries: Path, *, durable: bool = False) -> Iterator[str]:
    """Start a server and give its DATABASE_URL; stop it and remove its folder at the end, whatever happens.

    `durable`: with fsync, as real servers run; for measurements.
    """
    # /tmp: the path of a unix socket may not be longer than about 100 characters.
    folder = Path(tempfile.mkdtemp(prefix="bacha-pg-", dir="/tmp"))
    as_owner = _as_owner(folder)
    try:
        _create(binaries, folder, as_owner, durable=durable)
        _run([*as_owner, binaries / "pg_ctl", "start", "--wait", "-D", folder / "data", "-l", folder / "log"], folder)
        yield f"postgres://postgres@{quote(str(folder), safe='')}/postgres"
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            stopping = [*as_owner, binaries / "pg_ctl", "stop", "--wait", "--mode=immediate", "-D", folder / "data"]
            subprocess.run(stopping, cwd=folder, capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _as_owner(folder: Path) -> list[str]:
    """The server refuses to run as root: then it runs as the user postgres, who gets the folder."""
    if os.geteuid() != 0:
        return []
    try:
        shutil.chown(folder, "postgres")
    except LookupError:
        shutil.rmtree(folder)
        stop("PostgreSQL refuses to be started by root, and there is no user named postgres to start it instead.")
    return ["runuser", "-u", "postgres", "--"]


def _create(binaries: Path, folder: Path, as_owner: list[str], *, durable: bool) -> None:
    """C.UTF-8 sorts like SQLite, and is what docs/deploy.md asks for; where it is missing, C does too."""
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]
    for locale in LOCALES:
        command = [*as_owner, binaries / "initdb", *options, f"--locale={locale}", "-D", folder / "data"]
        made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if made.returncode == 0:
            break
        shutil.rmtree(folder / "data", ignore_errors=True)
    else:
        stop(f"a PostgreSQL cluster for the tests could not be made:\n{made.stderr.strip()}")
    chosen = SETTINGS | ({"fsync": "on", "full_page_writes": "on"} if durable else {})
    lines = [f"{name} = {value}" for name, value in chosen.items()] + [f"unix_socket_directories = '{folder}'"]
    with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("\n".join(["", *lines, ""]))


def _run(command: list, folder: Path) -> None:
    # Output to nowhere, not to a pipe: the server would keep the pipe open and the call would never end.
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        log = folder / "log"
        tail = log.read_text(errors="replace")[-2000:] if log.exists() else "it left no log."
        stop(f"PostgreSQL did not start:\n{tail}")
