"""Where results of background work lie: outside the web root, under names that nobody can guess, for some days."""

import hashlib
import secrets
import shutil
from pathlib import Path

from django.conf import settings

from common.models import Job


def root() -> Path:
    """The folder of all results."""
    return Path(settings.JOBS_ROOT)


def work_folder(job: Job) -> Path:
    """An empty folder for one attempt at a piece of work."""
    folder = root() / f"work-{job.pk}-{job.attempt}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return folder


def keep(job: Job, file: Path) -> tuple[str, str]:
    """Put a finished file among the results; returns (name that it is stored under, SHA-256)."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    name = f"{job.pk}-{secrets.token_hex(16)}{file.suffix}"
    file.rename(root() / name)
    return name, digest


def path_of(job: Job) -> Path:
    """Where the result of a piece of work lies."""
    return root() / Path(job.stored_as).name


def clear(keep_names: set[str], running: set[str], *, older_than: float) -> int:
    """Remove results that no work names and folders of work that nobody does, if untouched since (POSIX seconds)."""
    if not root().is_dir():
        return 0
    removed = 0
    for entry in root().iterdir():
        if entry.name in keep_names or entry.name in running or entry.stat().st_mtime > older_than:
            continue
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
        removed += 1
    return removed
