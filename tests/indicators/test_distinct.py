"""Counts of distinct things: never sums of units or of months, at every level, kind and structure."""

from datetime import date

import pytest

from common.months import Month
from communes.models import Cell, Reorganisation, SectionSource, Succession
from communes.writing import mark
from indicators import actions, checking, rollups
from indicators.definitions import definitions, key_by_definition
from indicators.demand import Units
from indicators.distinct import COUNTS, Procedures
from indicators.models import DeclaredValue, Figure, Measure, ProcedureFigure
from indicators.reports import by_unit, indicator, series
from services.models import Filing, Procedure, ProcedureLevel
from tests.factories import communes as ground
from tests.factories.desk import make_filing, make_offer, make_procedure

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY, AUGUST = (Month(2020, number) for number in (5, 6, 7, 8))


@pytest.fixture
def tree(settings):
    settings.REFRESH_MODE = "worker"
    ground.open_calendar(first=MAY)
    return ground.make_district()


@pytest.fixture
def served(tree):
    """Birth is filed online in both communes, marriage only in person, death never; land is at level 2."""
    both = [tree.tacuty, tree.banpho]
    birth, marriage = (make_procedure(name, offered_by=both, level="3") for name in ("Khai sinh", "Kết hôn"))
    make_procedure("Khai tử", offered_by=[tree.tacuty], level="4")
    land = make_procedure("Đất đai", offered_by=[tree.office], level="2")
    for month in (5, 6, 7):
        for unit in both:
            make_filing(unit, birth, received=f"2020-0{month}-08 08:00", channel="online")
    make_filing(tree.tacuty, marriage, received="2020-06-08 08:00")
    make_filing(tree.office, land, received="2020-06-08 08:00", channel="online")
    make_filing(tree.office, land, received="2020-06-09 08:00", channel="online", status=3,
                finished_time="2020-06-09 09:00")  # fmt: skip
    rollups.rebuild()
    return tree


def counts(unit, first, last, **options) -> dict[str, int]:
    data = Procedures(unit, first, last, **options)
    return {name: count(data) for name, count in COUNTS.items()}


def test_procedures_with_filings_are_counted_once_for_all_communes_and_months(served):
    assert counts(served.district, MAY, JULY) == {
        "online_procedures": 3,
        "online_procedures_filed": 2,
        "online_procedures_filed_online": 1,
        "filings_34": 7,
        "online_filings_34": 6,
    }
    monthly = sum(counts(served.district, month, month)["online_procedures_filed_online"] for month in (MAY, JUNE))
    assert monthly == 2 * counts(served.district, MAY, JUNE)["online_procedures_filed_online"]
    assert str(indicator(served.district, "procedures_with_filings", MAY, JULY).value) == "33.33"
    assert str(indicator(served.district, "procedures_used_online", MAY, JULY).value) == "50.00"
    assert str(indicator(served.district, "filings_online_34", MAY, JULY).value) == "85.71"


def test_each_definition_of_the_ratio_has_its_own_denominator(served):
    """Six of seven filings at levels 3 and 4 came online; with level 2 eight were received, seven of them online."""
    found = {}
    for word, key in definitions("filings_online_34").items():
        share = indicator(served.district, key_by_definition(key, word), MAY, JULY)
        found[word] = (share.numerator, share.denominator, str(share.value))
    assert found == {"own": (6, 7, "85.71"), "all": (6, 8, "75.00")}


def test_each_unit_and_kind_counts_its_own(served):
    assert counts(served.banpho, MAY, JULY)["online_procedures"] == 2
    assert counts(served.district, MAY, JULY, kind="commune") == counts(served.district, MAY, JULY)
    offices = counts(served.district, MAY, JULY, kind="office")
    assert set(offices.values()) == {0}
    assert indicator(served.district, "procedures_with_filings", MAY, JULY, kind="office").value is None


def test_the_last_month_online_is_the_latest_of_all_that_count(served):
    """Filed online every month; Bản Phố, which merges, in July too, when Tả Củ Tỷ no more had any."""
    birth = Procedure.objects.get(name="Khai sinh").pk
    Filing.objects.filter(unit=served.tacuty, received_time__month=7, procedure=birth).update(channel="direct")
    ground.make_succession(served.banpho, served.tacuty, on=date(2020, 8, 1))
    rollups.rebuild()

    def latest(until, structure="was"):
        found = Units([served.district.pk, served.tacuty.pk], structure=structure).last_online(until)
        return [found[unit.pk][birth] for unit in (served.district, served.tacuty)]

    assert latest(AUGUST) == [JULY, JUNE]
    assert latest(AUGUST, structure="is") == [JULY, JULY]
    assert latest(MAY) == [MAY, MAY]


def test_level_of_the_month_decides_which_filings_are_at_level_3_and_4(served):
    ProcedureLevel.objects.filter(procedure__name="Khai sinh").update(until=date(2020, 6, 30))
    assert counts(served.district, MAY, JUNE) == {
        "online_procedures": 2,
        "online_procedures_filed": 1,
        "online_procedures_filed_online": 0,
        "filings_34": 3,
        "online_filings_34": 2,
    }


def test_year_that_is_not_over_counts_the_offers_of_the_running_month(served):
    make_offer(make_procedure(level="4"), served.tacuty, until=date(2020, 9, 1))
    assert counts(served.district, MAY, Month(2020, 12))["online_procedures"] == 4
    assert counts(served.district, Month(2020, 10), Month(2020, 12))["online_procedures"] == 0


def test_unit_that_only_reports_totals_is_no_zero(served):
    tree = served
    Filing.objects.all().delete()
    for unit in (tree.tacuty, tree.banpho, tree.office):
        SectionSource.objects.create(unit=unit, section="filings", source="report", since=date(2020, 1, 1))
    measure = Measure.objects.get(key="filings.received")
    actions.declare(by=None, unit=tree.tacuty, measure=measure, month=MAY, value=40, reason="x")
    reviewer = ground.make_member("reviewer", tree.district)
    actions.approve(by=reviewer, declared=list(DeclaredValue.objects.all()))
    rollups.rebuild()
    assert series(tree.district, "filings.received", MAY, JUNE).value == 40
    for key in ("procedures_with_filings", "filings_online_34", "filings_online_34_of_all"):
        assert indicator(tree.district, key, MAY, JUNE).value is None, key
    SectionSource.objects.create(unit=tree.banpho, section="filings", source="register", since=date(2020, 6, 1))
    assert counts(tree.district, MAY, JUNE)["online_procedures"] == 2, "only what Bản Phố offers"


def test_filings_by_procedure_are_kept_at_every_level_of_the_tree(served):
    rows = ProcedureFigure.objects.filter(procedure__name="Khai sinh", year=2020, month=6)
    found = {(row.unit_id, row.channel, row.own, row.total) for row in rows}
    assert found == {
        (served.tacuty.pk, "online", 1, 1),
        (served.banpho.pk, "online", 1, 1),
        (served.district.pk, "online", 0, 2),
        (served.province.pk, "online", 0, 2),
    }


def totals(month=JUNE, key="procedures.in_force") -> dict[int, tuple]:
    rows = Figure.objects.filter(measure__key=key, year=month.year, month=month.month)
    return {row.unit_id: (row.own, row.total) for row in rows}


def test_offers_of_several_communes_are_one_procedure_above_them(served):
    tree = served
    assert totals() == {
        tree.tacuty.pk: (3, 3),
        tree.banpho.pk: (2, 2),
        tree.office.pk: (1, 1),
        tree.district.pk: (None, 4),
        tree.province.pk: (None, 4),
    }
    assert series(tree.district, "procedures.in_force", JUNE, JUNE).value == 4
    assert series(tree.district, "procedures.in_force", JUNE, JUNE, kind="commune").value == 3
    assert series(tree.district, "procedures.level_3", MAY, JUNE, kind="commune").value == 2
    assert series(tree.district, "procedures.level_3", JUNE, JUNE, kind="office").value == 0
    assert str(indicator(tree.district, "procedures_online", JUNE, JUNE).value) == "75.00"


def test_total_of_a_distinct_measure_follows_one_unit(served):
    """A single unit is recounted, and the totals above it over the whole subtree."""
    tree = served
    offer = tree.tacuty.procedure_offers.get(procedure__name="Khai tử")
    type(offer).objects.filter(pk=offer.pk).update(until=date(2020, 6, 30))
    pks = dict(Figure.objects.filter(measure__key="procedures.in_force", month=6).values_list("unit", "pk"))
    mark({Cell(tree.tacuty.pk, 2020, 6, "procedures")})
    rollups.refresh()
    assert [totals()[unit.pk][1] for unit in (tree.tacuty, tree.banpho, tree.district, tree.province)] == [2, 2, 3, 3]
    assert checking.check(months=[JUNE])[0] == []
    again = dict(Figure.objects.filter(measure__key="procedures.in_force", month=6).values_list("unit", "pk"))
    assert again == pks, "rows are changed in place"


def test_unit_in_todays_structure_has_what_its_predecessors_had(served):
    tree = served
    new = ground.make_unit("Tả Củ Tỷ", slug="xa-ta-cu-ty-2025", parent=tree.province, valid_from=date(2025, 7, 1))
    act = Reorganisation.objects.create(kind="merge", effective_on=date(2025, 7, 1), resolution="1/NQ")
    for unit in (tree.tacuty, tree.banpho):
        Succession.objects.create(reorganisation=act, predecessor=unit, successor=new)
    now = {unit.slug: counts(unit, MAY, JUNE, structure="is") for unit in (new, tree.district, tree.province)}
    assert now["xa-ta-cu-ty-2025"] == now["tinh-lao-cai"] == counts(tree.province, MAY, JUNE)
    assert set(now["huyen-bac-ha"].values()) == {0}
    assert counts(new, MAY, JUNE)["online_procedures"] == 0
    for unit, expected in ((new, 3), (tree.district, 1), (tree.province, 4)):
        assert series(unit, "procedures.in_force", JUNE, JUNE, structure="is").value == expected
        table = by_unit([unit], ["procedures.in_force"], JUNE, JUNE, structure="is")
        assert table[unit.pk]["procedures.in_force"] == expected
