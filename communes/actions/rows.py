"""Dated rows of one thing: the next state from a day on, corrections, and never two rows over one day."""

import copy
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from common.errors import Refused
from communes.scope import scope_of
from communes.writing import Write


def carry_on(write: Write, root, rows: Iterable, *, since: date, **fields):
    """From a day on the thing is as `fields` say; returns the row that holds then.

    The open row ends on that day and its like with the new values begins; a row that began on that very day is
    corrected in place. After the last row has ended a new one may begin. Refused for a day in the future or before the
    last row's, and when nothing differs.
    """
    write.require_not_future(since, field="since")
    last = max(rows, key=lambda row: row.since)
    _require_later(last, since)
    if last.until is None and all(getattr(last, name) == value for name, value in fields.items()):
        raise Refused(_("Nothing here differs from what is registered already."))
    if last.since == since and last.until is None:
        return _set(write, last, fields)
    following = copy.copy(last)
    if last.until is None:
        last.until = since
        write.update(last)
    following.pk, following._state = None, copy.copy(last._state)
    following._state.adding = True
    following.since, following.until = since, None
    for name, value in (("batch_id", None), ("version", 1)):
        if hasattr(following, name):
            setattr(following, name, value)
    for name, value in (following.FRESH | fields).items():
        setattr(following, name, value)
    write.insert(following, root=root)
    return following


def end(write: Write, rows: Iterable, *, since: date, field: str = "since"):
    """The open row ends: `since` is the first day on which it no longer holds. Returns the row."""
    write.require_not_future(since, field=field)
    row = next((row for row in rows if row.until is None), None)
    if row is None:
        raise Refused(_("This has ended already."), field=field)
    if since <= row.since:
        raise Refused(_("It began on %(day)s; the end must be later.") % {"day": f"{row.since:%d/%m/%Y}"}, field=field)
    row.until = since
    write.update(row)
    return row


def correct(write: Write, row, others: Iterable, **fields):
    """Put a row right, days included; refused where it would overlap another row of the same thing."""
    for name, value in fields.items():
        setattr(row, name, value)
    write.require_not_future(row.since, field="since")
    write.require_not_future(row.until, field="until")
    require_free(row, others)
    write.update(row)
    return row


def withdraw(write: Write, row, others: Iterable) -> None:
    """Take out a row entered by mistake: the row that ended when it began goes on in its place. Never the only one."""
    others = [other for other in others if other.pk != row.pk]
    if not others:
        raise Refused(_("This is the only entry; delete the whole record instead."))
    since, until = row.since, row.until
    write.delete(row)
    before = next((other for other in others if other.until == since), None)
    if before is not None:
        before.until = until
        write.update(before)


def require_free(row, others: Iterable) -> None:
    """Refused if the row shares a day with another one of the same thing."""
    for other in others:
        if other.pk == row.pk:
            continue
        if other.since < (row.until or date.max) and row.since < (other.until or date.max):
            raise Refused(
                _("These days overlap with another row (%(days)s). Change that one first.") % {"days": days_of(other)},
                field="since",
            )


def require_within(write: Write, row) -> None:
    """Refused unless the row's unit exists from the row's first day to its last."""
    write.require_in_force(row.unit, on=row.since, field="since")
    ends = row.unit.valid_until
    if ends is not None and (row.until is None or row.until > ends):
        raise Refused(
            _("%(unit)s ended on %(day)s; the row must end by then.")
            % {"unit": row.unit.title, "day": f"{ends:%d/%m/%Y}"},
            field="until",
        )


def refuse_beyond(
    unit_ids: Iterable[int], *, by, here: int | None = None, field: str | None = None, capability: str = "registers"
) -> None:
    """Refused if somebody who may write `here` would change figures of units in which the person may not."""
    reach = scope_of(by).units_for(capability)
    if by is None or not reach or (here is not None and here not in reach):
        return  # the system, an administrator, or somebody whom the scope check turns away
    if not set(unit_ids) <= reach:
        raise Refused(
            _("This would change figures of another unit, where the record stood before. Ask an administrator."),
            field=field,
        )


def days_of(row) -> str:
    """The days of a row in words: "01/03/2020 – 31/05/2020" with the exclusive end, or "from 01/03/2020"."""
    if row.until is None:
        return _("from %(day)s") % {"day": f"{row.since:%d/%m/%Y}"}
    return _("%(since)s until %(until)s") % {"since": f"{row.since:%d/%m/%Y}", "until": f"{row.until:%d/%m/%Y}"}


def _require_later(last, since: date) -> None:
    if since < last.since:
        raise Refused(
            _("The present entry began on %(day)s. Choose that day or a later one.")
            % {"day": f"{last.since:%d/%m/%Y}"},
            field="since",
        )
    if last.until is not None and since < last.until:
        raise Refused(
            _("The last entry ended on %(day)s. Choose that day or a later one.") % {"day": f"{last.until:%d/%m/%Y}"},
            field="since",
        )


def _set(write: Write, row, fields: dict):
    for name, value in fields.items():
        setattr(row, name, value)
    write.update(row)
    return row
