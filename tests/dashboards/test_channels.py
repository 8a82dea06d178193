"""The page on channels: its numbers, the rows behind each of them, the post, the reasons, files, and who sees what."""

import csv
import io
import re
from html import unescape

import pytest

from communes.models import Role
from indicators import rollups
from tests.dashboards.conftest import person
from tests.factories import communes as ground
from tests.factories.desk import make_filing, make_offer, make_procedure, make_reason
from tests.factories.indicators import JUNE, put_figures

PAGE = "/filings/channels/?from=2020-01&to=2020-06"
LINK = re.compile(r'<a href="(/filings/\?[^"]+)">([\d.]+)</a>')


@pytest.fixture
def served(place):
    """Births by every way in both communes, a marriage by post that nobody has registered, reasons of June."""
    communes = [place.tacuty, place.banpho]
    birth, marriage = make_procedure("Khai sinh", offered_by=communes, level="3"), make_procedure("Kết hôn")
    for unit in communes:
        unit.procedure_offers.filter(procedure=birth).update(postal=True)
    make_offer(birth, place.office, postal=True)
    done = {"status": 10, "finished_time": "2020-06-10 09:00", "returned_time": "2020-06-10 10:00"}
    for unit, ways in ((place.tacuty, ("direct", "direct", "online")), (place.banpho, ("direct", "postal"))):
        for way in ways:
            make_filing(unit, birth, received="2020-06-08 08:00", channel=way, result_channel=way, **done)
    make_filing(place.tacuty, marriage, received="2020-06-08 08:00", channel="postal")
    make_filing(place.tacuty, birth, received="2020-06-08 09:00", status=3, finished_time="2020-06-08 10:00")
    # Its unit ended before the result was handed out: received and finished here, handed out there.
    make_filing(place.banpho, birth, received="2020-06-09 08:00", returning_unit=place.tacuty, **done)
    make_reason(place.tacuty, month=6, people=30)
    make_reason(place.tacuty, month=6, people=10, cause="urgent", procedure=birth)
    make_reason(place.banpho, month=6, people=5, channel="online", cause="no_internet")
    rollups.rebuild(months=[JUNE])
    return place


def text(answer) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_numbers_are_said_by_way_for_receipt_and_result(served, see):
    said = text(see(served.leader, PAGE))
    assert "7 filings were received: 4 (57,14 %) in person, 1 (14,29 %) online, 2 (28,57 %) by post" in said
    assert "Of 6 results 4 (66,67 %) were handed over in person, 1 (16,67 %) sent online, 1 (16,67 %) by post" in said
    assert "registered for the post: 1, of these used: 1; units: 3, of these without anything by post: 1." in said
    assert "nobody has the procedure registered for it: filings 1, results 0" in said
    assert "Why not by post, 40 people said: most often “used to coming in person” (30, 75,00 %)" in said
    assert "Why not online, 5 people said" in said


@pytest.mark.parametrize("unit", ["huyen-bac-ha", "xa-ta-cu-ty", "xa-ban-pho"])
def test_every_number_leads_to_as_many_filings(served, see, unit):
    links = LINK.findall(see(served.leader, f"{PAGE}&unit={unit}").content.decode())
    assert links
    for address, number in links:
        answer = see(served.leader, unescape(address))
        assert str(answer.context["count"]) == number, address


def test_units_without_anything_by_post_are_named(served, see):
    names = [unit for unit, _address in see(served.leader, PAGE).context["view"].body_context()["idle"]]
    assert names == [served.office]


def test_by_todays_boundaries_numbers_of_a_successor_lead_nowhere(served, see):
    ground.make_succession(served.banpho, (served.tacuty, 1))
    page = see(served.leader, f"{PAGE}&unit=xa-ta-cu-ty&structure=is").content.decode()
    assert LINK.findall(page) == []
    assert "7 filings were received" in page


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("procedures", [["Khai sinh", "4", "1", "1", "16.67", "4", "1", "1", "3"], ["Kết hôn", "0", "0", "1"]]),
        ("units", [["Xã Bản Phố", "2", "0", "1"], ["Xã Tả Củ Tỷ", "2", "1", "1"], ["Phòng", "0"]]),
        ("reasons", [["no Internet", "5", ""], ["used to coming in person", "0", "30"]]),
        ("idle", [["Phòng Văn hóa và Thông tin", "Huyện Bắc Hà"]]),
    ],
)  # fmt: skip
def test_tables_are_files_too(served, see, rows, expected):
    answer = see(served.leader, f"{PAGE}&export=csv&rows={rows}")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(content)))
    body = [line[1:] if rows == "procedures" else line for line in lines[1 : lines.index([])]]
    for wanted in expected:
        assert any(line[0].startswith(wanted[0]) and line[1 : len(wanted)] == wanted[1:] for line in body), body
    assert "01/01/2020" in content


def test_officials_see_their_unit_alone(served, see):
    assert "4 filings were received" in text(see(served.official, PAGE))
    assert see(served.official, f"{PAGE}&unit=xa-ban-pho").status_code == 404
    # An official of the district sees its figures, not the names of the communes.
    mine = see(person(Role.OFFICIAL, served.district), PAGE)
    assert "7 filings were received" in text(mine)
    assert served.office.title not in text(mine)


def test_what_is_reported_as_a_total_is_in_no_line_and_said(served, see):
    put_figures(served.office, {("filings.received", JUNE): 20, ("filings.returned", JUNE): 7})
    said = text(see(served.leader, PAGE))
    assert "20 filings stand in no procedure" in said
    assert "Of 7 results it is not known how they went out" in said
    assert "stand in no procedure" not in text(see(served.leader, f"{PAGE}&unit=xa-ban-pho"))


def test_period_without_filings_says_so(served, see):
    assert "no filing was received" in text(see(served.leader, "/filings/channels/?from=2020-02&to=2020-02"))
