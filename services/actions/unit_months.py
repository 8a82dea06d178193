"""The rules of what a unit enters by hand for a month: treasury months, monthly counts, reasons of channels."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from common import clock
from common.errors import Invalid, Refused
from communes import reports
from communes.models import Section, Source
from communes.writing import Write
from services import impersonal
from services.models import ReasonCount
from services.models.unit_month import UnitMonth


def require_month(write: Write, row: UnitMonth | ReasonCount) -> None:
    """The month has begun, and the unit exists in it."""
    month = row.period
    if month.first_day() > clock.today():
        raise Refused(
            _("Month %(month)s has not begun; today is %(today)s.")
            % {"month": month.label, "today": f"{clock.today():%d/%m/%Y}"},
            field="month",
        )
    # A unit that ended in the middle of a month has an entry for it; so has one that began in it.
    begins = row.unit.valid_from
    write.require_in_force(row.unit, on=max(month.first_day(), min(begins, month.last_day())), field="unit")


def check(write: Write, row: UnitMonth, given: Mapping[str, Iterable[str]]) -> None:
    """The note holds no number of a person, the month fits, the unit has no other entry for it, and its register is
    what counts.

    `given`: the sections that the entry says something of, each with the names of its fields.
    """
    impersonal.require_impersonal(row.note)
    require_month(write, row)
    others = type(row).objects.filter(unit=row.unit_id, year=row.year, month=row.month).exclude(pk=row.pk)
    if others.exists():
        raise Refused(_("This unit has an entry for this month already."), field="month")
    _check_sources(row, given)


def _check_sources(row: UnitMonth, given: Mapping[str, Iterable[str]]) -> None:
    declared = reports.sources_of([row.unit_id], on=row.period.first_day())
    reported = [section for section in given if declared.get((row.unit_id, section)) == Source.REPORT]
    if reported:
        raise Invalid(
            {
                field: [
                    _(
                        "In %(month)s %(unit)s declares “%(section)s” as totals in its report; numbers entered here "
                        "would not count. Leave this empty, or ask an administrator to name the register as the source."
                    )
                    % {"month": row.period.label, "unit": row.unit.title, "section": Section(section).label}
                ]
                for section in reported
                for field in given[section]
            }
        )
