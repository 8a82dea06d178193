"""A backup of a living system, restored into an empty place, is whole; a damaged one touches nothing."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from common import backups

ROOT = Path(__file__).resolve().parents[2]
MAKE = """
from accounts.models import User
from common import audit
User.objects.create_user("tacuty", "mot mat khau rat dai 2020")
for number in range(50):
    with audit.event(by=None, action="test.done") as event:
        event.changed(User.objects.get(), before={"n": number}, after={"n": number + 1})
audit.seal()
"""
COUNT = """
from accounts.models import User
from common.models import AuditSeal
print(User.objects.count(), AuditSeal.objects.count())
"""


class Site:
    """One installation: a database and a data folder of its own, driven by manage.py as an operator would."""

    def __init__(self, folder: Path, database_url: str):
        self.folder = folder
        self.environment = os.environ | {
            "BACHA_PROFILE": "development", "DATA_DIR": str(folder), "DATABASE_URL": database_url, "BACHA_TODAY": "",
        }  # fmt: skip

    def manage(self, *arguments, ok=True):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert (done.returncode == 0) is ok, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def sites(tmp_path, request):
    """A filled and an empty installation on the database that the tests run on."""
    if connection.vendor == "sqlite":
        urls = [f"sqlite:///{tmp_path}/{name}/db.sqlite3" for name in ("old", "new")]
        yield [Site(tmp_path / name, url) for name, url in zip(("old", "new"), urls, strict=True)]
        return
    request.getfixturevalue("django_db_blocker").unblock()
    config = settings.DATABASES["default"]
    # The host may be the folder of a unix socket.
    where = f"{config['USER']}:{config['PASSWORD']}@{quote(config['HOST'], safe='')}:{config['PORT']}"
    names = [f"bacha_backup_{os.getpid()}_{name}" for name in ("old", "new")]
    with connection._nodb_cursor() as cursor:
        for name in names:
            cursor.execute(f"CREATE DATABASE {name}")
    yield [Site(tmp_path / name, f"postgres://{where}/{name}") for name in names]
    with connection._nodb_cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.each
def test_backup_restores_rows_files_and_audit(sites, tmp_path):
    old, new = sites
    old.manage("migrate", "-v0")
    old.manage("shell", "-c", MAKE)
    stored = old.folder / "files" / "2020" / "công văn.pdf"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"%PDF-1.4 test")
    archive = tmp_path / "backup.tar"
    old.manage("backup", str(archive))
    assert "0 findings" in new.manage("restore", str(archive))
    people, seals = new.manage("shell", "-v0", "-c", COUNT).split()[-2:]
    assert (people, seals) == tuple(old.manage("shell", "-v0", "-c", COUNT).split()[-2:])
    assert (people, int(seals) >= 50) == ("1", True)
    assert (new.folder / "files" / "2020" / "công văn.pdf").read_bytes() == b"%PDF-1.4 test"
    assert "not empty" in new.manage("restore", str(archive), ok=False)
    assert "restored" in new.manage("restore", "--replace", str(archive))


def flip(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


DAMAGE = {
    "flipped": flip,
    "truncated": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "foreign": lambda data: b"x" * 999,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damaged_backup_is_refused(damage, tmp_path):
    member = tmp_path / "database.sqlite3"
    member.write_bytes(os.urandom(50_000))
    manifest = {"format": 1, "database": "sqlite", "members": {member.name: backups._describe(member)}}
    archive = tmp_path / "backup.tar"
    backups._write_archive(archive, manifest, {member.name: member})
    archive.write_bytes(damage(archive.read_bytes()))
    with pytest.raises(backups.BackupError):
        backups._unpack(archive, tmp_path / "out")


def test_whole_backup_is_accepted(tmp_path):
    member = tmp_path / "database.sqlite3"
    member.write_bytes(os.urandom(50_000))
    manifest = {"format": 1, "database": "sqlite", "members": {member.name: backups._describe(member)}}
    archive = tmp_path / "backup.tar"
    backups._write_archive(archive, manifest, {member.name: member})
    assert backups._unpack(archive, tmp_path / "out") == manifest


def test_backup_never_overwrites_a_file(tmp_path):
    path = tmp_path / "backup.tar"
    path.write_bytes(b"yesterday's")
    with pytest.raises(backups.BackupError, match="exists already"):
        backups.backup(path)
    assert path.read_bytes() == b"yesterday's"
