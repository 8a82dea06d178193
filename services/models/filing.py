from collections import Counter
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.calendar import midnight
from common.text import fold, one_line
from communes.models import Counted, ScopedQuerySet, Section, Unit, Versioned
from communes.models.base import one_of
from services.models.procedure import Procedure


class Channel(models.TextChoices):
    """National codes: 1 direct, 2 online, 3 public post (domain.md 4.4). A channel is not a level."""

    DIRECT = "direct", _("in person")
    ONLINE = "online", _("online")
    POSTAL = "postal", _("public post")


def usual_result(channel: str) -> Channel:
    """How a result goes out where nobody said: by post for who filed by post, to who fetches it for all others."""
    return Channel.POSTAL if channel == Channel.POSTAL else Channel.DIRECT


class FilingStatus(models.IntegerChoices):
    """National synchronisation codes (domain.md 4.4)."""

    SUBMITTED = 1, _("newly submitted")
    ACCEPTED = 2, _("accepted")
    REJECTED_AT_INTAKE = 3, _("not accepted")
    IN_PROGRESS = 4, _("in progress")
    SUPPLEMENT_REQUESTED = 5, _("supplement requested")
    FINANCIAL_OBLIGATION = 6, _("financial obligation requested")
    WITHDRAWN = 7, _("withdrawn by the citizen")
    STOPPED = 8, _("stopped")
    COMPLETED = 9, _("completed")
    RESULT_RETURNED = 10, _("result returned")


OPEN_STATUSES = (1, 2, 4, 5, 6)
# How many filings of a unit tell what it is asked for.
LOOKED_BACK = 200


class Timeliness(models.TextChoices):
    """Classes of finished filings (domain.md 4.5)."""

    EARLY = "early", _("early")
    ON_TIME = "on_time", _("on time")
    LATE = "late", _("late")


class FilingState(models.TextChoices):
    """How a filing stands toward its deadline: finished ones by their class, open ones at a moment (domain.md 4.5)."""

    EARLY = "early", _("early")
    ON_TIME = "on_time", _("on time")
    LATE = "late", _("late")
    OPEN_IN_TIME = "open_in_time", _("open, in time")
    OPEN_LATE = "open_late", _("open, overdue")


def open_state(late_from, *, at) -> str:
    """Of a filing open at a moment: late after `late_from`, at that very moment still in time; None is never late."""
    is_late = late_from is not None and at > late_from
    return FilingState.OPEN_LATE if is_late else FilingState.OPEN_IN_TIME


# What partial indices hold, in words that need no value of a query: SQLite meets an index by the same words only.
_OPEN = Q(finished_time__isnull=True)
_DUE = _OPEN & Q(late_from__isnull=False)
_TO_RETURN = Q(finished_time__isnull=False, returned_time__isnull=True)


class Desk(models.TextChoices):
    """What waits at a desk. Overdue and due today go by the moment from which the filing is late, papers counted."""

    OPEN = "open", _("open")
    OVERDUE = "overdue", _("overdue")
    DUE_TODAY = "due_today", _("due today")
    PAPERS = "papers", _("waiting for papers")
    RESULTS = "results", _("result to be returned")


class FilingQuerySet(ScopedQuerySet):
    def visible_to(self, user):
        """Filings received at, or held by, one of the person's units."""
        from communes.scope import scope_of

        ids = scope_of(user).readable
        return self if ids is None else self.filter(Q(unit_id__in=ids) | Q(holding_unit_id__in=ids))

    def held_within(self, user):
        """What the person's units hold now, be it that a predecessor received it; a part of `visible_to`."""
        from communes.scope import scope_of

        ids = scope_of(user).readable
        return self if ids is None else self.filter(holding_unit_id__in=ids)

    def open(self):
        """Without an end, which is what the open statuses mean (a CHECK ties status and time together)."""
        return self.filter(_OPEN)

    def held_by(self, unit_ids):
        """Held, or finished, at one of the units."""
        return self.filter(holding_unit_id__in=unit_ids)

    def handed_out_by(self, unit_ids):
        """Whose results one of the units hands out, or has handed out."""
        here = Q(returning_unit__isnull=True, holding_unit_id__in=unit_ids)
        return self.filter(here | Q(returning_unit_id__in=unit_ids))

    def on_desk(self, desk: str, *, at):
        """The filings that the clerk calls so at a moment."""
        if desk == Desk.RESULTS:
            return self.filter(_TO_RETURN, status=FilingStatus.COMPLETED)
        rows = self.open()
        if desk == Desk.PAPERS:
            return rows.filter(status=FilingStatus.SUPPLEMENT_REQUESTED)
        if desk == Desk.OPEN:
            return rows
        rows = rows.filter(_DUE)
        if desk == Desk.OVERDUE:
            return rows.filter(late_from__lt=at)
        return rows.filter(late_from__gte=at, late_from__lt=_next_day(at))

    def overdue(self, *, at):
        """Open and late at a moment; at the very moment of the promise a filing is in time."""
        return self.open().filter(late_from__lt=at)

    def in_time(self, *, at):
        """Open and not late at a moment."""
        return self.open().exclude(late_from__lt=at)

    def in_state(self, state: str, *, at):
        """Those that stand in a FilingState at a moment."""
        if state == FilingState.OPEN_LATE:
            return self.overdue(at=at)
        if state == FilingState.OPEN_IN_TIME:
            return self.in_time(at=at)
        return self.filter(timeliness=state)

    def at_units(self, unit_ids):
        """Received at, or held by, one of the units."""
        return self.filter(Q(unit_id__in=unit_ids) | Q(holding_unit_id__in=unit_ids))

    def used_lately(self, unit_id: int | None) -> list[int]:
        """The ids of the procedures of a unit's newest filings, the most frequent first; none without a unit."""
        if unit_id is None:
            return []
        newest = self.filter(unit=unit_id).order_by("-received_time", "-pk").values_list("procedure_id", flat=True)
        return [pk for pk, _number in Counter(newest[:LOOKED_BACK]).most_common()]

    def search(self, text: str):
        return self.filter(search__contains=fold(text)) if fold(text) else self


class Filing(Versioned):
    """A filing (hồ sơ) for a procedure: where and how it came, how far it is, in time or not. No applicant's name.

    Receipt counts at `unit` in the month of `received_time`, completion at `holding_unit` in that of `finished_time`;
    how the result went out and was paid for, in that of `returned_time`, for only then it is settled, at the unit
    that hands it out.
    """

    code = models.CharField(_("filing code"), max_length=40, unique=True)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="filings", verbose_name=_("procedure"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="filings", verbose_name=_("received at"))
    # Differs from `unit` only after a reorganisation; the steps in between are FilingTransfer rows.
    holding_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("now held by"))
    resolving_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("resolved by")
    )
    # Set where the unit that finished the filing ended before the result was handed out: its successor does that.
    returning_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("result handed out by"),
    )  # fmt: skip
    channel = models.CharField(_("channel"), max_length=8, choices=Channel, default=Channel.DIRECT)
    result_channel = models.CharField(_("channel of the result"), max_length=8, choices=Channel, default=Channel.DIRECT)
    status = models.PositiveSmallIntegerField(_("status"), choices=FilingStatus, default=FilingStatus.ACCEPTED)
    in_system = models.BooleanField(_("received in the one-stop software"), default=True)
    received_time = models.DateTimeField(pgettext_lazy("time", "received"))
    promised_time = models.DateTimeField(_("promised for"), null=True, blank=True)
    # False: the promise is what the limit gives, and follows a change of the working calendar while the filing is open.
    promised_by_hand = models.BooleanField(_("promise set by hand"), default=False, editable=False)
    # Derived by services.deadlines: the moment after which the filing is late while it is open.
    late_from = models.DateTimeField(_("late from"), null=True, blank=True, editable=False)
    finished_time = models.DateTimeField(pgettext_lazy("time", "finished"), null=True, blank=True)
    returned_time = models.DateTimeField(pgettext_lazy("time", "result returned"), null=True, blank=True)
    timeliness = models.CharField(_("timeliness"), max_length=8, choices=Timeliness, blank=True, editable=False)
    # As the catalogue said on receipt: a fee that changes later leaves what was counted alone.
    fee_due = models.BooleanField(_("fee due"), default=False, editable=False)
    paid_online = models.BooleanField(_("paid online"), default=False)
    electronic_result = models.BooleanField(_("electronic result"), default=False)
    digitised = models.BooleanField(_("digitised"), default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    search = models.CharField(max_length=400, editable=False, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        ordering = ["-received_time", "-id"]
        indexes = [
            models.Index(fields=["unit", "received_time", "id"], name="services_filing_unit"),
            models.Index(fields=["received_time", "id"], name="services_filing_time"),
            models.Index(fields=["holding_unit", "finished_time"], name="services_filing_finished"),
            models.Index(fields=["holding_unit", "returned_time"], name="services_filing_returned"),
            models.Index(fields=["procedure", "received_time"], name="services_filing_procedure"),
            # What waits, of a unit and of all: a few rows among very many. What a unit has open, the index of the
            # finished ones finds by its empty times.
            models.Index(fields=["holding_unit", "late_from", "id"], condition=_DUE, name="services_filing_due"),
            models.Index(fields=["late_from", "id"], condition=_DUE, name="services_filing_due_all"),
            models.Index(fields=["received_time", "id"], condition=_OPEN, name="services_filing_open_all"),
            models.Index(
                fields=["holding_unit", "finished_time", "id"], condition=_TO_RETURN, name="services_filing_results"
            ),
            models.Index(fields=["finished_time", "id"], condition=_TO_RETURN, name="services_filing_results_all"),
            models.Index(
                fields=["returning_unit", "returned_time"],
                condition=Q(returning_unit__isnull=False),
                name="services_filing_passed",
            ),
        ]
        constraints = [
            one_of("channel", Channel),
            one_of("result_channel", Channel),
            one_of("status", FilingStatus),
            models.CheckConstraint(
                condition=Q(timeliness__in=["", *Timeliness.values]),
                name="%(app_label)s_%(class)s_timeliness_known",
                violation_error_message=_("Choose one of the values offered."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[1, 2, 4, 5, 6], finished_time__isnull=True)
                | Q(status__in=[3, 7, 8, 9, 10], finished_time__isnull=False),
                name="%(app_label)s_%(class)s_finished_with_time",
                violation_error_message=_("A finished filing has its time of finishing, an open one has none."),
            ),
            models.CheckConstraint(
                condition=Q(finished_time__isnull=True) | Q(finished_time__gte=F("received_time")),
                name="%(app_label)s_%(class)s_finished_after_receipt",
                violation_error_message=_("A filing cannot be finished before it was received."),
            ),
            models.CheckConstraint(
                condition=Q(returned_time__isnull=True)
                | Q(finished_time__isnull=False, returned_time__gte=F("finished_time")),
                name="%(app_label)s_%(class)s_returned_after_finish",
                violation_error_message=_("The result cannot be returned before the filing is finished."),
            ),
            models.CheckConstraint(
                condition=Q(promised_time__isnull=True) | Q(promised_time__gte=F("received_time")),
                name="%(app_label)s_%(class)s_promised_after_receipt",
                violation_error_message=_("The promised time cannot be before the time of receipt."),
            ),
            models.CheckConstraint(
                condition=Q(promised_by_hand=False) | Q(promised_time__isnull=False),
                name="%(app_label)s_%(class)s_by_hand_is_promised",
                violation_error_message=_("A promise set by hand has its time."),
            ),
            models.CheckConstraint(
                condition=Q(returning_unit__isnull=True)
                | Q(finished_time__isnull=False) & ~Q(returning_unit=F("holding_unit")),
                name="%(app_label)s_%(class)s_result_passed_on",
                violation_error_message=_("Only the result of a finished filing is handed out by another unit."),
            ),
        ]

    def __str__(self):
        return self.code

    def save(self, *args, **kwargs):
        self.note = one_line(self.note)
        self.search = fold(f"{self.code} {self.procedure.code} {self.procedure.name}")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("services:filing-detail", args=[self.pk])

    def state(self, *, at) -> str:
        """The FilingState at a moment; empty for a filing that was not accepted."""
        if self.finished_time is not None:
            return self.timeliness
        return open_state(self.late_from, at=at)

    def units_ever(self) -> set[int]:
        """Every unit that it counts at: where it was received and whoever has held it since."""
        moved = [(row.from_unit_id, row.to_unit_id) for row in self.transfers.all()]
        return {self.unit_id, self.holding_unit_id, self.hands_out_id, *(unit for pair in moved for unit in pair)}

    @property
    def hands_out_id(self) -> int:
        """The unit at whose desk the result goes out."""
        return self.returning_unit_id or self.holding_unit_id

    @property
    def result_passed_on(self):
        """The day from which another unit hands out the result than the one that finished the filing, or None."""
        if self.returning_unit is None:
            return None
        return max(self.holding_unit.valid_until, self.returning_unit.valid_from)

    def counted(self, counted: Counted | None = None) -> Counted:
        """What the filing contributes: receipt, completion, transfers, and being open in time or late."""
        counted = Counted() if counted is None else counted
        if self.status == FilingStatus.REJECTED_AT_INTAKE:
            return counted
        received, finished = _day(self.received_time), _day(self.finished_time)
        what = ("received", self.procedure_id, self.channel, self.in_system)
        counted.add_flow(self.unit_id, received, Section.FILINGS, what)
        if finished:
            done = ("finished", min(self.status, 9), self.timeliness, *what[1:3])
            counted.add_flow(self.holding_unit_id, finished, Section.FILINGS, done)
        if self.returned_time:
            how = (self.procedure_id, self.result_channel)
            how += (self.fee_due, self.paid_online, self.electronic_result, self.digitised)
            counted.add_flow(self.hands_out_id, _day(self.returned_time), Section.FILINGS, ("returned", *how))
        late = _day(self.late_from)
        for unit_id, since, until in self._held(received, finished):
            _add_open(counted, unit_id, since, until, late)
            # What is open at the end of a month is carried over into the next one.
            counted.add_stock_next_month(unit_id, since, until, Section.FILINGS, ("carried",))
        for transfer in self.transfers.all():
            counted.add_flow(transfer.from_unit_id, transfer.on, Section.FILINGS, ("out",))
            counted.add_flow(transfer.to_unit_id, transfer.on, Section.FILINGS, ("in",))
        return counted

    def _held(self, received, finished):
        """(unit, since, until) for each unit that held the filing while it was open."""
        unit_id, since = self.unit_id, received
        for transfer in self.transfers.all():
            if since < transfer.on:
                yield unit_id, since, transfer.on
            unit_id, since = transfer.to_unit_id, transfer.on
        if finished is None or since < finished:
            yield unit_id, since, finished


def _add_open(counted: Counted, unit_id: int, since, until, late) -> None:
    """In time up to the day on which it becomes late, late from then: a new promise leaves settled months alone."""
    turns = until if late is None else max(since, late if until is None else min(late, until))
    if turns is None or since < turns:
        counted.add_stock(unit_id, since, turns, Section.FILINGS, ("open", "in time"))
    if late is not None and (until is None or turns < until):
        counted.add_stock(unit_id, turns, until, Section.FILINGS, ("open", "late"))


def _next_day(moment):
    """The first moment of the day after."""
    return midnight(_day(moment) + timedelta(days=1))


def _day(moment):
    return timezone.localtime(moment).date() if moment else None
