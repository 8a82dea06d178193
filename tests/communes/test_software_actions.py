from datetime import date

import pytest

from common.errors import ClosedMonth, Invalid, NotAllowed, Refused, StaleVersion
from common.months import Month
from communes.actions import software
from communes.models import Software, SoftwareUse
from tests.factories import communes as make

JUNE, JULY, TODAY, TOMORROW = date(2020, 6, 1), date(2020, 7, 15), date(2020, 8, 3), date(2020, 8, 4)


@pytest.fixture
def reviewer(tree):
    return make.make_member("reviewer", tree.district)


@pytest.fixture
def programme(tree):
    return make.make_software("VNPT-iOffice", lead=tree.office)


@pytest.fixture
def use(programme, tree):
    return make.make_software_use(programme, tree.tacuty, since=JUNE, accounts=10, accounts_active=8)


def test_catalogue_belongs_to_the_reviewer(official, reviewer, tree):
    with pytest.raises(NotAllowed):
        software.create(by=official, name="Kế toán Misa", kind="specialised")
    made = software.create(by=reviewer, name="Kế toán Misa", kind="specialised", lead_unit=tree.office, since=JULY)
    assert made.leads.get().unit == tree.office


def test_lead_unit_needs_a_day(reviewer, tree):
    with pytest.raises(Refused) as refused:
        software.create(by=reviewer, name="Misa", kind="specialised", lead_unit=tree.office)
    assert refused.value.field == "since"
    assert not Software.objects.exists()


def test_name_is_in_the_catalogue_once(reviewer, programme):
    with pytest.raises(Invalid) as invalid:
        software.create(by=reviewer, name=" VNPT-iOffice ", kind="shared")
    assert invalid.value.errors


def test_lead_passes_on_from_a_day(reviewer, programme, tree):
    software.lead(programme, by=reviewer, version=1, since=JULY, unit=tree.tacuty)
    before, after = programme.leads.order_by("since")
    assert (before.until, after.unit) == (JULY, tree.tacuty)


def test_kind_changes_what_uses_count_as(reviewer, administrator, use, tree):
    make.close_month(tree.tacuty, Month(2020, 6), by=administrator)
    with pytest.raises(ClosedMonth):
        software.change(use.software, by=reviewer, version=1, reason="x", kind="national")
    assert software.change(use.software, by=reviewer, version=1, reason="x", sector="Văn thư").version == 2


def test_official_adds_a_use_but_does_not_require_it(official, programme, tree):
    give = {"by": official, "software": programme, "unit": tree.tacuty, "since": JULY, "in_use": True}
    with pytest.raises(NotAllowed) as refused:
        software.add_use(**give, required=True)
    assert refused.value.field == "required"
    assert software.add_use(**give).in_use


def test_reviewer_requires_a_programme(reviewer, programme, tree):
    assert software.add_use(by=reviewer, software=programme, unit=tree.banpho, since=JULY, required=True).required


def test_second_use_over_one_day_is_refused(official, use, tree):
    with pytest.raises(Refused):
        software.add_use(by=official, software=use.software, unit=tree.tacuty, since=JULY)


def test_more_active_accounts_than_accounts_are_refused(official, use):
    with pytest.raises(Invalid):
        software.change_use(use, by=official, version=1, since=JULY, accounts=5, accounts_active=6)
    assert SoftwareUse.objects.count() == 1


def test_change_use_from_a_day(official, use):
    row = software.change_use(use, by=official, version=1, since=JULY, accounts=12)
    use.refresh_from_db()
    assert (use.until, row.since, row.accounts, row.required, row.version) == (JULY, JULY, 12, True, 1)


def test_change_use_refuses_future_and_stale(official, use):
    with pytest.raises(Refused):
        software.change_use(use, by=official, version=1, since=TOMORROW, accounts=12)
    with pytest.raises(Refused) as refused:
        software.change_use(use, by=official, version=1, since=JULY, updated_on=TOMORROW)
    assert refused.value.field == "updated_on"
    with pytest.raises(StaleVersion):
        software.change_use(use, by=official, version=2, since=JULY, accounts=12)


def test_uses_of_two_units_do_not_wait_on_each_other(official, use, tree):
    other = make.make_software_use(use.software, tree.banpho)
    software.change_use(use, by=official, version=1, since=JULY, accounts=12)
    neighbour = make.make_member("official", tree.banpho)
    assert software.change_use(other, by=neighbour, version=1, since=TODAY, accounts=3)


def test_end_and_correct_and_delete_use(official, administrator, use):
    software.end_use(use, by=official, version=1, since=JULY)
    use = software.correct_use(use, by=administrator, version=2, reason="x", until=TODAY)
    assert use.until == TODAY
    software.delete_use(use, by=administrator, version=3, reason="nhập trùng")
    software.delete(use.software, by=administrator, reason="nhập trùng")
    assert not Software.objects.exists()


def test_programme_in_use_is_not_deleted(administrator, use):
    with pytest.raises(Refused):
        software.delete(use.software, by=administrator, reason="x")
