"""The page on online procedures without online filings: who sees what, where its numbers lead, what it keeps."""

import copy
import csv
import re
from datetime import date
from html import unescape

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.months import Month
from communes.models import Role, SectionSource
from indicators import rollups
from services.models import Procedure, ReasonCount
from tests.access.standing import built_once
from tests.dashboards.conftest import person
from tests.factories import communes as ground
from tests.factories.desk import make_filing, make_offer, make_procedure

PATH = "/procedures/without-filings/"
HALF = "from=2020-05&to=2020-06"
FILING_LINK = re.compile(r'<a href="(/filings/\?[^"]+)">([\d.]+)</a>')


def settle():
    """Birth is filed online in Tả Củ Tỷ and at the counter in Bản Phố; marriage only there; death never; a neighbour
    district files marriage online."""
    ground.open_calendar(first=Month(2020, 4), last=Month(2020, 7))
    tree = ground.make_district()
    other = ground.make_unit("Si Ma Cai", kind="district", parent=tree.province)
    tree.far = ground.make_unit("Bản Mế", parent=other)
    both = [tree.tacuty, tree.banpho, tree.far]
    tree.birth, tree.marriage = (make_procedure(name, offered_by=both, level="3") for name in ("Khai sinh", "Kết hôn"))
    tree.death = make_procedure("Khai tử", offered_by=[tree.banpho], level="4", field="Đất đai")
    for day in (8, 9, 10):
        make_filing(tree.tacuty, tree.birth, received=f"2020-06-{day:02} 08:00", channel="online")
        make_filing(tree.banpho, tree.birth, received=f"2020-06-{day:02} 08:00")
    make_filing(tree.banpho, tree.birth, received="2020-06-08 08:00", status=3, finished_time="2020-06-08 09:00")
    make_filing(tree.banpho, tree.marriage, received="2020-04-08 08:00", channel="online")
    make_filing(tree.banpho, tree.marriage, received="2020-05-08 08:00")
    make_filing(tree.far, tree.marriage, received="2020-05-08 08:00", channel="online")
    rollups.rebuild()
    return tree


@pytest.fixture(scope="module")
def settled(django_db_setup, django_db_blocker):
    """See `settle`; once, in a transaction around the tests."""
    with django_db_blocker.unblock(), built_once(settle) as built:
        yield built


@pytest.fixture
def place(settled, db, settings):
    """The same for one test."""
    settings.REFRESH_MODE = "worker"
    return copy.deepcopy(settled)


def text(answer) -> str:
    assert answer.status_code == 200
    words = re.sub(r"<(script|style|nav)\b.*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.S)
    return " ".join(unescape(words).split())


def row(answer, procedure: Procedure) -> str:
    """The first row of a table about the procedure."""
    found = re.findall(r"<tr>.*?</tr>", answer.content.decode(), re.S)
    return next(line for line in found if procedure.code in line)


def test_district_is_told_which_procedures_nobody_filed_online(place, see):
    answer = see(person(Role.LEADER, place.district), f"{PATH}?unit=huyen-bac-ha&{HALF}")
    assert (
        "nobody filed 2 of 3 online procedures online: 1 had demand at the counter only (filings in person: 1), "
        "1 had no demand."
    ) in text(answer)
    assert "04/2020" in row(answer, place.marriage), "the last filing before the period"
    assert "never since 01/04/2020" in row(answer, place.death), "no earlier than figures are kept"
    assert all(name in row(answer, place.birth) for name in ("Bản Phố", "Tả Củ Tỷ"))


def test_official_learns_yes_or_no_of_the_units_beside(place, see):
    birth = row(see(person(Role.OFFICIAL, place.banpho), f"{PATH}?{HALF}"), place.birth)
    assert "Tả Củ Tỷ" in birth
    assert "Tả Củ Tỷ (" not in birth, "that there are some, not how many"
    assert "xa-ta-cu-ty" not in birth
    leader = row(see(person(Role.LEADER, place.district), f"{PATH}?unit=xa-ban-pho&{HALF}"), place.birth)
    assert "Tả Củ Tỷ (<a href=" in leader


def test_units_of_another_district_are_not_told(place, see):
    for who, unit in ((Role.OFFICIAL, place.banpho), (Role.LEADER, place.district)):
        answer = see(person(who, unit), f"{PATH}?{HALF}")
        assert not any(name in text(answer) for name in ("Bản Mế", "Si Ma Cai"))
    assert see(person(Role.LEADER, place.district), f"{PATH}?unit=xa-ban-me").status_code == 404
    everybody = see(person(Role.LEADER, place.province), f"{PATH}?unit=huyen-bac-ha&{HALF}")
    assert "Si Ma Cai" in row(everybody, place.marriage)


def test_every_number_leads_to_as_many_filings(place, see):
    leader = person(Role.LEADER, place.district)
    links = set()
    for slug in ("huyen-bac-ha", "xa-ban-pho", "xa-ta-cu-ty"):
        links |= set(FILING_LINK.findall(see(leader, f"{PATH}?unit={slug}&{HALF}").content.decode()))
    assert {number for _address, number in links} == {"1", "3"}
    for address, number in links:
        assert len(see(leader, unescape(address)).context["table"].rows) == int(number), address


def test_level_and_field_narrow_and_what_is_no_such_thing_is_said(place, see):
    leader = person(Role.LEADER, place.district)
    assert "nobody filed 1 of 1 online" in text(see(leader, f"{PATH}?{HALF}&level=4"))
    assert "nobody filed 1 of 1 online" in text(see(leader, f"{PATH}?{HALF}&field=Đất đai"))
    assert "No procedure that fits was offered" in text(see(leader, f"{PATH}?{HALF}&field=Đất đai&level=3"))
    odd = text(see(leader, f"{PATH}?{HALF}&level=9&field=%00x"))
    assert all(words in odd for words in ("“9” is no online level", "No procedure has the field", "2 of 3"))


def test_unit_that_reports_totals_only_has_no_false_zero(place, see):
    SectionSource.objects.create(unit=place.banpho, section="filings", source="report", since=date(2020, 1, 1))
    rollups.rebuild()
    leader = person(Role.LEADER, place.district)
    told = text(see(leader, f"{PATH}?unit=huyen-bac-ha&{HALF}"))
    assert "Only totals of filings come from: Xã Bản Phố." in told
    assert "nobody filed 1 of 2 online procedures online" in told, "death is offered there alone"
    assert "there is nothing to tell by procedure" in text(see(leader, f"{PATH}?unit=xa-ban-pho&{HALF}"))
    SectionSource.objects.create(unit=place.banpho, section="filings", source="register", since=date(2020, 6, 1))
    rollups.rebuild()
    answer = see(leader, f"{PATH}?unit=xa-ban-pho&{HALF}")
    assert "In a part of the period only totals of filings came from: Xã Bản Phố." in text(answer)
    assert "never since 01/06/2020" in row(answer, place.death)


def test_files_hold_the_procedures_and_each_unit_below(place, see):
    ReasonCount.objects.create(
        unit=place.banpho, year=2020, month=6, channel="online", procedure=place.birth, cause="habit", people=12
    )
    leader = person(Role.LEADER, place.district)
    answer = see(leader, f"{PATH}?unit=huyen-bac-ha&{HALF}&export=csv&rows=units")
    lines = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    rows = [line for line in lines[1 : lines.index([])] if line[1] == place.birth.code]
    assert [(line[0], line[5], line[7], line[11], line[12]) for line in rows] == [
        ("Xã Bản Phố", "at the counter only", "3", "Xã Tả Củ Tỷ", "used to coming in person 12")
    ]
    whole = see(leader, f"{PATH}?unit=huyen-bac-ha&{HALF}&export=csv")
    lines = list(csv.reader(b"".join(whole.streaming_content).decode("utf-8-sig").splitlines()))
    assert [line[1] for line in lines[1 : lines.index([])]] == [place.marriage.code, place.death.code]


@pytest.fixture
def real_memory(settings):
    settings.CACHES = settings.CACHES | {
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages of tests"}
    }
    caches["pages"].clear()
    yield
    caches["pages"].clear()


def test_kept_page_asks_little_and_shows_every_change(place, see, real_memory):
    leader = person(Role.LEADER, place.district)
    address = f"{PATH}?unit=huyen-bac-ha&{HALF}"

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            see(leader, address)
        return len(queries)

    see(leader, address + "&structure=is")
    made, kept = asked(), asked()
    assert (made, kept) == (28, 17)
    Procedure.objects.filter(pk=place.death.pk).update(name="Khai tử lại", version=2)
    assert "Khai tử lại" in text(see(leader, address))
    make_offer(place.birth, place.office)
    make_filing(place.tacuty, place.marriage, received="2020-06-11 08:00", channel="online")
    rollups.rebuild(months=[Month(2020, 6)])
    assert "nobody filed 1 of 3 online" in text(see(leader, address))
    assert row(see(leader, address), place.death) == row(see(person(Role.LEADER, place.district), address), place.death)
