"""What later acts do to a confirmation of stocks: whichever month they touch a day of is no longer as it was confirmed.

Asked once at the end of each act, of the changes that its event holds: looked for later, among the changes of a year,
the documents and filings of the unit would have to be read as well.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.apps import apps

from common.models import AuditChange
from communes.models import Connection, Equipment, Placement, Posting, SoftwareUse, StockConfirmation

# The registers that are confirmed: their dated rows, and the things whose rows these are.
_ROWS = {model._meta.label_lower for model in (Placement, Posting, Connection, SoftwareUse)}
# Of a thing itself only what is counted: a note put right, or the spelling of a name, alters no confirmed figure.
_ROOTS = {Equipment._meta.label_lower: (Placement, "equipment")}
_COUNTED = {"kind", "acquired_on"}
_DAYS = {"since", "until"}


class Span(NamedTuple):
    """Days of a unit from `since` until (exclusive) `until`."""

    unit_id: int
    since: date
    until: date | None

    def touches(self, first: date, last: date) -> bool:
        """Whether one of the days from `first` to `last` is among them."""
        return self.since <= last and (self.until is None or self.until > first)


def note_changes(changes: Iterable[AuditChange]) -> None:
    """Mark the confirmations that the changes of one act touch; inside the transaction of the act."""
    spans = list(_spans([change for change in changes if change.model in _ROWS or _counts(change)]))
    if not spans:
        return
    rows = StockConfirmation.objects.filter(unit_id__in={span.unit_id for span in spans}, changed_since=False)
    touched = [
        row.pk
        for row in rows.select_for_update().order_by("pk")
        for first, last in [(row.period.first_day(), row.period.last_day())]
        if any(span.unit_id == row.unit_id and span.touches(first, last) for span in spans)
    ]
    if touched:
        StockConfirmation.objects.filter(pk__in=touched).update(changed_since=True)


def _counts(change: AuditChange) -> bool:
    """Whether a thing was changed in what its rows count as; new and deleted things have rows that say so."""
    return change.model in _ROOTS and bool(set(change.before or ()) & set(change.after or ()) & _COUNTED)


def _spans(changes: list[AuditChange]) -> Iterator[Span]:
    now = {label: _present(label, changes) for label in {change.model for change in changes}}
    for change in changes:
        if change.model in _ROOTS:
            yield from now[change.model].get(change.object_id, ())
        elif change.before is None or change.after is None:
            yield _span(change.after or change.before)
        elif change.object_id in now[change.model]:
            yield from _differing(now[change.model][change.object_id], change.before)


def _present(label: str, changes: list[AuditChange]) -> dict[int, object]:
    """Of rows that were changed, their span; of things that were changed, the spans of all their rows."""
    keys = [c.object_id for c in changes if c.model == label and c.before is not None and c.after is not None]
    if not keys:
        return {}
    if label not in _ROOTS:
        rows = apps.get_model(label)._base_manager.filter(pk__in=keys)
        return {pk: Span(*rest) for pk, *rest in rows.values_list("pk", "unit_id", "since", "until")}
    model, name = _ROOTS[label]
    found: dict[int, list] = {}
    for key, *rest in model.objects.filter(**{f"{name}__in": keys}).values_list(name, "unit_id", "since", "until"):
        found.setdefault(key, []).append(Span(*rest))
    return found


def _differing(now: Span, before: dict) -> Iterator[Span]:
    """The days on which a row says something else than before: of a row that only ended, those after its end."""
    old = _span({"unit_id": now.unit_id, "since": str(now.since), "until": now.until and str(now.until)} | before)
    if not set(before) <= _DAYS:
        yield from (old, now)
        return
    if old.since != now.since:
        yield Span(now.unit_id, min(old.since, now.since), max(old.since, now.since))
    if old.until != now.until:
        first, last = sorted((old.until or date.max, now.until or date.max))
        yield Span(now.unit_id, first, last)


def _span(state: dict) -> Span:
    until = state.get("until")
    return Span(state["unit_id"], date.fromisoformat(state["since"]), date.fromisoformat(until) if until else None)
