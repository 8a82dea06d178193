"""Channels by procedure, and the post registered against the post used: whatever was filed, equal to a recount."""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.months import Month
from communes.models import SectionSource, UnitClosure
from indicators import checking, rollups
from indicators.reports import Channels, series
from services.models import Channel, Filing
from tests.factories import communes as ground
from tests.factories.desk import make_filing, make_offer, make_procedure, make_reason

pytestmark = pytest.mark.django_db
MAY, JUNE = Month(2020, 5), Month(2020, 6)
MONTHS = [MAY, JUNE, Month(2020, 7)]
PERIODS = [(MAY, MAY), (MAY, JUNE), (JUNE, Month(2020, 7))]
ways = st.sampled_from(Channel.values)
# Unit, procedure, day of receipt in May or June, days until it is finished (None: open), channels, status, days until
# its result is handed out, if it is, and by which unit then.
filing = st.tuples(
    st.integers(0, 2), st.integers(0, 1), st.integers(0, 60), st.one_of(st.none(), st.integers(0, 20)), ways, ways,
    st.sampled_from([3, 7, 8, 9, 10, 10]), st.integers(0, 20), st.integers(0, 2),
)  # fmt: skip


@pytest.fixture
def tree(settings):
    settings.REFRESH_MODE = "worker"
    ground.open_calendar(first=MAY)
    return ground.make_district()


def take_in(units, procedures, rows) -> None:
    for unit, procedure, day, lasts, channel, result, status, lies, hands_out in rows:
        received = timezone.make_aware(timezone.datetime(2020, 5, 1, 9)) + timezone.timedelta(days=day)
        finished = None if lasts is None else received + timezone.timedelta(days=lasts, hours=1)
        handed_out = finished + timezone.timedelta(days=lies) if finished and status == 10 else None
        make_filing(
            units[unit], procedures[procedure], received=f"{timezone.localtime(received):%Y-%m-%d %H:%M}",
            channel=channel, result_channel=result, status=4 if finished is None else status, finished_time=finished,
            returned_time=handed_out, returning_unit=units[hands_out] if handed_out and hands_out != unit else None,
        )  # fmt: skip


def recount(unit_ids, first, last) -> dict[int, tuple[Counter, Counter]]:
    """procedure -> (received, results) by channel, from the filings themselves."""
    found: dict[int, tuple[Counter, Counter]] = {}
    for row in Filing.objects.exclude(status=3):
        pair = found.setdefault(row.procedure_id, (Counter(), Counter()))
        if row.unit_id in unit_ids and first <= month_of(row.received_time) <= last:
            pair[0][row.channel] += 1
        hands_out = row.returning_unit_id or row.holding_unit_id
        if row.returned_time and hands_out in unit_ids and first <= month_of(row.returned_time) <= last:
            pair[1][row.result_channel] += 1
    return {pk: pair for pk, pair in found.items() if pair[0] or pair[1]}


def month_of(moment) -> Month:
    return Month.of(timezone.localtime(moment).date())


def told(data: Channels) -> dict[int, tuple[Counter, Counter]]:
    return {
        use.procedure: tuple(
            Counter({name: n for name in Channel.values if (n := getattr(numbers, name))})
            for numbers in (use.received, use.results)
        )
        for use in data.uses
        if use.received.total or use.results.total
    }


@given(rows=st.lists(filing, max_size=25), registered=st.sets(st.tuples(st.integers(0, 2), st.integers(0, 1))))
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_channels_equal_a_recount_for_any_unit_kind_and_period(tree, rows, registered):
    with transaction.atomic():
        units = [tree.tacuty, tree.banpho, tree.office]
        procedures = [make_procedure(), make_procedure()]
        for unit, procedure in registered:
            make_offer(procedures[procedure], units[unit], postal=True)
        take_in(units, procedures, rows)
        rollups.rebuild(months=MONTHS)
        assert checking.check(months=MONTHS)[0] == []
        for first, last in PERIODS:
            for unit in (tree.province, tree.district, *units):
                below = set(UnitClosure.objects.filter(ancestor=unit).values_list("descendant_id", flat=True))
                assert told(Channels(unit, first, last)) == recount(below, first, last)
            communes = {tree.tacuty.pk, tree.banpho.pk}
            assert told(Channels(tree.district, first, last, kind="commune")) == recount(communes, first, last)
            the_post_is_told(tree, units, procedures, registered, (first, last))
        transaction.set_rollback(True)


def the_post_is_told(tree, units, procedures, registered, period) -> None:
    data = Channels(tree.district, *period)
    number = Counter(procedures[procedure].pk for _unit, procedure in registered)
    assert {use.procedure: use.registered for use in data.uses if use.registered} == number
    having = {units[unit].pk for unit, _procedure in registered}
    using = {pk for pk in having if any("postal" in ways for pair in recount({pk}, *period).values() for ways in pair)}
    assert (data.postal_units.registered, data.postal_units.idle) == (having, having - using)


def test_todays_structure_adds_what_was_taken_over_once(tree):
    procedure = make_procedure(offered_by=[tree.tacuty, tree.banpho])
    procedure.offers.update(postal=True)
    for unit in (tree.tacuty, tree.banpho):
        make_filing(unit, procedure, received="2020-05-08 08:00", channel="postal")
    ground.make_succession(tree.banpho, (tree.tacuty, 1))
    rollups.rebuild(months=MONTHS)
    was, today = (Channels(tree.tacuty, MAY, MAY, structure=one) for one in ("was", "is"))
    assert [use.received.postal for use in was.uses] == [1]
    assert [(use.received.postal, use.registered) for use in today.uses] == [(2, 1)]
    assert today.postal_units.registered == {tree.tacuty.pk}


def test_a_period_that_has_not_begun_has_no_registrations(tree):
    make_offer(make_procedure(), tree.tacuty, postal=True)
    rollups.rebuild(months=MONTHS)
    later = Channels(tree.district, Month(2021, 1), Month(2021, 2))
    assert (later.day, later.uses, later.postal_units.registered) == (None, [], frozenset())


def test_reasons_are_counted_where_filings_are_only_reported(tree):
    SectionSource.objects.create(unit=tree.banpho, section="filings", source="report", since=date(2015, 1, 1))
    make_reason(tree.tacuty, month=6, people=5)
    make_reason(tree.banpho, month=6, people=4, procedure=make_procedure())
    make_filing(tree.banpho, received="2020-06-08 08:00")
    rollups.rebuild(months=MONTHS)
    key = "filings.reason_postal_habit"
    assert series(tree.district, key, MAY, JUNE).value == 9
    assert series(tree.banpho, key, MAY, JUNE).value == 4
    assert not Channels(tree.banpho, MAY, JUNE).uses
    assert checking.check(months=MONTHS)[0] == []
