"""Demand for online procedures equals a recount of the registers: any units, mergers, periods, levels and fields."""

from collections import Counter
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.months import Month
from communes.models import Cell, SectionSource
from communes.writing import mark
from indicators import rollups
from indicators.demand import Tally, Units, Use
from indicators.distinct import COUNTS, Procedures
from services.models import ProcedureLevel
from tests.factories import communes as ground
from tests.factories.desk import LONG_AGO, make_filing, make_offer, make_procedure
from tests.indicators.recounting import Recount

pytestmark = pytest.mark.django_db
MAY, JULY = Month(2020, 5), Month(2020, 7)
ENDS = date(2020, 6, 16)  # of the merger: in the middle of a month
PLACES = 6  # communes 0 to 3 of two districts, office 4 of the first, commune 5 of the second
PROCEDURES = 3
LEVELS = [("4",), ("3",), ("2",), ("3", "4"), ("2", "3"), ("4", "2"), ("3", "", "4")]
SHARES = {0: (), 1: (Decimal(1),), 2: (Decimal("0.6"), Decimal("0.4"))}
received = st.tuples(
    st.integers(0, PLACES - 1), st.integers(0, PROCEDURES - 1), st.sampled_from(["direct", "online", "postal"]),
    st.integers(5, 7), st.sampled_from([2, 2, 2, 3]),
)  # fmt: skip


@st.composite
def lands(draw):
    """Levels, offers and filings of a few procedures, who reports totals only, and perhaps a merger or a split."""
    heirs = draw(st.permutations(range(1, PLACES)))[: draw(st.integers(0, 2))]
    offers = st.sets(st.tuples(st.integers(0, PROCEDURES - 1), st.integers(0, PLACES - 1)), min_size=6)
    return SimpleNamespace(
        levels=draw(st.lists(st.sampled_from(LEVELS), min_size=PROCEDURES, max_size=PROCEDURES)),
        fields=draw(st.lists(st.sampled_from(["Hộ tịch", "Đất đai"]), min_size=PROCEDURES, max_size=PROCEDURES)),
        offers=draw(offers),
        late=draw(st.sets(st.integers(0, PLACES - 1), max_size=2)),
        filings=draw(st.lists(received, min_size=10, max_size=16)),
        silent=draw(st.dictionaries(st.integers(0, PLACES - 1), st.sampled_from([None, 6, 7]), max_size=1)),
        heirs=list(zip(heirs, SHARES[len(heirs)], strict=True)),
    )


asked = st.fixed_dictionaries(
    {
        "months": st.tuples(st.integers(5, 7), st.integers(5, 7)).map(sorted),
        "structure": st.sampled_from(["was", "is"]),
        "kind": st.sampled_from(["", "", "commune", "office"]),
        "level": st.sampled_from(["", "", "3", "4"]),
        "of_field": st.sampled_from(["", "", "Hộ tịch"]),
    }
)


def settle(land) -> list:
    """The units: province, two districts, then the places."""
    ground.open_calendar(first=MAY, last=JULY)
    province = ground.make_unit("Lào Cai", kind="province")
    one, two = (ground.make_unit(name, kind="district", parent=province) for name in ("Bắc Hà", "Si Ma Cai"))
    places = [
        ground.make_unit(f"Nơi {n}", kind="office" if n == 4 else "commune", parent=two if n in (3, 5) else one)
        for n in range(PLACES)
    ]
    for number, (names, of_field) in enumerate(zip(land.levels, land.fields, strict=True)):
        procedure = make_procedure(f"Thủ tục {number}", field=of_field)
        days = [LONG_AGO, date(2020, 5, 20), date(2020, 6, 20)]
        for name, since, until in zip(names, days, [*days[1 : len(names)], None], strict=False):
            if name:
                ProcedureLevel.objects.create(procedure=procedure, level=name, since=since, until=until)
        for which, place in sorted(land.offers):
            if which == number:
                since = date(2020, 6, 5) if place in land.late else LONG_AGO
                make_offer(procedure, places[place], since=since)
        for place, which, channel, month, status in land.filings:
            if which == number:
                done = {"finished_time": f"2020-0{month}-08 10:00"} if status == 3 else {}
                make_filing(
                    places[place], procedure, received=f"2020-0{month}-08 08:00", channel=channel, status=status, **done
                )
    for place, month in land.silent.items():
        SectionSource.objects.create(unit=places[place], section="filings", source="report", since=LONG_AGO)
        if month:
            since = date(2020, month, 1)
            SectionSource.objects.create(unit=places[place], section="filings", source="register", since=since)
    if land.heirs:
        ground.make_succession(places[0], *((places[heir], share) for heir, share in land.heirs), on=ENDS)
    mark({Cell(places[place].pk, 2020, month, "filings") for place, _which, _channel, month, _status in land.filings})
    rollups.refresh()
    return [province, one, two, *places]


@given(land=lands(), question=asked)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_demand_equals_a_recount_of_the_registers(land, question):
    with transaction.atomic():
        units = settle(land)
        again = Recount(land, units, question)
        options = {"structure": question["structure"], "kind": question["kind"]}
        read = Units([unit.pk for unit in units], **options)
        chosen = {name: question[name] for name in ("level", "of_field")}
        demand, latest = read.demand(again.first, again.last, **chosen), read.last_online(again.last)
        for unit in units:
            here, expected = demand.get(unit.pk, {}), again.demand(unit)
            found = {pk: (one.level, one.since, one.units, one.received) for pk, one in here.items()}
            assert found == expected, unit
            assert latest.get(unit.pk, {}) == again.last_online(unit), unit
            uses = Counter(_use(row[3]) for row in expected.values())
            tally = Tally.of(here.values())
            assert (tally.filed_online, tally.counter, tally.none) == tuple(uses[use] for use in Use)
            if not any(chosen.values()):
                _agrees_with_the_indicators(unit, again, tally, options)
        transaction.set_rollback(True)


def test_a_gap_between_two_levels_begins_anew():
    ground.open_calendar(first=MAY, last=JULY)
    unit = ground.make_district().tacuty
    broken, whole = (make_procedure(offered_by=[unit]) for _each in range(2))
    for procedure, until in ((broken, date(2020, 6, 1)), (whole, date(2020, 6, 20))):
        ProcedureLevel.objects.create(procedure=procedure, level="3", since=LONG_AGO, until=until)
        ProcedureLevel.objects.create(procedure=procedure, level="4", since=date(2020, 6, 20))
    found = Units([unit.pk]).demand(JULY, JULY)[unit.pk]
    assert (found[broken.pk].since, found[whole.pk].since) == (date(2020, 6, 20), LONG_AGO)


def _use(filings: dict) -> Use:
    return Use.ONLINE if filings.get("online") else Use.COUNTER if any(filings.values()) else Use.NONE


def _agrees_with_the_indicators(unit, again: Recount, tally: Tally, options: dict) -> None:
    data = Procedures(unit, again.first, again.last, **options)
    names = ("online_procedures", "online_procedures_filed", "online_procedures_filed_online")
    counted = tuple(COUNTS[name](data) for name in names)
    assert counted == (tally.online, tally.filed_online + tally.counter, tally.filed_online)
