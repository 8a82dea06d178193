"""The audit trail as a person may read it: which events and changes, in words, with the number of the seal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from common import display, exports, history
from common.models import AuditChange, AuditEvent
from communes.models import Unit
from communes.scope import scope_of
from dashboards import acts

# A merger changes hundreds of records; the list shows the first of them and leads to the rest.
MOST_SHOWN = 2
_CHUNK = 500


@dataclass(frozen=True)
class Line:
    """One change of an event with the unit that it belongs to."""

    entry: history.Entry
    unit: str


@dataclass(frozen=True)
class Told:
    """What the list says of an event: the first changes, and how many there are beyond them."""

    lines: list[Line] = field(default_factory=list)
    more: int = 0


def visible_changes(user) -> QuerySet:
    """The changes in the units that the person audits; all of them, also those of no unit, for administrators."""
    reach = scope_of(user).units_for("audit")
    changes = AuditChange.objects.all()
    return changes if reach is None else changes.filter(unit_id__in=reach)


def visible_events(user) -> QuerySet:
    """The events with a change that the person may see; all of them for administrators."""
    events = AuditEvent.objects.select_related("seal")
    if scope_of(user).units_for("audit") is None:
        return events
    return with_changes(events, visible_changes(user))


def with_changes(events: QuerySet, changes: QuerySet) -> QuerySet:
    """Those of the events that made one of the changes."""
    return events.filter(Exists(changes.filter(event=OuterRef("pk")).order_by()))


def tell(events: Iterable[AuditEvent], user) -> dict[int, Told]:
    """The changes of some events in words, by event: four queries and one for each kind of record named in them."""
    ids = [event.pk for event in events]
    changes = visible_changes(user).filter(event_id__in=ids)
    first = changes.annotate(
        place=Window(RowNumber(), partition_by=F("event_id"), order_by=F("pk").asc()),
    ).filter(place__lte=MOST_SHOWN)
    counts = dict(changes.order_by().values_list("event_id").annotate(number=Count("pk")))
    by_event: dict[int, list[Line]] = {}
    for line in lines(first.select_related("event").order_by("pk"), user):
        by_event.setdefault(line.entry.event_id, []).append(line)
    return {pk: Told(found, counts[pk] - len(found)) for pk, found in by_event.items()}


def lines(changes: Iterable[AuditChange], user) -> list[Line]:
    """Changes in words, each with the name of its unit."""
    changes = list(changes)
    wanted = {change.unit_id for change in changes if change.unit_id is not None}
    names = {unit.pk: unit.title for unit in Unit.objects.visible_to(user).filter(pk__in=wanted)} if wanted else {}
    units = {change.pk: names.get(change.unit_id, "") for change in changes}
    return [Line(entry, units[entry.pk]) for entry in history.entries(changes, user=user)]


class Export:
    """The changes of the events on the list as rows for common.exports: one row a change, newest event first."""

    def __init__(self, events: QuerySet, user):
        self._events, self._user = events.order_by("-pk"), user
        self.count, self.is_cut = 0, False

    @staticmethod
    def headings() -> list[str]:
        """The headings of the columns."""
        return [
            _("Event"), _("Seal"), _("Time"), _("Business day"), _("Person"), _("Act"), _("Unit"), _("Record"),
            _("Changed field"), _("Before"), _("After"), _("Reason"),
        ]  # fmt: skip

    def __iter__(self) -> Iterator[list]:
        for event, line in self._pairs():
            for row in _rows(event, line):
                if self.count == exports.MOST_ROWS:
                    self.is_cut = True
                    return
                self.count += 1
                yield row

    def _pairs(self) -> Iterator[tuple[AuditEvent, Line | None]]:
        events = self._events.iterator(chunk_size=_CHUNK)
        while chunk := {event.pk: event for event in islice(events, _CHUNK)}:
            changes = visible_changes(self._user).filter(event_id__in=list(chunk)).order_by("-event_id", "pk")
            told = set()
            found = changes.select_related("event").iterator(chunk_size=_CHUNK)
            while part := list(islice(found, _CHUNK)):
                for line in lines(part, self._user):
                    told.add(line.entry.event_id)
                    yield chunk[line.entry.event_id], line
            for pk in chunk.keys() - told:
                yield chunk[pk], None


def _rows(event: AuditEvent, line: Line | None) -> Iterator[list]:
    """A row for each field that changed, or one for an event that changed no record."""
    start = [event.pk, seal_number(event), event.happened_at, event.business_day, event.actor]
    start.append(acts.in_words(event.action))
    if line is None:
        yield [*start, "", "", "", "", "", event.reason]
        return
    about = [line.unit, str(line.entry.record)]
    for change in line.entry.fields or [history.FieldChange("", "", "")]:
        yield [*start, *about, change.label, _text(change.before), _text(change.after), event.reason]


def _text(value) -> str:
    return "" if value is None or value == display.nothing() else str(value)


def seal_number(event: AuditEvent) -> int | None:
    """The number of the seal; None until the event is sealed."""
    seal = getattr(event, "seal", None)
    return seal.number if seal is not None else None
