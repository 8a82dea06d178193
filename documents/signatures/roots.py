"""The certificates that signatures are judged by: a folder that the administrator fills. Nothing is shipped."""

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

ENDINGS = frozenset({".pem", ".crt", ".cer", ".der"})
# A certificate takes a few kilobytes; whatever is larger is something else.
LARGEST = 1024 * 1024


@dataclass(frozen=True)
class Roots:
    """What stands in the files, base64, and a short hash of all of it; the hash is empty without any file."""

    files: tuple[str, ...] = ()
    fingerprint: str = ""


def configured() -> Roots:
    """The root certificates as they lie there now; a missing folder is an empty one."""
    contents = sorted(path.read_bytes() for path in _files(Path(settings.SIGNATURE_ROOTS_DIR)))
    if not contents:
        return Roots()
    every = hashlib.sha256(b"".join(hashlib.sha256(content).digest() for content in contents))
    return Roots(tuple(base64.b64encode(content).decode() for content in contents), every.hexdigest()[:16])


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [
        path
        for path in folder.iterdir()
        if path.suffix.lower() in ENDINGS and path.is_file() and path.stat().st_size <= LARGEST
    ]
