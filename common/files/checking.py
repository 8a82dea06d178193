"""Do the disk and the rows agree? Missing, changed and orphaned files, each named."""

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import Count

from common.models import StoredFile

# A file is moved into place before its row is committed, and a slow upload takes a while.
YOUNG_SECONDS = 3600


@dataclass(frozen=True)
class Finding:
    """Something that is wrong: what (missing, changed, orphan), where under DATA_DIR/files, and in words."""

    what: str
    stored: str
    sentence: str


def models() -> list[type[StoredFile]]:
    """Every model whose rows name files."""
    return [model for model in apps.get_models() if issubclass(model, StoredFile)]


def findings(*, reads_bytes: bool = True) -> Iterator[Finding]:
    """All that is wrong. `reads_bytes` False: sizes are compared, hashes are not."""
    for model in models():
        rows = model.objects.order_by("pk").only("pk", "stored", "size", "sha256", "name")
        for row in rows.iterator(chunk_size=500):
            finding = _look(row, reads_bytes=reads_bytes)
            if finding is not None:
                yield finding
    yield from _orphans()


def duplicates() -> int:
    """How many files are stored more than once: allowed, but good to know."""
    again = (model.objects.order_by().values("sha256").annotate(n=Count("pk")).filter(n__gt=1) for model in models())
    return sum(row["n"] - 1 for rows in again for row in rows)


def _look(row: StoredFile, *, reads_bytes: bool) -> Finding | None:
    what = f"{row._meta.verbose_name} {row.pk} “{row.name}”"
    try:
        with row.path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size != row.size:
                return Finding("changed", row.stored, f"{what}: {size} bytes instead of {row.size}")
            if reads_bytes and hashlib.file_digest(file, "sha256").hexdigest() != row.sha256:
                return Finding("changed", row.stored, f"{what}: its bytes are no longer those that were stored")
    except FileNotFoundError:
        return Finding("missing", row.stored, f"{what}: no such file")
    except OSError as error:
        return Finding("missing", row.stored, f"{what}: cannot be read ({error.strerror})")
    return None


def _orphans() -> Iterator[Finding]:
    """Files that no row names, folder by folder, so that a million files need no memory; young ones are left out."""
    root, old = Path(settings.MEDIA_ROOT), time.time() - YOUNG_SECONDS
    for folder, _folders, names in os.walk(root):
        here = Path(folder).relative_to(root)
        paths = {(here / name).as_posix(): Path(folder) / name for name in names}
        known = _known(list(paths))
        for stored in sorted(paths.keys() - known):
            try:
                changed = paths[stored].lstat().st_mtime
            except FileNotFoundError:
                continue  # an upload that has just ended
            if changed < old:
                yield Finding("orphan", stored, "no row names this file")


def _known(stored: list[str]) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(stored), 500):
        part = stored[start : start + 500]
        for model in models():
            known |= set(model.objects.filter(stored__in=part).values_list("stored", flat=True))
    return known


def delete_orphan(finding: Finding) -> None:
    """Remove a file that no row names, unless one does by now."""
    if finding.what == "orphan" and not _known([finding.stored]):
        (Path(settings.MEDIA_ROOT) / finding.stored).unlink(missing_ok=True)
