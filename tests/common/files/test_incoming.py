"""A file on its way in: hashed, kept by a committed transaction, gone otherwise."""

import errno
import hashlib
import os
from pathlib import Path

import pytest
from django.db import transaction

from common.files import incoming
from common.files.incoming import Incoming, NoRoom
from tests.factories import files as make


def stored(settings) -> list[str]:
    """Everything that lies under the folder of the files."""
    root = Path(settings.MEDIA_ROOT)
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def receive(content: bytes = b"", name: str = "a.pdf") -> Incoming:
    return Incoming.of(name, content or make.pdf())


def test_file_that_nobody_keeps_is_gone(settings):
    with receive() as file:
        assert [name.split("/")[0] for name in stored(settings)] == [".incoming"]
        assert file.sha256 == hashlib.sha256(make.pdf()).hexdigest()
    assert stored(settings) == []


@pytest.mark.django_db(transaction=True)
def test_kept_file_lies_under_a_name_of_ours_with_its_exact_bytes(settings):
    with receive(name="../../công văn.pdf") as file, transaction.atomic():
        described = file.keep("pdf")
    assert stored(settings) == [described["stored"]]
    assert described["stored"].startswith("20/08/")
    assert "ng v" not in described["stored"]
    path = Path(settings.MEDIA_ROOT) / described["stored"]
    assert path.read_bytes() == make.pdf()
    assert described["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (described["name"], described["size"]) == ("công văn.pdf", len(make.pdf()))
    assert not os.access(path, os.X_OK)


def keep_and_fail(file: Incoming) -> None:
    with transaction.atomic():
        file.keep("pdf")
        raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_rolled_back_file_is_gone(settings):
    with receive() as file:
        with pytest.raises(ZeroDivisionError):
            keep_and_fail(file)
        assert [name.split("/")[0] for name in stored(settings)] == ["20"], "it was in its place"
    assert stored(settings) == []


@pytest.mark.django_db(transaction=True)
def test_file_of_a_savepoint_that_is_undone_is_gone(settings):
    with receive() as file, receive() as other, transaction.atomic():
        described = other.keep("pdf")
        with pytest.raises(ZeroDivisionError):
            keep_and_fail(file)
    assert stored(settings) == [described["stored"]]


@pytest.mark.django_db(transaction=True)
def test_outer_transaction_decides(settings):
    def outer(file):
        with transaction.atomic():
            with transaction.atomic():
                file.keep("pdf")
            raise ZeroDivisionError

    with receive() as file, pytest.raises(ZeroDivisionError):
        outer(file)
    assert stored(settings) == []


@pytest.mark.django_db
def test_bytes_are_on_the_disk_before_the_row_is_committed(settings, monkeypatch):
    told = []
    monkeypatch.setattr(os, "fsync", lambda handle: told.append(os.readlink(f"/proc/self/fd/{handle}")))
    with Incoming("a.pdf") as file:
        file.write(make.pdf())
        part = str(file.path)
        described = file.keep("pdf")
        folder = str((Path(settings.MEDIA_ROOT) / described["stored"]).parent)
    assert told[0] == part
    assert told[-1] == folder, "the new name too"
    assert str(settings.MEDIA_ROOT) in told, "and every folder that was made"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_is_told_apart_and_leaves_nothing(settings, monkeypatch, number):
    def full(*_args):
        raise OSError(number, "full")

    with Incoming("a.pdf") as file:
        file.write(make.pdf())
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(NoRoom):
            file.keep("pdf")
        monkeypatch.undo()
    assert stored(settings) == []


def test_room_counts_what_is_to_stay_free(settings, monkeypatch):
    monkeypatch.setattr(incoming.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 1000}))
    settings.FILES_KEEP_FREE = 600
    assert incoming.has_room(400)
    assert not incoming.has_room(401)
