"""Who resolves a filing, as sheets name it: offices of one name in every district, offices that have ended since."""

from datetime import date

import pytest

from communes.models import Role
from imports import folders, staging
from services.models import Filing
from tests.factories import communes as make
from tests.factories import desk
from tests.factories import spreadsheets as sheets

pytestmark = pytest.mark.django_db
HEADINGS = ["Mã hồ sơ", "Mã TTHC", "Ngày tiếp nhận", "Đơn vị tiếp nhận", "resolved_by"]
OFFICE = "Phòng Nội vụ"


@pytest.fixture
def place(db):
    """Two districts, each with an office of one name; of one of them another office that ended and one that came."""
    make.open_calendar()
    tree = make.make_district()
    other = make.make_unit("Si Ma Cai", kind="district", parent=tree.province)
    foreign = make.make_unit("Sán Chải", parent=other)
    procedure = desk.make_procedure(code="1.001193", offered_by=[tree.tacuty, foreign])
    make.make_unit(OFFICE, kind="office", parent=tree.district, slug="nv-bac-ha")
    make.make_unit(OFFICE, kind="office", parent=other, slug="nv-si-ma-cai")
    make.make_unit("Phòng Y tế", kind="office", parent=tree.district, slug="y-te", valid_until=date(2020, 7, 10))
    make.make_unit("Phòng Cũ", kind="office", parent=tree.district, slug="cu", valid_until=date(2020, 7, 2))
    for slug in ("lao-cai-1", "lao-cai-2"):
        make.make_unit("Sở Tư pháp", kind="office", parent=tree.province, slug=slug)
    return tree, foreign, procedure


def row(number: int, named, unit="Tả Củ Tỷ") -> list:
    return [f"000.00.12.H38-200702-{number:04}", "1.001193", "02/07/2020 08:15", unit, named]


def take_in(by, *rows):
    return sheets.checked(by, sheets.workbook(HEADINGS, rows), resource="filings", name="igate.xlsx")


def faults_of(spreadsheet) -> dict[int, list]:
    return dict(staging.faults(spreadsheet.path / folders.FAULTS))


RESOLVED = {
    "office of the district": (OFFICE, "Tả Củ Tỷ", "nv-bac-ha"),
    "office of the other district": (OFFICE, "Sán Chải", "nv-si-ma-cai"),
    "slug of an office of one name": ("nv-si-ma-cai", "Tả Củ Tỷ", "nv-si-ma-cai"),
    "office that ended since": ("Phòng Y tế", "Tả Củ Tỷ", "y-te"),
    "unit that received it": ("Tả Củ Tỷ", "Tả Củ Tỷ", None),
    "somebody": ("Giàng A Sính", "Tả Củ Tỷ", None),
}


@pytest.mark.parametrize("case", RESOLVED)
def test_resolver_is_the_office_beside_the_unit_on_the_day_of_receipt(place, case):
    named, unit, slug = RESOLVED[case]
    by = make.make_administrator()
    spreadsheet = sheets.publish(take_in(by, row(1, named, unit)), by)
    assert spreadsheet.state == "published", spreadsheet.job.sentence
    resolver = Filing.objects.get().resolving_unit
    assert (resolver and resolver.slug) == slug


def test_resolver_that_may_be_several_or_has_ended_is_refused_by_name(place):
    found = take_in(make.make_administrator(), row(1, "Sở Tư pháp"), row(2, "Phòng Cũ"), row(3, OFFICE))
    assert found.new == 1
    several, ended = faults_of(found).values()
    assert [(name, shown) for ((name, shown, _sentence),) in (several, ended)] == [
        ("resolved_by", "Sở Tư pháp"), ("resolved_by", "Phòng Cũ"),
    ]  # fmt: skip
    assert "lao-cai-1" in several[0][2]
    assert "lao-cai-2" in several[0][2]
    assert "02/07/2020" in ended[0][2]


def test_another_resolver_than_the_register_has_is_refused(place):
    """The same name is none: after a reorganisation it is that of the successor."""
    tree, _foreign, _procedure = place
    by = make.make_member(Role.OFFICIAL, tree.tacuty)
    sheets.publish(take_in(by, row(1, OFFICE), row(2, "Tả Củ Tỷ"), row(3, OFFICE), row(4, "nv-bac-ha")), by)
    later = make.make_unit(OFFICE, kind="office", parent=tree.district, slug="moi", valid_from=date(2020, 7, 20))
    Filing.objects.filter(code__endswith="3").update(resolving_unit=later)
    said = ["Phòng Văn hóa và Thông tin", OFFICE, OFFICE, None]
    found = take_in(by, *(row(number, named) for number, named in enumerate(said, start=1)))
    assert (found.unchanged, found.refused) == (2, 2)
    assert {number: faults[0][0] for number, faults in faults_of(found).items()} == {2: "code", 3: "code"}


def test_an_offer_that_ended_before_publishing_is_said_in_words(place):
    _tree, _foreign, procedure = place
    by = make.make_administrator()
    found = take_in(by, row(1, None))
    procedure.offers.update(until=date(2020, 7, 1))
    found = sheets.publish(found, by)
    assert (found.state, found.job.state) == ("checked", "failed")
    assert "1.001193" in found.job.sentence
    assert "02/07/2020" in found.job.sentence
    assert not Filing.objects.exists()
