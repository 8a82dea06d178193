"""A file on its way in: to the disk of the kept files at once, hashed as it is written, gone again unless it is kept.

The temporary file lies under DATA_DIR/files/.incoming, so that keeping it is a rename. Whatever is not kept by a
committed transaction is removed when the request closes its files; what a crash leaves, `verify_files` finds.
"""

import errno
import hashlib
import logging
import os
import secrets
import shutil
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.db import transaction
from django.utils.translation import gettext as _

from common import clock, display
from common.files import names

logger = logging.getLogger(__name__)
FOLDER = ".incoming"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NoRoom(OSError):
    """The disk is full, or nearly so."""


def has_room(bytes_: int = 0) -> bool:
    """Whether the disk of the files takes so many bytes more and keeps what the rest of the system needs."""
    root = Path(settings.MEDIA_ROOT)
    while not root.exists():
        root = root.parent
    return shutil.disk_usage(root).free - bytes_ >= settings.FILES_KEEP_FREE


class Incoming(UploadedFile):
    """One file being received. Use as a context manager, or leave the closing to the request."""

    def __init__(self, name: str):
        folder = Path(settings.MEDIA_ROOT) / FOLDER
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        self.path = folder / f"{secrets.token_hex(16)}.part"
        self._hash, self._is_kept = hashlib.sha256(), False
        super().__init__(self.path.open("xb"), names.harmless(name), size=0)

    @classmethod
    def of(cls, name: str, content: bytes) -> "Incoming":
        """A file whose bytes are at hand."""
        incoming = cls(name)
        incoming.write(content)
        incoming.complete()
        return incoming

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, piece: bytes) -> None:
        """Append; NoRoom if the disk will not take it."""
        try:
            self.file.write(piece)
        except OSError as error:
            raise _no_room(error) from error
        self._hash.update(piece)
        self.size += len(piece)

    def complete(self) -> None:
        """Everything has been written: bring it to the disk, not only to its cache. NoRoom as above."""
        if self.file.closed:
            return
        try:
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
        except OSError as error:
            raise _no_room(error) from error

    def keep(self, kind: str) -> dict:
        """Move the bytes to their place and return what a common.models.StoredFile says of them.

        Call in the transaction that writes the row: if it is rolled back, the file goes when this one is closed.
        """
        token = self.path.stem
        stored = f"{clock.today():%y/%m}/{token[:2]}/{token}{names.ENDINGS[kind][0]}"
        target = Path(settings.MEDIA_ROOT) / stored
        self.complete()
        try:
            _make_folders(target.parent)
            os.replace(self.path, target)
            _sync(target.parent)
        except OSError as error:
            raise _no_room(error) from error
        self.path = target
        transaction.on_commit(self._stay)
        return {
            "name": names.file_name(self.name, kind), "kind": kind, "stored": stored, "size": self.size,
            "sha256": self.sha256,
        }  # fmt: skip

    def _stay(self) -> None:
        self._is_kept = True

    def close(self) -> None:
        """Let go of the file; its bytes go too unless a committed row names them."""
        try:
            self.file.close()
        except OSError:
            # The last buffer did not fit on the disk: whoever needs the bytes has seen that from `complete`.
            logger.info("an incoming file could not be written to its end")
        if not self._is_kept:
            self.path.unlink(missing_ok=True)


class LimitedUploads(FileUploadHandler):
    """Receives files one by one within the limits. What was refused stands in `problems`, ready for the form."""

    def __init__(self, request=None):
        super().__init__(request)
        self.problems: list[str] = []
        self.is_full = False
        # Not `file`: Django closes an attribute of that name at moments of its own.
        self._current: Incoming | None = None
        self._taken = 0

    def new_file(self, *args, **kwargs):
        """Open the temporary file; past the number of files at once nothing more is written."""
        super().new_file(*args, **kwargs)
        if self._taken >= settings.FILES_AT_ONCE:
            limit = display.number(settings.FILES_AT_ONCE)
            sentence = _("At most %(limit)s files can be sent at once. Send the rest afterwards.") % {"limit": limit}
            self.problems.extend([sentence] if sentence not in self.problems else [])
            raise SkipFile
        self._taken += 1
        with self._room():
            self._current = Incoming(self.file_name)

    def receive_data_chunk(self, raw_data, start):
        """Write; stop at the limit of a file."""
        if start + len(raw_data) > settings.FILE_BYTES:
            self.problems.append(_too_large(self.file_name))
            self.close()
            raise SkipFile
        with self._room():
            self._current.write(raw_data)

    def file_complete(self, file_size):
        """The file, for request.FILES."""
        done, self._current = self._current, None
        return done

    def upload_interrupted(self):
        """The body ended in the middle of a file: what had come before it is not kept either."""
        if self._current is None:
            return  # the last file was refused, which Django takes for a break
        self.problems.append(
            str(_("The connection broke off before everything had arrived. Nothing has been saved; send it once more."))
        )
        self.close()

    def close(self) -> None:
        """Let go of a file that was being received when the request broke off; those that arrived are Django's."""
        if self._current is not None:
            self._current.close()
            self._current = None

    def _room(self):
        return _Room(self)


class _Room:
    """Turns a full disk into the end of the upload: what has come is closed, the rest of the body is thrown away."""

    def __init__(self, handler: LimitedUploads):
        self.handler = handler

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, OSError):
            logger.error("an upload found no room on the disk: %s", error)
            self.handler.is_full = True
            self.handler.close()
            raise StopUpload(connection_reset=False) from error


class NoUploads(FileUploadHandler):
    """For all pages that take no files: whatever comes is thrown away as it arrives."""

    def new_file(self, *args, **kwargs):
        """Refuse it."""
        raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        """Never called."""

    def file_complete(self, file_size):
        """Never called."""


def _no_room(error: OSError) -> OSError:
    return NoRoom(*error.args) if error.errno in _FULL else error


def _too_large(name: str) -> str:
    """What to do about a file that is larger than all that are taken."""
    sentence = _("“%(name)s” is larger than %(limit)s. Reduce it (scan in black and white, at 200 dpi) or split it.")
    if name.lower().endswith(names.TABLES):
        sentence = _(
            "“%(name)s” is larger than %(limit)s. Split the table into several files; a CSV file is smaller when it is "
            "saved as XLSX."
        )
    return sentence % {"name": names.shown(name), "limit": display.size(settings.FILE_BYTES)}


def _make_folders(folder: Path) -> None:
    """Make what is missing and have each new name on the disk."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    for one in missing:
        _sync(one.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
