from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from common import clock
from common.markup import record_address
from common.text import one_line
from communes.models import Counted, ScopedQuerySet, Section, Unit, Versioned
from communes.models.base import not_negative, one_of
from communes.scope import scope_of
from documents import search_index, words
from documents.models.choices import (
    Circulation,
    Direction,
    DocumentState,
    Medium,
    Proof,
    ShownSignature,
    Signature,
    Urgency,
)
from documents.words import Query


class DocumentTypeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The catalogue is the decree's: everybody sees it."""
        return self


class DocumentType(models.Model):
    """One of the 29 kinds of administrative documents (NĐ 30/2020/NĐ-CP, Art. 7)."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    # Công văn and thư công have none; nothing is invented for them (domain.md 3.1).
    abbreviation = models.CharField(_("abbreviation"), max_length=10, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = DocumentTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of document")
        verbose_name_plural = _("kinds of documents")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="%(app_label)s_%(class)s_number_positive",
                violation_error_message=_("A number cannot be below zero."),
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name, self.abbreviation = one_line(self.name), one_line(self.abbreviation)
        super().save(*args, **kwargs)


class Inline(models.Value):
    """A constant that stands in the SQL itself: SQLite takes a partial index only if it reads its condition there."""

    def as_sql(self, compiler, connection):
        """The word between quotes; only for words of our own."""
        return f"'{self.value}'", []


# What waits for somebody: the conditions of partial indexes, which the methods below must meet word for word.
_OPEN = Q(completed_on__isnull=True, cancelled=False)
OPEN_DATED = _OPEN & Q(due_on__isnull=False)
OPEN_UNDATED = _OPEN & Q(due_on__isnull=True, direction="incoming")


class DocumentQuerySet(ScopedQuerySet):
    # Scope by `unit` alone covers what was passed on: only a successor handles another unit's document, and everybody's
    # scope holds the predecessors of its units. An OR over both columns costs both databases their index.

    def incoming(self):
        return self.filter(direction=Direction.INCOMING)

    def outgoing(self):
        return self.filter(direction=Direction.OUTGOING)

    def unfinished(self):
        """Incoming documents that nobody has finished, with a deadline or without."""
        return self.filter(direction=Direction.INCOMING, completed_on__isnull=True, cancelled=False)

    def unresolved(self):
        """Incoming documents with a deadline that nobody has finished."""
        return self.unfinished().filter(due_on__isnull=False)

    def without_deadline(self):
        """Incoming documents that nobody has finished and that need not be: no deadline was given."""
        return self.filter(
            direction=Inline(Direction.INCOMING.value), completed_on__isnull=True, cancelled=False, due_on__isnull=True
        )

    def handled_within(self, user):
        """What the person's units handle, be it that it arrived at one that they took over; part of `visible_to`."""
        ids = scope_of(user).readable
        return self if ids is None else self.filter(handling_unit_id__in=ids)

    def overdue(self, *, on: date):
        return self.unresolved().filter(due_on__lt=on)

    def due_on_day(self, day: date):
        """Unresolved, and the deadline is that day."""
        return self.unresolved().filter(due_on=day)

    def finished_in_time(self):
        """Incoming documents finished by their deadline."""
        return self.incoming().filter(cancelled=False, completed_on__lte=F("due_on"))

    def finished_late(self):
        """Incoming documents finished after their deadline."""
        return self.incoming().filter(cancelled=False, completed_on__gt=F("due_on"))

    def signed_otherwise(self):
        """Outgoing documents whose files show another signature than is declared. A signature of which it is not clear
        whose it is agrees with both kinds."""
        differs = ~Q(signature_shown="") & ~Q(signature_shown=F("signature"))
        unclear = Q(signature_shown=ShownSignature.SIGNED) & ~Q(signature=Signature.NONE)
        return self.filter(differs, ~unclear, cancelled=False)

    def search(self, text: str, *, goes_on: bool = False):
        """Those that hold the words typed (documents.words); all where nothing was typed that can be searched."""
        query = Query.read(text, goes_on=goes_on)
        return self.filter(self.holding(query), search_index.indexed(query)) if query else self

    def holding(self, text: str | Query, *, goes_on: bool = False) -> Q:
        """The condition of a search, also where it stands beside others; empty for no words."""
        query = text if isinstance(text, Query) else Query.read(text, goes_on=goes_on)
        found = Q()
        for piece in query.pieces:
            found &= Q(search__contains=piece)
        return found


class Document(Versioned):
    """An entry of the register of incoming or outgoing documents (NĐ 30/2020/NĐ-CP, Appendix IV). Never a secret one.

    `registered_on` decides the month: the day of arrival of an incoming document, the day of issue of an outgoing one.
    """

    direction = models.CharField(_("direction"), max_length=8, choices=Direction)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents", verbose_name=_("unit"))
    # Differs from `unit` only after a reorganisation: receipt stays counted there, completion is counted here.
    handling_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("handled by"))
    series = models.CharField(_("series"), max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    registered_on = models.DateField(_("registered on"))
    type = models.ForeignKey(DocumentType, models.PROTECT, null=True, blank=True, verbose_name=_("kind of document"))
    code = models.CharField(_("number and notation"), max_length=60, blank=True)
    issued_on = models.DateField(_("date of the document"), null=True, blank=True)
    organ_name = models.CharField(_("issued by"), max_length=200, blank=True)
    subject = models.CharField(_("abstract"), max_length=500)
    signer = models.CharField(_("signed by"), max_length=100, blank=True)
    position = models.CharField(_("position of the signer"), max_length=100, blank=True)
    recipients = models.CharField(_("recipients"), max_length=1000, blank=True)
    # "Đơn vị, người nhận bản lưu" of the outgoing book.
    kept_by = models.CharField(_("unit or person who keeps the copy"), max_length=200, blank=True)
    copies = models.PositiveSmallIntegerField(_("copies"), null=True, blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    transferred_on = models.DateField(_("passed on"), null=True, blank=True)
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency, default=Urgency.NORMAL)
    circulation = models.CharField(_("circulation"), max_length=10, choices=Circulation, default=Circulation.OPEN)
    medium = models.CharField(_("medium"), max_length=10, choices=Medium, default=Medium.ELECTRONIC)
    in_software = models.BooleanField(_("handled in the document software"), default=True)
    signature = models.CharField(_("digital signature"), max_length=10, choices=Signature, default=Signature.NONE)
    # What the attached files show, as of the last check; empty: no file, or none that could be read.
    signature_shown = models.CharField(
        _("signature in the file"), max_length=8, choices=ShownSignature, blank=True, editable=False
    )
    # What the figures count of it: stands still once the month is closed, whatever a later check finds.
    signature_proof = models.CharField(
        _("proof of the signature"), max_length=8, choices=Proof, default=Proof.NONE, editable=False
    )
    assigned_to = models.CharField(_("assigned to"), max_length=200, blank=True)
    # What the head wrote beside it: the decree's "ý kiến phân phối, chỉ đạo".
    instruction = models.CharField(_("instruction"), max_length=500, blank=True)
    due_on = models.DateField(_("deadline"), null=True, blank=True)
    completed_on = models.DateField(_("finished on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("answered by")
    )
    cancelled = models.BooleanField(_("cancelled"), default=False)
    cancel_reason = models.CharField(_("reason for cancelling"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    search = models.TextField(editable=False, blank=True)

    objects = DocumentQuerySet.as_manager()

    # What people type: kept as one line in its normal form.
    LINES = (
        "code", "organ_name", "subject", "signer", "position", "recipients", "kept_by", "assigned_to", "instruction",
        "note", "cancel_reason",
    )  # fmt: skip

    SEARCHED = ("number", "code", "organ_name", "signer", "recipients", "subject")

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-registered_on", "-id"]
        indexes = [
            models.Index(fields=["unit", "direction", "registered_on", "id"], name="documents_document_unit"),
            models.Index(fields=["registered_on", "id"], name="documents_document_day"),
            models.Index(
                fields=["handling_unit", "due_on"],
                condition=Q(due_on__isnull=False),
                name="documents_document_due",
            ),
            # The few that wait for somebody, among the many that are done.
            models.Index(
                fields=["unit", "direction", "registered_on", "id"],
                condition=Q(due_on__isnull=False, completed_on__isnull=True),
                name="documents_document_open",
            ),
            models.Index(
                fields=["unit", "registered_on", "id"],
                condition=~Q(signature_shown="") & ~Q(signature_shown=F("signature")),
                name="documents_document_differs",
            ),
            # The list of work, of some units and of everybody: with a deadline by its day, without one by arrival.
            models.Index(
                fields=["handling_unit", "due_on", "id"], condition=OPEN_DATED, name="documents_document_work"
            ),
            models.Index(fields=["due_on", "id"], condition=OPEN_DATED, name="documents_document_work_all"),
            models.Index(
                fields=["handling_unit", "registered_on", "id"],
                condition=OPEN_UNDATED,
                name="documents_document_undated",
            ),
            models.Index(fields=["registered_on", "id"], condition=OPEN_UNDATED, name="documents_document_undated_all"),
        ]
        constraints = [
            one_of("direction", Direction),
            one_of("urgency", Urgency),
            one_of("circulation", Circulation),
            one_of("medium", Medium),
            one_of("signature", Signature),
            one_of("signature_shown", ShownSignature, or_blank=True),
            one_of("signature_proof", Proof),
            not_negative("copies", "pages"),
            models.UniqueConstraint(
                fields=["unit", "direction", "series", "year", "number"],
                name="%(app_label)s_%(class)s_number_once",
                violation_error_message=_("This number is taken in this register and year."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="%(app_label)s_%(class)s_number_positive",
                violation_error_message=_("Numbers begin at 1."),
            ),
            models.CheckConstraint(
                condition=~Q(subject=""),
                name="%(app_label)s_%(class)s_subject_given",
                violation_error_message=_("Write the abstract of the document."),
            ),
            models.CheckConstraint(
                condition=Q(direction="incoming")
                | Q(due_on__isnull=True, completed_on__isnull=True, handling_unit=F("unit")),
                name="%(app_label)s_%(class)s_handling_incoming",
                violation_error_message=_("Only incoming documents have a deadline and are handled."),
            ),
            models.CheckConstraint(
                condition=Q(direction="outgoing") | Q(signature="none"),
                name="%(app_label)s_%(class)s_signature_outgoing",
                violation_error_message=_("Only outgoing documents are signed here."),
            ),
            models.CheckConstraint(
                condition=Q(direction="outgoing") | Q(signature_shown="", signature_proof="none"),
                name="%(app_label)s_%(class)s_shown_outgoing",
                violation_error_message=_("Only outgoing documents are compared with their files."),
            ),
            models.CheckConstraint(
                condition=Q(completed_on__isnull=True) | Q(completed_on__gte=F("registered_on")),
                name="%(app_label)s_%(class)s_completed_after_arrival",
                violation_error_message=_("A document cannot be finished before it arrived."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("registered_on")),
                name="%(app_label)s_%(class)s_due_after_arrival",
                violation_error_message=_("The deadline cannot be before the day of arrival."),
            ),
            models.CheckConstraint(
                condition=Q(direction="outgoing") | Q(issued_on__isnull=True) | Q(issued_on__lte=F("registered_on")),
                name="%(app_label)s_%(class)s_issued_before_arrival",
                violation_error_message=_("A document cannot arrive before it was issued."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled=False) | ~Q(cancel_reason=""),
                name="%(app_label)s_%(class)s_cancelled_with_reason",
                violation_error_message=_("Say why the number is cancelled."),
            ),
        ]

    def __str__(self):
        number = self.code or f"{self.number:02}"
        # A notation goes with the day that stands on the paper, a number of the book with the day of its entry.
        day = (self.issued_on if self.code else None) or self.registered_on
        return f"{number} ({day:%d/%m/%Y})"

    def save(self, *args, **kwargs):
        for name in self.LINES:
            setattr(self, name, one_line(getattr(self, name)))
        self.search = self.search_text()
        super().save(*args, **kwargs)

    def search_text(self, kind: DocumentType | None = None) -> str:
        """The words that a search looks in: those of SEARCHED, field by field, and the name of the kind.

        `kind`: the document's, where it has been read already.
        """
        kind = kind or (self.type if self.type_id else None)
        return words.kept([*(str(getattr(self, name)) for name in self.SEARCHED), kind.name if kind else ""])

    def get_absolute_url(self):
        return record_address("documents:document-detail", self.pk)

    @property
    def lookup_name(self) -> str:
        """What it is about, of which day: beside its notation where one of many is chosen."""
        return f"{Truncator(self.subject).chars(80)} ({self.registered_on:%d/%m/%Y})"

    @property
    def is_on_time(self) -> bool | None:
        """Finished by the end of the deadline's day; None without a deadline or while open (domain.md 3.5)."""
        if self.due_on is None or self.completed_on is None:
            return None
        return self.completed_on <= self.due_on

    @property
    def is_signed_otherwise(self) -> bool:
        """As `signed_otherwise` selects."""
        if self.cancelled or self.signature_shown in ("", self.signature):
            return False
        return self.signature_shown != ShownSignature.SIGNED or self.signature == Signature.NONE

    def is_counted_as_due(self, *, on: date) -> bool:
        """Whether it is in the denominator of what is on time: done, or open and overdue (domain.md 3.5)."""
        return self.due_on is not None and (self.completed_on is not None or self.due_on < on)

    def state(self, *, on: date) -> str:
        """Where an entry stands on a day, as a value of DocumentState; an outgoing one is registered or cancelled."""
        if self.cancelled:
            return DocumentState.CANCELLED
        if self.direction == Direction.OUTGOING:
            return DocumentState.REGISTERED
        if self.completed_on is not None:
            return DocumentState.LATE if self.is_on_time is False else DocumentState.FINISHED
        if self.due_on is None:
            return DocumentState.REGISTERED
        if self.due_on == on:
            return DocumentState.DUE_TODAY
        return DocumentState.OVERDUE if self.due_on < on else DocumentState.OPEN

    def counted(self) -> Counted:
        """What this document contributes to figures: in its month, and in the month of its deadline."""
        counted = Counted()
        if self.cancelled:
            return counted
        what = (
            self.direction, self.medium, self.in_software, self.signature, self.signature_proof, self.due_on is None
        )  # fmt: skip
        counted.add_flow(self.unit_id, self.registered_on, Section.DOCUMENTS, what)
        if self.due_on:
            due = ("due", bool(self.is_on_time)) if self.is_counted_as_due(on=clock.today()) else ("waiting",)
            counted.add_flow(self.handling_unit_id, self.due_on, Section.DOCUMENTS, due)
        return counted
