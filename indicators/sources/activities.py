"""Monthly counts made by hand: feedback, outreach, guidance, tasks, security; each section for itself."""

from common.months import Month
from communes.models import Section
from indicators.sources.base import at_units
from services.models import ActivityMonth
from services.models.activity import PARTS


def feedback(month: Month, unit_ids) -> dict:
    """Feedback due for an answer, and answered on time."""
    return _count(Section.FEEDBACK, month, unit_ids)


def outreach(month: Month, unit_ids) -> dict:
    """Outreach sessions."""
    return _count(Section.OUTREACH, month, unit_ids)


def guidance(month: Month, unit_ids) -> dict:
    """Guidance visits and checks."""
    return _count(Section.GUIDANCE, month, unit_ids)


def tasks(month: Month, unit_ids) -> dict:
    """IT tasks assigned and done."""
    return _count(Section.TASKS, month, unit_ids)


def security(month: Month, unit_ids) -> dict:
    """Security incidents and infected computers."""
    return _count(Section.SECURITY, month, unit_ids)


def _count(section: str, month: Month, unit_ids) -> dict:
    """The numbers of the section, zeros too: who has none at all has no data."""
    names = PARTS[section]
    rows = ActivityMonth.objects.filter(
        year=month.year, month=month.month, **{f"{section}_{names[0]}__isnull": False}
    )  # fmt: skip
    columns = [f"{section}_{name}" for name in names]
    return {
        (unit, f"{section}.{name}"): number
        for unit, *numbers in at_units(rows, unit_ids).order_by().values_list("unit_id", *columns)
        for name, number in zip(names, numbers, strict=True)
    }
