"""15/08/2022: series of levels that cross it say so, in charts, tables, files and on the pages of indicators."""

from datetime import date

import pytest
from django.utils import translation

from common.months import Month
from communes.models import Role
from dashboards import levels
from indicators.models import Indicator
from services.models import NEW_LEVELS_FROM, ProcedureLevel
from tests.dashboards.conftest import person
from tests.dashboards.test_charts import build
from tests.dashboards.test_without_filings import PATH, row, text
from tests.factories import communes as ground
from tests.factories.desk import make_procedure
from tests.factories.indicators import put_coverage, put_figures

pytestmark = pytest.mark.django_db
ACROSS = {"from": "2022-06", "to": "2022-10"}
JUNE, OCTOBER = Month(2022, 6), Month(2022, 10)


@pytest.fixture
def later(settings):
    """A district in the autumn of 2022."""
    settings.BACHA_TODAY = date(2022, 11, 3)
    ground.open_calendar(first=Month(2022, 1), last=Month(2022, 11))
    tree = ground.make_district()
    for month, (three, four) in zip(range(6, 11), ((9, 2), (9, 2), (4, 7), (4, 7), (5, 8)), strict=True):
        values = {("procedures.level_3", Month(2022, month)): three, ("procedures.level_4", Month(2022, month)): four}
        put_figures(tree.tacuty, values | {("procedures.in_force", Month(2022, month)): 20})
    put_coverage(tree.tacuty, "procedures", "filings", first=JUNE, last=OCTOBER)
    return tree


@pytest.fixture
def leader(later):
    return person("leader", later.district)


def test_chart_of_levels_marks_the_month_of_the_break(later, leader):
    with translation.override("en"):
        found = build("procedures", leader, **ACROSS)
        marks = [marks for _month, marks, _texts in found.rows]
    assert marks == [[], [], ["◆ counted otherwise"], [], []]
    (event,) = found.as_json()["events"]
    assert (event["month"], event["is_break"]) == ("08/2022", True)
    assert event["sentence"].startswith("15/08/2022: the levels information, partial and full")
    assert "not checked against the law" in event["sentence"]


@pytest.mark.parametrize(("key", "period"), [("filings", ACROSS), ("procedures", {"from": "2022-09", "to": "2022-10"})])
def test_other_charts_and_other_months_have_no_break(later, leader, key, period):
    assert build(key, leader, **period).events == ()


def test_pages_and_files_say_it(later, leader, see):
    query = "from=2022-06&to=2022-10"
    overview = see(leader, f"/units/{later.district.slug}/?{query}").content.decode()
    assert overview.count("◆ counted otherwise") == 1
    share = see(leader, f"/indicators/procedures_online/?unit={later.district.slug}&{query}").content.decode()
    assert "◆ 15/08/2022: the levels" in share
    assert share.count("◆ counted otherwise") == 1
    distinct = see(leader, f"/indicators/filings_online_34/?unit={later.district.slug}&{query}").content.decode()
    assert "◆ 15/08/2022: the levels" in distinct
    before = see(leader, f"/indicators/procedures_online/?unit={later.district.slug}&from=2022-06&to=2022-07")
    assert "◆" not in before.content.decode()
    file = see(leader, f"/units/{later.district.slug}/charts/procedures.csv?{query}")
    assert "15/08/2022: the levels" in b"".join(file.streaming_content).decode()


def test_kind_of_unit_has_no_chart_of_levels_on_the_first_page(later, leader, see):
    page = see(leader, f"/units/{later.district.slug}/?kind=commune").content.decode()
    assert 'id="chart-filings"' in page
    assert 'id="chart-procedures"' not in page


def test_indicators_of_levels_are_known():
    found = {row.key for row in Indicator.objects.prefetch_related("terms__measure") if levels.rests_on(row)}
    assert found == {
        "procedures_online", "procedures_with_filings", "procedures_used_online", "filings_online_34",
        "filings_online_34_of_all", "procedures_level_4", "procedures_level_4_of_online",
    }  # fmt: skip


def test_procedures_without_filings_go_on_over_the_break(see, settings):
    settings.BACHA_TODAY = date(2022, 12, 15)
    ground.open_calendar(first=Month(2022, 7), last=Month(2022, 12))
    unit = ground.make_district().tacuty
    procedure = make_procedure("Khai sinh", offered_by=[unit])
    for level, since, until in (("3", date(2022, 7, 20), NEW_LEVELS_FROM), ("partial", NEW_LEVELS_FROM, None)):
        ProcedureLevel.objects.create(procedure=procedure, level=level, since=since, until=until)
    make_procedure("Khai tử", offered_by=[unit], level="4")
    leader = person(Role.LEADER, unit.parent)
    old = see(leader, f"{PATH}?from=2022-07&to=2022-07&level=3")
    new = see(leader, f"{PATH}?from=2022-07&to=2022-09&level=partial")
    assert "(levels 3 and 4)" in text(old)
    assert "(partial and full)" in text(new)
    assert all("never since 20/07/2022" in row(answer, procedure) for answer in (old, new)), "online without a break"
    every = [see(leader, f"{PATH}?from=2022-07&to=2022-0{month}") for month in (7, 9)]
    assert "nobody filed 2 of 2 online" in text(every[0])
    assert "nobody filed 1 of 1 online" in text(every[1]), "a level 4 that nobody replaced ended with its law"
    assert ["level=4" in answer.content.decode() for answer in every] == [True, False], "nor is there one to choose"
    assert "No procedure that fits" in text(see(leader, f"{PATH}?from=2022-07&to=2022-09&level=3"))
