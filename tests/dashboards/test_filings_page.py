"""The page of the filings of a unit: every number leads to exactly its rows, in scope, in few and bounded queries."""

import copy
import re
from datetime import date
from html import unescape
from types import SimpleNamespace

import pytest
from django.utils import timezone

from common.months import Month
from communes.models import Role
from dashboards import filing_rows
from indicators import rollups
from indicators.outcomes import Outcome
from services import waiting
from services.models import Filing, FilingTransfer, Procedure
from tests.access.standing import built_once
from tests.dashboards.conftest import person
from tests.factories import communes as ground
from tests.factories.desk import at, make_filing, make_procedure

pytestmark = pytest.mark.django_db
PERIOD = "from=2020-05&to=2020-07"
DISTRICT = f"/filings/units/huyen-bac-ha/?{PERIOD}"


def done(unit, procedure, received, finished, timeliness, **fields):
    """A finished filing of a class."""
    return make_filing(
        unit, procedure, received=received, finished_time=finished, timeliness=timeliness, **{"status": 10} | fields
    )


def fill():
    """Filings of every end at two communes and an office, one of them taken over from another commune."""
    ground.open_calendar(first=Month(2020, 5))
    tree = ground.make_district()
    birth, marriage = (make_procedure(name) for name in ("Khai sinh", "Kết hôn"))
    for number in range(1, 13):
        kind = "late" if number < 4 else "early" if number < 7 else "on_time"
        done(tree.tacuty, birth, f"2020-06-{number:02} 08:00", "2020-07-02 09:00", kind, channel="online")
    done(tree.banpho, marriage, "2020-05-04 08:00", "2020-05-29 09:00", "late", channel="postal")
    done(tree.office, marriage, "2020-05-05 08:00", "2020-06-30 23:59", "on_time")
    done(tree.banpho, birth, "2020-06-05 08:00", "2020-06-08 09:00", "early", status=7)
    done(tree.banpho, birth, "2020-06-05 08:00", "2020-06-08 09:00", "late", status=8)
    done(tree.banpho, birth, "2020-06-05 08:00", "2020-06-05 09:00", "", status=3)
    done(tree.banpho, birth, "2020-04-05 08:00", "2020-04-30 09:00", "late")
    moved = make_filing(tree.banpho, birth, received="2020-05-06 08:00", status=4, late_from="2020-06-01 17:30",
                        holding_unit=tree.tacuty)  # fmt: skip
    FilingTransfer.objects.create(filing=moved, from_unit=tree.banpho, to_unit=tree.tacuty, on=date(2020, 6, 1))
    make_filing(tree.tacuty, birth, received="2020-07-30 08:00", status=5)
    make_filing(tree.office, marriage, received="2020-07-31 08:00", status=2, late_from="2020-08-01 17:30")
    rollups.rebuild()
    people = {"leader": person(Role.LEADER, tree.district), "official": person(Role.OFFICIAL, tree.tacuty)}
    return SimpleNamespace(**vars(tree), **people)


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """See `fill`; once, in a transaction around the tests."""
    with django_db_blocker.unblock(), built_once(fill) as built:
        yield built


@pytest.fixture
def busy(filled, db, settings):
    """The same for one test."""
    settings.REFRESH_MODE = "worker"
    return copy.deepcopy(filled)


def linked_numbers(text: str) -> dict[str, int]:
    """Address of the list of filings -> the number that leads to it, of the whole page."""
    found = re.findall(r'<a href="(/filings/\?[^"]+)">(?:<[^>]+>)*([\d.]+)</a>', text)
    return {unescape(url): int(number.replace(".", "")) for url, number in found}


@pytest.mark.parametrize("slug", ["huyen-bac-ha", "xa-ta-cu-ty", "xa-ban-pho", "phong-van-hoa"])
def test_every_number_leads_to_exactly_its_rows(busy, see, slug):
    unit = next(one for one in (busy.district, busy.tacuty, busy.banpho, busy.office) if one.slug.startswith(slug))
    page = see(busy.leader, f"/filings/units/{unit.slug}/?{PERIOD}")
    numbers = linked_numbers(page.content.decode())
    assert len(numbers) >= 4
    for url, number in numbers.items():
        listed = see(busy.leader, url).context
        assert not listed["filterset"].errors
        assert listed["count"].number == number, url


def test_page_says_what_came_how_it_ended_and_what_is_open(busy, see):
    page = see(busy.leader, DISTRICT).context
    assert page["verdict"] == (
        "Filings in the months 05/2020 to 07/2020: 19 received, 14 finished, of these 71,43\u00a0% early or on time "
        f"and 4 late. Now ({timezone.localtime(page['now'].at):%d/%m/%Y %H:%M}) 3 are open, 2 of them late."
    )
    assert {line.name: line.text for line in page["lines"]} == {
        "Filings received": "19", "Filings received in person": "6", "Filings received online": "12",
        "Filings received by public post": "1", "Filings finished": "14", "Filings finished early": "3",
        "Filings finished on time (not early)": "7", "Filings finished late": "4", "Filings withdrawn": "1",
        "Filings stopped": "1",
    }  # fmt: skip
    assert [(line.name, line.in_time[0], line.late[0]) for line in page["statuses"]] == [
        ("Accepted", 0, 1), ("In progress", 0, 1), ("Supplement requested", 1, 0), ("Total", 1, 2)
    ]  # fmt: skip


def test_worst_procedures_by_number_or_by_share_with_small_numbers_last(busy, see):
    def order(query: str) -> list[tuple]:
        rows = see(busy.leader, f"{DISTRICT}{query}").context["procedure_table"].data.data
        return [(row.procedure.name, row.outcome.late, row.outcome.finished, row.is_small) for row in rows]

    assert order("") == [("Khai sinh", 3, 12, False), ("Kết hôn", 1, 2, True)]
    assert order("&worst=share") == [("Khai sinh", 3, 12, False), ("Kết hôn", 1, 2, True)]
    assert order("&from=2020-05&to=2020-06") == [("Kết hôn", 1, 2, True), ("Khai sinh", 0, 0, True)]
    text = see(busy.leader, DISTRICT).content.decode()
    assert text.count("few filings</span>") == 1


def test_share_and_number_are_two_orders():
    made = [
        filing_rows.ProcedureRow(Procedure(name=name), Outcome(0, finished, finished, late))
        for name, finished, late in (("many", 100, 10), ("share", 12, 5), ("few", 2, 2), ("none", 0, 0))
    ]
    for order, expected in (("late", "many share few none"), ("share", "share many few none")):
        assert " ".join(row.procedure.name for row in filing_rows.ordered(made, order)) == expected


def test_oldest_open_filings_stand_at_the_unit_that_holds_them(busy, see):
    def oldest(who, slug: str) -> list[str]:
        rows = see(who, f"/filings/units/{slug}/").context["oldest"].data.data
        return [f"{timezone.localtime(row.received_time):%d/%m}" for row in rows]

    assert oldest(busy.leader, "huyen-bac-ha") == ["06/05", "30/07", "31/07"]
    assert oldest(busy.official, "xa-ta-cu-ty") == ["06/05", "30/07"]
    assert oldest(busy.leader, "xa-ban-pho") == []
    clerk = person(Role.OFFICIAL, busy.district)
    assert oldest(clerk, "huyen-bac-ha") == [], "an official sees the rows of the unit itself"
    assert see(busy.official, "/filings/units/huyen-bac-ha/").status_code == 404


def test_units_below_are_ordered_by_what_is_open_and_late(busy, see):
    table = see(busy.leader, DISTRICT).context["unit_table"]
    rows = [(row.unit.slug, row.open_late, row.open, row.figures["finished_late"]) for row in table.data.data]
    assert rows[:2] == [("xa-ta-cu-ty", 1, 2, 3), (busy.office.slug, 1, 1, 0)]
    assert ("xa-ban-pho", 0, 0, 1) in rows


def test_files_hold_all_procedures_and_units(busy, see):
    text = see(busy.leader, f"{DISTRICT}&export=csv").getvalue().decode()
    assert "Khai sinh,Hộ tịch,16,12,3,25.00,no" in text
    units = see(busy.leader, f"{DISTRICT}&export=csv&table=units").getvalue().decode()
    assert re.search(r"Tả Củ Tỷ,1,2,13,12,3,6,3,75.00", units), units


def test_too_much_open_is_said_and_not_counted(busy, see, monkeypatch):
    monkeypatch.setattr(waiting, "MOST_OPEN", 2)
    page = see(busy.leader, DISTRICT)
    assert page.context["now"].open is None
    assert "More than 2 filings are open here; they are not counted." in page.content.decode()
    assert see(busy.leader, f"/filings/units/{busy.office.slug}/").context["now"].open == 1


def test_one_kind_of_unit_has_numbers_without_addresses(busy, see):
    page = see(busy.leader, f"{DISTRICT}&kind=commune")
    assert {line.name: line.text for line in page.context["lines"]}["Filings finished"] == "13"
    assert page.context["now"].open == 2
    assert linked_numbers(page.content.decode()) == {}


def test_queries_do_not_grow(busy, see, django_assert_num_queries, client):
    see(busy.leader, DISTRICT)
    with django_assert_num_queries(QUERIES):
        client.get(DISTRICT)
    for number in range(40):
        commune = ground.make_unit(f"Xã {number}", parent=busy.district)
        done(commune, make_procedure(), "2020-06-01 08:00", "2020-06-30 08:00", "late")
        make_filing(commune, status=4, received="2020-06-01 08:00", late_from="2020-06-05 08:00")
    rollups.rebuild()
    assert Filing.objects.overdue(at=at("2020-08-03 08:00")).count() == 42
    with django_assert_num_queries(QUERIES):
        client.get(DISTRICT)


QUERIES = 20
