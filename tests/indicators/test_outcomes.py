"""Filings by procedure: received, finished and late, equal to a plain recount for any filings, units and periods."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.months import Month
from indicators import checking, rollups
from indicators.outcomes import outcomes
from services.models import Filing
from tests.factories import communes as ground
from tests.factories.desk import at, make_filing, make_procedure

pytestmark = pytest.mark.django_db
MAY, JULY = Month(2020, 5), Month(2020, 7)
# (place of the unit, of the one that finishes, of the procedure, day of May on which it came, days that it took, class)
FILING = st.tuples(
    st.integers(0, 2), st.integers(0, 2), st.integers(0, 1), st.integers(0, 80), st.integers(0, 60),
    st.sampled_from(["early", "on_time", "late", "withdrawn", "rejected", "open"]),
    st.sampled_from(["direct", "online", "postal"]),
)  # fmt: skip


@pytest.fixture
def tree(settings):
    settings.REFRESH_MODE = "worker"
    ground.open_calendar(first=MAY)
    return ground.make_district()


def write(tree, procedures, rows) -> None:
    units, base = (tree.tacuty, tree.banpho, tree.office), at("2020-05-01 08:00")
    for unit, holder, procedure, came, took, end, channel in rows:
        received = base + timedelta(days=came)
        fields = {"holding_unit": units[holder], "channel": channel, "status": 4}
        if end != "open":
            status = {"withdrawn": 7, "rejected": 3}.get(end, 10)
            fields |= {"status": status, "finished_time": received + timedelta(days=took)}
            fields["timeliness"] = end if status == 10 else ""
        moment = timezone.localtime(received)
        make_filing(units[unit], procedures[procedure], received=f"{moment:%Y-%m-%d %H:%M}", **fields)


def recounted(units, first: Month, last: Month) -> dict[int, tuple]:
    """From the rows themselves, one by one."""
    ids, found = {unit.pk for unit in units}, {}
    for row in Filing.objects.exclude(status=3):
        counts = found.setdefault(row.procedure_id, Counter())
        if row.unit_id in ids and first <= Month.of(timezone.localtime(row.received_time).date()) <= last:
            counts["received"] += 1
        is_done = row.status in (9, 10) and row.holding_unit_id in ids
        if is_done and first <= Month.of(timezone.localtime(row.finished_time).date()) <= last:
            counts["finished"] += 1
            counts["late"] += row.timeliness == "late"
    lines = {pk: (counts["received"], counts["finished"], counts["late"]) for pk, counts in found.items()}
    return {pk: line for pk, line in lines.items() if any(line)}


def told(*args, **options) -> dict[int, tuple]:
    return {one.procedure_id: (one.received, one.finished, one.late) for one in outcomes(*args, **options)}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FILING, max_size=25), st.integers(0, 2), st.integers(0, 2))
def test_outcomes_equal_a_recount(tree, rows, start, length):
    first = MAY + start
    last = min(first + length, JULY)
    with transaction.atomic():
        write(tree, [make_procedure(), make_procedure()], rows)
        rollups.rebuild()
        assert checking.check()[0] == []
        everybody = (tree.tacuty, tree.banpho, tree.office)
        assert told(tree.district, first, last) == recounted(everybody, first, last)
        assert told(tree.banpho, first, last) == recounted((tree.banpho,), first, last)
        communes = (tree.tacuty, tree.banpho)
        assert told(tree.district, first, last, kind="commune") == recounted(communes, first, last)
        transaction.set_rollback(True)


def test_heir_has_the_outcomes_of_a_merged_commune_and_an_estimate_of_a_split_one(tree):
    procedure = make_procedure()
    done = {"status": 10, "finished_time": "2020-06-09 08:00", "timeliness": "late", "procedure": procedure}
    for _number in range(3):
        make_filing(tree.banpho, received="2020-06-08 08:00", **done)
    ground.make_succession(tree.banpho, (tree.tacuty, "0.6"), (tree.office, "0.4"))
    rollups.rebuild()
    assert outcomes(tree.tacuty, MAY, JULY) == []
    (found,) = outcomes(tree.tacuty, MAY, JULY, structure="is")
    assert (found.received, found.finished, found.late, found.estimated) == (2, 2, 2, True)
    (whole,) = outcomes(tree.district, MAY, JULY, structure="is")
    assert (whole.finished, whole.late, str(whole.late_share), whole.estimated) == (3, 3, "100.00", False)
