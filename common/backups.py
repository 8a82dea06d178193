"""Backup and restore of the database and the stored files in one archive, on SQLite and PostgreSQL.

An archive is a tar: manifest.json first (version, database, SHA-256 and size of every member), then the database and
the files. It is written beside its place and renamed when whole, so that a file of that name is always a whole backup.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from common.files.incoming import FOLDER

FORMAT = 1
DATABASE_NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


class BackupError(Exception):
    """The backup cannot be made, or this file cannot be restored here; the message says why and what to do."""


def backup(path: Path) -> dict:
    """Write a backup to `path` while the system runs on; returns the manifest."""
    if path.exists():
        raise BackupError(f"{path} exists already; choose another name.")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        database = Path(folder) / DATABASE_NAMES[connection.vendor]
        {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}[connection.vendor](database)
        members = {database.name: database} | _stored_files()
        manifest = {
            "format": FORMAT,
            "database": connection.vendor,
            "made_at": timezone.now().isoformat(),
            "members": _described(members),
        }
        draft = Path(folder) / "draft.tar"
        _write_archive(draft, manifest, members)
        os.replace(draft, path)
    _sync_folder(path.parent)
    return manifest


def restore(path: Path, *, replace: bool = False) -> dict:
    """Restore a backup into an empty database (or over the present one with `replace`); returns the manifest.

    The whole archive is checked before anything is touched; BackupError if it is damaged or does not fit.
    """
    with tempfile.TemporaryDirectory(prefix="restore-") as folder:
        manifest = _unpack(path, Path(folder))
        if manifest["database"] != connection.vendor:
            raise BackupError(f"This backup is of {manifest['database']}; DATABASE_URL names {connection.vendor}.")
        if not replace and _has_tables():
            raise BackupError("The database is not empty. Restore into an empty one, or say --replace.")
        database = Path(folder) / DATABASE_NAMES[connection.vendor]
        {"sqlite": _load_sqlite, "postgresql": _load_postgresql}[connection.vendor](database)
        _load_files(Path(folder) / "files")
    return manifest


# --- The archive -----------------------------------------------------------------------------------------------------


def _stored_files() -> dict[str, Path]:
    """Listed after the database was copied: every file that a copied row names is among them."""
    root = Path(settings.MEDIA_ROOT)
    names = (path.relative_to(root) for path in sorted(root.rglob("*")) if path.is_file())
    return {f"files/{name.as_posix()}": root / name for name in names if name.parts[0] != FOLDER}


def _described(members: dict[str, Path]) -> dict[str, dict]:
    """Size and hash of each; a file whose transaction was rolled back since the listing has gone, and is left out."""
    found = {}
    for name in list(members):
        try:
            found[name] = _describe(members[name])
        except FileNotFoundError:
            del members[name]
    return found


def _describe(path: Path) -> dict:
    with path.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "size": path.stat().st_size}


def _write_archive(path: Path, manifest: dict, members: dict[str, Path]) -> None:
    text = Path(path.parent) / "manifest.json"
    text.write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
    with path.open("wb") as raw:
        with tarfile.open(fileobj=raw, mode="w") as archive:
            archive.add(text, "manifest.json")
            for name, member in members.items():
                archive.add(member, name)
        raw.flush()
        os.fsync(raw.fileno())


def _unpack(path: Path, folder: Path) -> dict:
    try:
        with tarfile.open(path, "r:") as archive:
            archive.extractall(folder, filter="data")
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        members = manifest["members"]
    except (OSError, tarfile.TarError, ValueError, KeyError, EOFError) as error:
        raise BackupError(f"{path} is not a whole backup of this system ({error}).") from error
    if manifest.get("format") != FORMAT:
        raise BackupError(f"{path} has backup format {manifest.get('format')}; this version reads {FORMAT}.")
    for name, described in members.items():
        member = folder / name
        if not member.is_file() or _describe(member) != described:
            raise BackupError(f"{path} is damaged: {name} is not what the manifest says. Take another backup.")
    return manifest


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _load_files(folder: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    if root.exists():
        shutil.rmtree(root)
    root.mkdir(parents=True)
    if folder.is_dir():
        shutil.copytree(folder, root, dirs_exist_ok=True)


# --- SQLite ----------------------------------------------------------------------------------------------------------


def _dump_sqlite(target: Path) -> None:
    # The backup API gives a whole state while others write; a plain copy of the file loses what is in the WAL.
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _load_sqlite(source: Path) -> None:
    with closing(sqlite3.connect(source)) as stored:
        verdict = stored.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise BackupError(f"The database in the backup is damaged: {verdict}")
        connection.ensure_connection()
        stored.backup(connection.connection)
    connection.close()


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


def _dump_postgresql(target: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def _load_postgresql(source: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()
    _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(source))


def _run(program: str, *arguments: str) -> None:
    config = connection.settings_dict
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"{program} is not installed; install the PostgreSQL client programs.")
    environment = os.environ | {"PGPASSWORD": config["PASSWORD"] or ""}
    where = [
        f"--{name}={value}"
        for name, value in (
            ("host", config["HOST"]),
            ("port", config["PORT"]),
            ("username", config["USER"]),
            ("dbname", config["NAME"]),
        )
        if value
    ]
    done = subprocess.run([found, *where, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()[-500:]}")


def _has_tables() -> bool:
    return bool(connection.introspection.table_names())
