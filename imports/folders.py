"""Where a spreadsheet and what is made of it lie while it is on its way: outside the web root, for some days.

Rows of citizens' one-stop exports may name persons, so nothing is kept once an import is over: the row says what came
of it, the register has the rest.
"""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from common.files.incoming import Incoming
from common.jobs.tending import ROWS_KEPT
from imports.models import Import, ImportState

UPLOAD, CELLS, STAGED, FAULTS, PASSED, REFUSED = "upload", "cells", "staged", "faults", "passed", "refused.xlsx"
LOOSE_AFTER_SECONDS = 3600


def root() -> Path:
    """The folder of all imports."""
    return Path(settings.IMPORTS_ROOT)


@contextmanager
def taken(file: Incoming) -> Iterator[str]:
    """A folder of its own for a file that has arrived, by its name: its bytes are on the disk. It goes again if what is
    done with it fails."""
    name = secrets.token_hex(16)
    folder = root() / name
    folder.mkdir(parents=True, mode=0o700)
    try:
        try:
            os.link(file.path, folder / UPLOAD)
        except OSError:
            # Another disk, or one that knows no links.
            shutil.copyfile(file.path, folder / UPLOAD)
        yield name
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def remove(spreadsheet: Import) -> None:
    """Nothing of the file stays."""
    shutil.rmtree(spreadsheet.path, ignore_errors=True)


def clear() -> int:
    """Give up imports that nobody has touched for some days, and remove folders that no import needs."""
    now, sentence = timezone.now(), _("Nobody went on with it; the file has been removed.")
    old = Import.objects.with_files().filter(uploaded_at__lt=now - timedelta(days=settings.IMPORT_DAYS))
    old = old.exclude(job__state__in=["waiting", "running"])
    # First the rows, then the folders: an import that is open always has its file.
    Import.objects.filter(job__finished__lt=now - ROWS_KEPT + timedelta(days=1)).update(job=None)
    old.update(state=ImportState.CANCELLED, sentence=sentence)
    if not root().is_dir():
        return 0
    needed, removed = set(Import.objects.with_files().values_list("folder", flat=True)), 0
    for entry in root().iterdir():
        if entry.name not in needed and entry.stat().st_mtime < time.time() - LOOSE_AFTER_SECONDS:
            shutil.rmtree(entry, ignore_errors=True)
            removed += 1
    return removed
