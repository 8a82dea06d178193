"""How each section is counted from its register: an explicit table, section -> function (design.md 6).

A source takes a month and unit ids (None: all units) and returns {(unit id, measure key): number}; what is not in the
answer is 0, and no data in the sections of BY_ENTRY. One grouped query for each table behind it.
"""

from collections.abc import Callable, Iterable

from common.months import Month
from communes.models import Section
from indicators.sources import (
    activities,
    documents,
    filings,
    ground,
    meetings,
    procedures,
    reasons,
    treasury,
)

Counts = dict[tuple[int, str], int]

SOURCES: dict[str, Callable[[Month, Iterable[int] | None], Counts]] = {
    Section.EQUIPMENT: ground.equipment,
    Section.STAFF: ground.staff,
    Section.NETWORK: ground.network,
    Section.SOFTWARE: ground.software,
    Section.MEETINGS: meetings.count,
    Section.DOCUMENTS: documents.count,
    Section.PROCEDURES: procedures.own,
    Section.FILINGS: filings.count,
    Section.TREASURY: treasury.count,
    Section.FEEDBACK: activities.feedback,
    Section.OUTREACH: activities.outreach,
    Section.GUIDANCE: activities.guidance,
    Section.TASKS: activities.tasks,
    Section.SECURITY: activities.security,
}

# Measures with a register of their own, counted even where the rest of their section is only reported.
APART = frozenset(reasons.KEYS)
# Sections that a unit enters as the numbers of a month: without an entry there is no data, which is not zero. Their
# sources answer zeros too, so that the answer says who has an entry.
BY_ENTRY = frozenset(
    {
        Section.TREASURY, Section.FEEDBACK, Section.OUTREACH, Section.GUIDANCE, Section.TASKS, Section.SECURITY,
    }
)  # fmt: skip

# Measures whose totals are counted over the subtree, since distinct things do not add up.
SUBTREE_SOURCES: dict[str, Callable[[Month, Iterable[int] | None], Counts]] = {Section.PROCEDURES: procedures.subtree}
# The same together with the own values of some units, from the same rows.
BOTH_SOURCES: dict[str, Callable] = {Section.PROCEDURES: procedures.with_subtree}

# The same for any groups of units, in a period: totals of one kind of unit, or in another structure.
GROUP_SOURCES: dict[str, Callable] = {Section.PROCEDURES: procedures.among}


def count(section: str, month: Month, unit_ids: Iterable[int] | None) -> Counts:
    """The registered values of a section; empty for a section that is only reported."""
    source = SOURCES.get(section)
    return source(month, unit_ids) if source else {}


def count_subtree(section: str, month: Month, unit_ids: Iterable[int] | None) -> Counts:
    """The totals of a section's distinct measures for the units; empty where there are none."""
    source = SUBTREE_SOURCES.get(section)
    return source(month, unit_ids) if source else {}


def count_with_subtree(section: str, month: Month, unit_ids, above: Iterable[int]) -> tuple[Counts, Counts]:
    """The registered values of the units, and the totals of distinct measures of `above`, among which they are."""
    return BOTH_SOURCES[section](month, unit_ids, None if unit_ids is None else above)
