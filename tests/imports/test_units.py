"""A unit is found by whatever offices call it, on the day that the row is of."""

from datetime import date

import pytest

from communes.models import UnitAlias
from imports.sheets.problems import Unreadable
from imports.sheets.units import UnitNames
from tests.factories import communes as make

pytestmark = pytest.mark.django_db
MERGED = date(2020, 3, 1)
BEFORE, AFTER = date(2020, 2, 1), date(2020, 7, 1)


@pytest.fixture
def country():
    """Bản Già went into Tả Củ Tỷ, which kept its id and took the code anew; a town is called as its district is."""
    tree = make.make_district()
    gone = make.make_unit("Bản Già", parent=tree.district, code="02959", valid_until=MERGED)
    town = make.make_unit("Bắc Hà", parent=tree.district, legal_type="thi_tran", slug="thi-tran-bac-ha")
    heir = make.make_unit("Nậm Khánh", parent=tree.district, code="02959", valid_from=MERGED)
    alike = make.make_unit("Nấm Khánh", parent=tree.district, slug="nam-khanh-khac")
    UnitAlias.objects.create(unit=tree.tacuty, name="Bản Già", kind="former")
    UnitAlias.objects.create(unit=tree.tacuty, name="Tả Cù Tỷ", kind="spelling")
    return {"tacuty": tree.tacuty, "gone": gone, "town": town, "heir": heir, "alike": alike, "district": tree.district}


@pytest.mark.parametrize(
    ("written", "on", "unit"),
    [
        ("xa-ta-cu-ty", None, "tacuty"), ("Tả Củ Tỷ", None, "tacuty"), ("xã Tả Củ Tỷ", None, "tacuty"),
        ("TA CU TY", None, "tacuty"), ("UBND xã Tả Củ Tỷ", None, "tacuty"), ("X. Tả Củ Tỷ", None, "tacuty"),
        ("Ta\u0309 Cu\u0309 Ty\u0309", None, "tacuty"), ("Ủy ban nhân dân xã Tả Cù Tỷ", None, "tacuty"),
        ("Bản Già", AFTER, "tacuty"), ("xã Bản Già", BEFORE, "gone"), ("Bản Già", BEFORE, "gone"),
        ("02959", BEFORE, "gone"), ("02959", AFTER, "heir"), (2959, AFTER, "heir"), (2959.0, None, "heir"),
        ("02959 (01/03/2020)", BEFORE, "heir"), ("02959@01/01/2000", AFTER, "gone"),
        ("thị trấn Bắc Hà", None, "town"), ("TT. Bắc Hà", None, "town"), ("huyện Bắc Hà", None, "district"),
        ("Nậm Khánh", None, "heir"), ("Nấm Khánh", None, "alike"), ("Nam Khanh", BEFORE, "alike"),
    ],
)  # fmt: skip
def test_unit_is_found(country, written, on, unit):
    assert UnitNames(list(country.values())).find(written, on=on) == country[unit]


@pytest.mark.parametrize(
    ("written", "slugs"),
    [("Bắc Hà", ("huyen-bac-ha", "thi-tran-bac-ha")), ("Nam Khanh", ("xa-nam-khanh", "nam-khanh-khac"))],
)
def test_a_name_of_two_is_asked_with_both(country, written, slugs):
    with pytest.raises(Unreadable) as caught:
        UnitNames(list(country.values())).find(written, on=AFTER)
    assert all(f"({slug})" in caught.value.sentence for slug in slugs)


def test_units_beyond_the_scope_do_not_exist(country, django_assert_num_queries):
    official = make.make_member("official", country["tacuty"])
    names = UnitNames.visible_to(official)
    assert names.find("Tả Củ Tỷ") == country["tacuty"]
    with pytest.raises(Unreadable, match="x" * 40 + "…"):
        names.find("x" * 500)
    with pytest.raises(Unreadable), django_assert_num_queries(0):
        names.find("Nậm Khánh")
