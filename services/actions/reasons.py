"""Writing the reasons why people did not use a channel, counted by a unit for a month (capability "registers")."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import display
from common.errors import Invalid, Refused
from common.months import Month
from communes.models import Unit
from communes.writing import Write, writing
from services import impersonal
from services.actions import unit_months
from services.models import Cause, Procedure, ProcedureOffer, ReasonCount, UnusedChannel, causes_of


def record(
    *, by, unit: Unit, month: Month, people: Mapping[tuple[str, str], int], procedure: Procedure | None = None,
    note: str = "", batch=None, override: bool = False, reason: str = "",
) -> list[ReasonCount]:  # fmt: skip
    """A unit's counts of a month in one act; `people`: (channel, cause) -> how many said so, 0 is left out.

    What is wrong with one number is said at the field "<channel>_<cause>"; then nothing is written.
    """
    impersonal.require_impersonal(note)
    given = {key: number for key, number in people.items() if number}
    with writing(
        by=by, action="reasons.recorded", units=[unit], batch=batch, override=override, reason=reason
    ) as write:
        rows = [
            ReasonCount(
                unit=unit, year=month.year, month=month.month, channel=channel, procedure=procedure, cause=cause,
                people=number, note=note,
            )
            for (channel, cause), number in given.items()
        ]  # fmt: skip
        if not rows:
            raise Refused(_("Enter at least one number: how many people gave the reason."))
        _check(write, rows[0])
        _refuse_second_counts(rows)
        for row in rows:
            write.insert(row)
    return rows


def change(
    row: ReasonCount, *, by, version: int | None, reason: str, override: bool = False, month: Month | None = None,
    **fields,
) -> ReasonCount:  # fmt: skip
    """Correct one count, whatever of it is wrong."""
    if fields.get("note", row.note) != row.note:
        impersonal.require_impersonal(fields["note"])
    unit = fields.get("unit") or row.unit
    with writing(by=by, action="reasons.changed", units=[row.unit_id, unit], reason=reason, override=override) as write:
        row = write.take(row, version=version)
        if month is not None:
            fields |= {"year": month.year, "month": month.month}
        for name, value in fields.items():
            setattr(row, name, value)
        _check(write, row)
        write.update(row)
    return row


def remove(row: ReasonCount, *, by, version: int | None = None, reason: str, override: bool = False) -> None:
    """Take out a count that was entered by mistake."""
    with writing(by=by, action="reasons.removed", units=[row.unit_id], reason=reason, override=override) as write:
        write.delete(write.take(row, version=version))


def _check(write: Write, row: ReasonCount) -> None:
    unit_months.require_month(write, row)
    if row.cause in Cause and row.channel in UnusedChannel and Cause(row.cause) not in causes_of(row.channel):
        raise Refused(
            _("The reason “%(cause)s” does not fit the channel %(channel)s. Choose another reason or channel.")
            % {"cause": row.get_cause_display(), "channel": row.get_channel_display()},
            field="cause",
        )
    if row.procedure_id is not None and not _offers(row.unit_id, row.procedure_id, row.period):
        raise Refused(
            _("%(unit)s does not offer this procedure in %(month)s. Choose another one, or none.")
            % {"unit": row.unit.title, "month": row.period.label},
            field="procedure",
        )


def _offers(unit_id: int, procedure_id: int, month: Month) -> bool:
    """Whether the unit offered the procedure on some day of the month."""
    offers = ProcedureOffer.objects.filter(unit=unit_id, procedure=procedure_id, since__lte=month.last_day())
    return offers.exclude(until__lte=month.first_day()).exists()


def _refuse_second_counts(rows: list[ReasonCount]) -> None:
    """One count for a unit, month, procedure, channel and reason; asked after the lock."""
    first = rows[0]
    known = {
        (row.channel, row.cause): row.people
        for row in ReasonCount.objects.filter(
            unit=first.unit_id, year=first.year, month=first.month, procedure=first.procedure_id
        )
    }
    errors = {
        f"{row.channel}_{row.cause}": [
            ngettext(
                "%(number)s person is counted for this reason already. Leave this empty and correct that row.",
                "%(number)s people are counted for this reason already. Leave this empty and correct that row.",
                known[row.channel, row.cause],
            )
            % {"number": display.number(known[row.channel, row.cause])}
        ]
        for row in rows
        if (row.channel, row.cause) in known
    }
    if errors:
        raise Invalid(errors)
