"""What a printed book holds, in which order, and what its heads say."""

from datetime import date

import pytest

from communes.letters import agency_lines
from communes.models import UnitKind
from documents.models import NumberReservation
from documents.printing.contents import bounded_count, entries, read_rows, write_rows
from tests.documents.printing.papers import FIRST, july
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db
TODAY = date(2020, 8, 3)


@pytest.fixture
def unit():
    return make.make_unit("Tả Củ Tỷ")


def test_entries_stand_in_the_order_of_their_numbers(unit):
    for number, day in ((3, 6), (1, 20), (2, 6)):
        docs.make_document(
            unit, number=number, registered_on=date(2020, 7, day), cancelled=number == 2, cancel_reason="x"
        )
    assert list(entries(july(unit)).values_list("number", flat=True)) == [1, 2, 3]


def test_only_the_book_and_the_days_asked_for(unit):
    wanted = [docs.make_document(unit, registered_on=date(2020, 7, day)) for day in (1, 31)]
    docs.make_document(unit, registered_on=date(2020, 6, 30))
    docs.make_document(unit, registered_on=date(2020, 8, 1))
    docs.make_document(unit, series="QPPL")
    docs.make_document(unit, "outgoing")
    docs.make_document(make.make_unit("Bản Phố"))
    assert set(entries(july(unit))) == set(wanted)
    assert bounded_count(july(unit)) == 2
    assert bounded_count(july(unit, series="QPPL")) == 1


def test_heads_say_agency_year_period_and_numbers(unit, tmp_path):
    for number in range(1, 5):
        docs.make_document(unit, number=number, cancelled=number == 4, cancel_reason="x")
    heads = write_rows(july(unit), tmp_path / "rows", today=TODAY)
    assert heads.agency == ("ỦY BAN NHÂN DÂN", unit.full_name.upper())
    assert (heads.title, heads.year) == ("SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", "Năm 2020")
    assert heads.period == "Từ ngày 01/07/2020 đến ngày 31/07/2020"
    assert heads.numbers == "Từ số 01 đến số 04"
    assert heads.closing == "Tổng số: 4 số đăng ký, trong đó 1 số đã hủy; từ số 01 đến số 04."


def test_kept_numbers_stand_in_their_places(unit, tmp_path):
    book = {"unit": unit, "direction": "outgoing", "year": 2020, "kept_on": FIRST}
    NumberReservation.objects.create(**book, number=2, purpose="Báo cáo tháng 7")
    given_up = {"state": "given_up", "given_up_on": TODAY, "give_up_reason": "Không ban hành"}
    NumberReservation.objects.create(**book, number=4, purpose="Quyết định", **given_up)
    NumberReservation.objects.create(**book | {"kept_on": TODAY}, number=5, purpose="Tháng sau")
    for number in (1, 3):
        docs.make_document(unit, "outgoing", number=number, code=f"{number:02}/BC-UBND")
    choice = july(unit, "outgoing")
    heads = write_rows(choice, tmp_path / "rows", today=TODAY)
    rows = list(read_rows(tmp_path / "rows"))
    assert [row["cells"][0] for row in rows] == ["01/BC-UBND", "02", "03/BC-UBND", "04"]
    assert [row["cells"][-1] for row in rows[1::2]] == [
        "Giữ số ngày 01/07/2020: Báo cáo tháng 7",
        "Đã hủy. Lý do: Không ban hành. Giữ số ngày 01/07/2020: Quyết định",
    ]
    assert [row["struck"] for row in rows] == [False, False, False, True]
    assert heads.closing.startswith("Tổng số: 4 số đăng ký, trong đó 1 số đã hủy, 1 số giữ chưa có văn bản;")
    assert bounded_count(choice) == 4


def test_book_of_handling_has_no_kept_numbers(unit, tmp_path):
    book = {"unit": unit, "direction": "incoming", "year": 2020, "kept_on": FIRST}
    NumberReservation.objects.create(**book, number=2, purpose="Giữ")
    assert (bounded_count(july(unit, "handling")), bounded_count(july(unit))) == (0, 1)


def test_office_stands_under_its_committee(unit):
    office = make.make_unit("Phòng Nội vụ", kind=UnitKind.OFFICE, parent=unit)
    assert agency_lines(office) == (f"ỦY BAN NHÂN DÂN {unit.full_name}".upper(), office.full_name.upper())


def test_empty_book_has_no_numbers(unit, tmp_path):
    heads = write_rows(july(unit), tmp_path / "rows", today=TODAY)
    assert (heads.numbers, heads.closing, list(read_rows(tmp_path / "rows"))) == ("", "", [])


def test_rows_come_back_as_they_were_written(unit, tmp_path):
    docs.make_document(unit, number=5, subject='Có "ngoặc"\\ và {"day": "x"}', cancelled=True, cancel_reason="Nhầm")
    write_rows(july(unit), tmp_path / "rows", today=TODAY)
    (row,) = read_rows(tmp_path / "rows")
    assert row["struck"] is True
    assert row["cells"][:2] == [date(2020, 7, 6), 5]
    assert row["cells"][5] == 'Có "ngoặc"\\ và {"day": "x"}'
