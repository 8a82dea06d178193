from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    """The kinds of files that are taken in; the content decides, never the name or what the browser says."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word (DOCX)"
    XLSX = "xlsx", "Excel (XLSX)"
    PPTX = "pptx", "PowerPoint (PPTX)"
    ODT = "odt", _("OpenDocument text (ODT)")
    ODS = "ods", _("OpenDocument spreadsheet (ODS)")
    JPEG = "jpeg", _("picture (JPEG)")
    PNG = "png", _("picture (PNG)")
    TIFF = "tiff", _("picture (TIFF)")


class StoredFile(models.Model):
    """A file under DATA_DIR/files: its row says where it lies and what it must be, to the byte.

    `manage.py verify_files` reads every model that derives from this one; a file that none of them names is an orphan.
    """

    # As people know it, made harmless by common.files.names; always with the ending of its kind.
    name = models.CharField(_("file name"), max_length=255)
    kind = models.CharField(_("kind of file"), max_length=5, choices=FileKind)
    # Below DATA_DIR/files, with slashes: "20/07/3f/3f0c….pdf". Given by the system, never by the client.
    stored = models.CharField(_("stored as"), max_length=60, unique=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        abstract = True

    @property
    def path(self) -> Path:
        """Where the bytes lie on this machine."""
        return Path(settings.MEDIA_ROOT) / self.stored
