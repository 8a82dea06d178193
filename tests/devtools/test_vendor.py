"""Foreign browser code is what was fetched, has its licence, and does not break collectstatic."""

import copy
import re

import pytest

from devtools import vendor


def test_vendor_files_are_unchanged_and_licensed():
    assert vendor.problems(vendor.read(vendor.LIST), vendor.ROOT) == []


def test_vendor_static_files_name_no_source_map():
    files = [*(vendor.ROOT / "static" / "vendor").rglob("*.js"), *(vendor.ROOT / "static" / "vendor").rglob("*.css")]
    assert files
    assert [path for path in files if b"sourceMappingURL" in path.read_bytes()] == []


def test_vendor_every_file_that_a_style_sheet_names_exists():
    named = [
        sheet.parent / address
        for sheet in (vendor.ROOT / "static" / "css").glob("*.css")
        for address in re.findall(r'url\("([^"]+)"\)', sheet.read_text(encoding="utf-8"))
    ]
    assert len(named) > 5
    assert [path for path in named if not path.is_file()] == []


def test_vendor_faces_are_small_enough_for_a_slow_line():
    faces = list((vendor.ROOT / "static" / "vendor").rglob("*.woff2"))
    assert faces
    assert sum(face.stat().st_size for face in faces) <= 80_000


@pytest.fixture
def package(tmp_path):
    """A package of two files as it would stand in a project at `tmp_path`."""
    folder = tmp_path / "static" / "lib-1.0"
    folder.mkdir(parents=True)
    (folder / "lib.js").write_bytes(b"lib()")
    (folder / "LICENSE").write_bytes(b"MIT")
    hashes = {path.name: vendor._hash(path.read_bytes()) for path in folder.iterdir()}
    return {"name": "lib", "version": "1.0", "folder": "static/lib-{version}", "files": [], "sha256": hashes}


def test_vendor_complete_package_has_no_problems(package, tmp_path):
    assert vendor.problems([package], tmp_path) == []


def test_vendor_changed_missing_and_unknown_files_are_named(package, tmp_path):
    folder = vendor.folder_of(package, tmp_path)
    (folder / "lib.js").write_bytes(b"evil()")
    (folder / "LICENSE").unlink()
    (folder / "other.js").write_bytes(b"")
    assert vendor.problems([package], tmp_path) == [
        "lib-1.0/LICENSE is missing",
        "lib-1.0/lib.js was changed",
        "lib-1.0/other.js is not in vendor.toml",
    ]


def test_vendor_package_without_licence_is_named(package, tmp_path):
    unlicensed = copy.deepcopy(package)
    (vendor.folder_of(package, tmp_path) / "LICENSE").unlink()
    del unlicensed["sha256"]["LICENSE"]
    assert vendor.problems([unlicensed], tmp_path) == ["lib-1.0 has no licence"]


@pytest.mark.parametrize("line", [b"//# sourceMappingURL=lib.js.map", b"/*# sourceMappingURL=lib.css.map */"])
def test_vendor_source_map_line_is_stripped(line):
    assert vendor.SOURCE_MAP.sub(b"", b"code()\n" + line + b"\n") == b"code()\n"
