from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.models import FileKind, StoredFile
from common.text import one_line
from communes.models import ScopedQuerySet, Unit, Versioned
from communes.models.base import one_of
from documents.models.document import Document


class AttachmentQuerySet(ScopedQuerySet):
    def current(self):
        """Neither replaced by a newer version nor withdrawn."""
        return self.filter(replaced_by__isnull=True, withdrawn_at__isnull=True)

    def served(self):
        """Those that can be downloaded: old versions too, withdrawn files not."""
        return self.filter(withdrawn_at__isnull=True)

    def for_document(self):
        """In the order of a page: current ones first, then older versions, what was withdrawn last."""
        first = [F(name).asc(nulls_first=True) for name in ("withdrawn_at", "replaced_by_id")]
        return self.select_related("added_by", "withdrawn_by").order_by(*first, "pk")

    def stored_in(self, unit: Unit) -> int:
        """Bytes that the files of a unit take on the disk, whatever has become of them."""
        return self.filter(unit=unit).aggregate(bytes=models.Sum("size"))["bytes"] or 0


class Attachment(StoredFile, Versioned):
    """A file kept with an entry of the register. Its bytes never change: a newer version is a file of its own."""

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="attachments", verbose_name=_("document"), editable=False
    )
    # The document's unit, which never changes: scope without a join.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"), editable=False)
    added_at = models.DateTimeField(_("time of attaching"), editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("added by"),
        editable=False,
    )  # fmt: skip
    replaced_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by"),
        editable=False,
    )  # fmt: skip
    withdrawn_at = models.DateTimeField(_("time of withdrawing"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("withdrawn by"), editable=False,
    )  # fmt: skip
    withdraw_reason = models.CharField(_("reason for withdrawing"), max_length=300, blank=True)

    # Where the bytes lie concerns nobody who reads the trail; what they are does.
    AUDIT_EXCLUDE = ("version", "stored")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        ordering = ["document", "id"]
        indexes = [models.Index(fields=["unit", "size"], name="documents_attachment_quota")]
        constraints = [
            one_of("kind", FileKind, message=_("Files of this kind are not taken.")),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="%(app_label)s_%(class)s_name_given",
                violation_error_message=_("A file has a name."),
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1),
                name="%(app_label)s_%(class)s_not_empty",
                violation_error_message=_("The file is empty. Choose another one."),
            ),
            models.UniqueConstraint(
                fields=["document", "sha256"],
                condition=Q(replaced_by__isnull=True, withdrawn_at__isnull=True),
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This very file is attached to the document already."),
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                name="%(app_label)s_%(class)s_not_its_own_successor",
                violation_error_message=_("A file is replaced by another one, not by itself."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason="")),
                name="%(app_label)s_%(class)s_withdrawn_with_reason",
                violation_error_message=_("Say why the file is withdrawn."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.withdraw_reason = one_line(self.withdraw_reason)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("documents:document-detail", args=[self.document_id])

    @property
    def is_current(self) -> bool:
        return self.replaced_by_id is None and self.withdrawn_at is None
