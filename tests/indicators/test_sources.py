"""Every measure that a register counts, by a small example with numbers worked out by hand."""

from datetime import date

import pytest

from common.months import Month
from communes.reorganise import merge
from indicators import checking, rollups, sources
from indicators.models import Figure, Measure
from services.models import FilingTransfer
from tests.factories import communes as make
from tests.factories.desk import at, make_filing
from tests.indicators import example

pytestmark = pytest.mark.django_db
JUNE, JULY, AUGUST = Month(2020, 6), Month(2020, 7), Month(2020, 8)


@pytest.fixture
def tree():
    make.open_calendar()
    return make.make_district()


def by_hand(section: str, expected: dict) -> dict:
    return {(unit.pk, f"{section}.{name}"): n for unit, numbers in expected.items() for name, n in numbers.items()}


@pytest.mark.parametrize("fill", example.SECTIONS, ids=lambda fill: fill.__name__)
def test_section_is_counted_as_by_hand(tree, fill):
    section = fill.__name__
    expected = by_hand(section, fill(tree))
    assert sources.count(section, JULY, None) == expected
    for unit in (tree.tacuty, tree.banpho, tree.office):
        own = {key: n for key, n in expected.items() if key[0] == unit.pk}
        assert sources.count(section, JULY, [unit.pk]) == own


def test_every_measure_of_a_register_is_counted_somewhere(tree):
    keys = {f"{fill.__name__}.{name}" for fill in example.SECTIONS for n in fill(tree).values() for name in n}
    in_register = set(Measure.objects.filter(in_register=True).values_list("key", flat=True))
    assert in_register - keys == {"filings.transferred_in", "filings.transferred_out"}, "tested beneath"
    assert keys <= in_register


def test_whole_example_adds_up_to_the_root(tree):
    expected = {}
    for fill in example.SECTIONS:
        expected |= by_hand(fill.__name__, fill(tree))
    rollups.rebuild(months=[JUNE, JULY, AUGUST])
    totals = {}
    for (_unit, key), number in expected.items():
        totals[key] = totals.get(key, 0) + number
    # Procedures are distinct: one is offered in both communes; and there is the one of the filings.
    totals |= {"procedures.in_force": 4, "procedures.published": 3, "procedures.level_3": 1}
    rows = Figure.objects.filter(unit=tree.province, year=2020, month=7).values_list("measure__key", "total")
    assert dict(rows) == totals
    assert checking.check(months=[JUNE, JULY, AUGUST])[0] == []


def test_spending_of_less_than_a_thousand_is_nothing_yet(tree):
    make.make_equipment(tree.tacuty, since=date(2020, 7, 1), cost=999)
    assert "equipment.invested" not in {key for _unit, key in sources.count("equipment", JULY, None)}


def test_trained_people_begin_at_zero_every_january(tree):
    person = make.make_staff(tree.tacuty, since=date(2019, 1, 1))
    person.trainings.create(unit=tree.tacuty, trained_on=date(2019, 12, 31), subject="Ký số")
    trained = {month: n for month in (Month(2019, 11), Month(2019, 12), Month(2020, 1)) if (n := trained_in(month))}
    assert trained == {Month(2019, 12): 1}


def trained_in(month):
    return sum(n for (_unit, key), n in sources.count("staff", month, None).items() if key == "staff.trained")


def filing_figures(month) -> dict:
    return {
        (unit, key.split(".")[1]): n
        for (unit, key), n in sources.count("filings", month, None).items()
        if key.split(".")[1] in {"transferred_in", "transferred_out", "open_in_time", "carried_over", "finished"}
    }


def test_filing_handed_over_twice_is_open_at_the_last_unit_only(tree):
    """Received in June, handed over on 1 and 16 July, finished in August."""
    filing = make_filing(tree.tacuty, received="2020-06-10 08:00")
    merge(by=None, effective_on=date(2020, 7, 1), resolution="1/NQ", absorbed=[tree.tacuty], into=tree.banpho)
    merge(by=None, effective_on=date(2020, 7, 16), resolution="2/NQ", absorbed=[tree.banpho], into=tree.office)
    assert FilingTransfer.objects.filter(filing=filing).count() == 2
    type(filing).objects.update(status=9, finished_time=at("2020-08-02 10:00"), timeliness="on_time")
    first, second, third = tree.tacuty.pk, tree.banpho.pk, tree.office.pk
    assert filing_figures(JUNE) == {(first, "open_in_time"): 1}
    assert filing_figures(JULY) == {
        (first, "carried_over"): 1,
        (first, "transferred_out"): 1,
        (second, "transferred_in"): 1,
        (second, "transferred_out"): 1,
        (third, "transferred_in"): 1,
        (third, "open_in_time"): 1,
    }
    assert filing_figures(AUGUST) == {(third, "carried_over"): 1, (third, "finished"): 1}


def test_open_filing_is_judged_today_in_the_running_month(tree, settings):
    """Late from 10 August: in time on the 3rd, late on the 11th."""
    make_filing(tree.tacuty, received="2020-07-20 08:00", late_from="2020-08-10 17:00")
    states = []
    for day in (date(2020, 8, 3), date(2020, 8, 10), date(2020, 8, 11)):
        settings.BACHA_TODAY = day
        found = sources.count("filings", AUGUST, [tree.tacuty.pk])
        states.append({key.split("_", 1)[1] for _unit, key in found if key.startswith("filings.open_")})
    assert states == [{"in_time"}, {"late"}, {"late"}]


def test_reporting_month_of_the_decree_ends_on_the_fourteenth(tree, settings):
    settings.REPORTING_CUTOFF_DAY = 14
    for day in (date(2020, 6, 14), date(2020, 6, 15), date(2020, 7, 14), date(2020, 7, 15)):
        make.make_staff(tree.tacuty, since=day)
        make_filing(tree.tacuty, received=f"{day} 23:30")
    found = sources.count("filings", JULY, [tree.tacuty.pk])
    assert found[(tree.tacuty.pk, "filings.received")] == 2
    assert sources.count("staff", JULY, None)[(tree.tacuty.pk, "staff.total")] == 3
