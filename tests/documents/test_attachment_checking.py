"""manage.py verify_files names each thing that is wrong, and backups take the files along."""

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from common import backups
from common.files import checking
from common.files.incoming import FOLDER
from tests.factories import communes as make
from tests.factories import documents as docs
from tests.factories import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    """Three files of one entry, all whole."""
    document = docs.make_document(make.make_unit("Tả Củ Tỷ"))
    return [files.make_attachment(document, f"{number}.pdf") for number in range(3)]


def run(*arguments) -> tuple[str, bool]:
    """What the command says, and whether it found everything in order."""
    out = StringIO()
    try:
        call_command("verify_files", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue(), error.returncode != 1
    return out.getvalue(), True


def orphan(settings, name="20/07/zz/lost.pdf", *, age=7200) -> Path:
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_whole_files_are_in_order(kept):
    said, is_fine = run()
    assert is_fine
    assert said == "3 files, 0 of them stored once more; findings: 0 missing, 0 changed, 0 orphan\n"


def test_each_kind_of_damage_is_named(kept, settings):
    flipped = bytearray(kept[0].path.read_bytes())
    flipped[100] ^= 1
    kept[0].path.write_bytes(flipped)
    kept[1].path.unlink()
    orphan(settings)
    said, is_fine = run()
    assert not is_fine
    assert f"changed: {kept[0].stored}: " in said
    assert f"missing: {kept[1].stored}: " in said
    assert "orphan: 20/07/zz/lost.pdf: " in said
    assert kept[2].stored not in said
    assert said.endswith("findings: 1 missing, 1 changed, 1 orphan\n")


def test_quick_look_sees_sizes_but_no_flipped_bit(kept):
    content = kept[0].path.read_bytes()
    kept[0].path.write_bytes(content[:-1] + b"x")
    assert run("--quick")[1]
    kept[0].path.write_bytes(content + b"x")
    said, is_fine = run("--quick")
    assert not is_fine
    assert f"{len(content) + 1} bytes instead of {len(content)}" in said


def test_upload_on_its_way_is_no_orphan_and_one_that_was_left_is(kept, settings):
    orphan(settings, f"{FOLDER}/abc.part", age=60)
    assert run()[1]
    orphan(settings, f"{FOLDER}/abc.part")
    assert "orphan: .incoming/abc.part" in run()[0]


def test_orphans_are_deleted_when_asked_and_files_with_a_row_never(kept, settings):
    path = orphan(settings)
    said, is_fine = run("--delete-orphans")
    assert (is_fine, path.exists()) == (True, False)
    assert "deleted: 20/07/zz/lost.pdf" in said
    checking.delete_orphan(checking.Finding("orphan", kept[0].stored, "a row came meanwhile"))
    assert kept[0].path.exists()


def test_same_bytes_in_two_entries_are_counted(kept):
    other = docs.make_document(kept[0].unit)
    files.make_attachment(other, content=kept[0].path.read_bytes())
    assert "4 files, 1 of them stored once more" in run()[0]


def test_backup_lists_the_files_and_leaves_uploads_on_their_way_out(kept, settings):
    orphan(settings, f"{FOLDER}/abc.part", age=0)
    members = backups._stored_files()
    assert set(members) == {f"files/{row.stored}" for row in kept}
    kept[0].path.unlink()
    described = backups._described(members)
    assert set(described) == set(members) == {f"files/{row.stored}" for row in kept[1:]}
    assert described[f"files/{kept[1].stored}"]["sha256"] == kept[1].sha256
