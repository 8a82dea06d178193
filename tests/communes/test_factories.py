import pytest

from communes.models import UnitClosure
from communes.scope import scope_of
from tests.factories import communes as make

pytestmark = pytest.mark.django_db


def test_district_has_closure():
    tree = make.make_district()
    assert UnitClosure.objects.filter(ancestor=tree.province).count() == 5
    assert tree.tacuty.slug == "xa-ta-cu-ty"
    assert tree.office.slug == "phong-van-hoa-va-thong-tin"


def test_members_and_rows():
    tree = make.make_district()
    user = make.make_member("official", tree.tacuty)
    assert scope_of(user).may("registers", tree.tacuty.pk)
    for row in (
        make.make_equipment(tree.tacuty, on_lan=True),
        make.make_staff(tree.tacuty),
        make.make_village(tree.tacuty),
        make.make_connection(tree.tacuty),
    ):
        assert row.counted().cells()
    use = make.make_software_use(make.make_software(lead=tree.office), tree.tacuty)
    assert use.software.counted().cells()
