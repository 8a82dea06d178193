from datetime import date

import pytest

from common.errors import ClosedMonth, Invalid, OutOfScope, Refused, StaleVersion
from common.models import AuditEvent
from common.months import Month
from communes.actions import network
from communes.models import Connection, Village
from tests.factories import communes as make

JUNE, JULY, TODAY, TOMORROW = date(2020, 6, 1), date(2020, 7, 15), date(2020, 8, 3), date(2020, 8, 4)


@pytest.fixture
def line(tree):
    return make.make_connection(tree.tacuty, since=JUNE, technology="copper", provider="VNPT")


@pytest.fixture
def village(tree):
    return make.make_village(tree.tacuty, "Sảng Mào Phố", since=JUNE, households=60, households_online=8)


def test_create_connection(official, tree):
    line = network.create_connection(by=official, unit=tree.tacuty, since=JULY, kind="lan", technology="wired")
    assert line.counted().cells()
    with pytest.raises(OutOfScope):
        network.create_connection(by=official, unit=tree.banpho, since=JULY, kind="lan")


def test_connection_twice_over_one_day_is_refused(official, line, tree):
    with pytest.raises(Refused):
        network.create_connection(
            by=official, unit=tree.tacuty, since=JULY, kind="internet", technology="copper", provider="VNPT"
        )
    assert Connection.objects.count() == 1


def test_connection_after_the_end_of_its_unit_is_refused(administrator, tree):
    tree.tacuty.valid_until = JULY
    tree.tacuty.save()
    with pytest.raises(Refused) as refused:
        network.create_connection(by=administrator, unit=tree.tacuty, since=JUNE, kind="lan")
    assert refused.value.field == "until"


def test_upgrade_begins_a_new_connection(official, line):
    new = network.upgrade_connection(line, by=official, version=1, since=JULY, technology="fibre", bandwidth_mbps=50)
    line.refresh_from_db()
    assert (line.until, new.since, new.technology, new.provider, new.version) == (JULY, JULY, "fibre", "VNPT", 1)


@pytest.mark.parametrize("day", [JUNE, TOMORROW])
def test_end_on_an_impossible_day_is_refused(official, line, day):
    with pytest.raises(Refused) as refused:
        network.end_connection(line, by=official, version=1, since=day)
    assert refused.value.field == "since"


def test_end_then_nothing_more(official, line):
    ended = network.end_connection(line, by=official, version=1, since=JULY)
    assert (ended.until, ended.version) == (JULY, 2)
    with pytest.raises(Refused):
        network.end_connection(ended, by=official, version=2, since=TODAY)


def test_change_connection_refuses_stale_and_closed(official, administrator, line, tree):
    with pytest.raises(StaleVersion):
        network.change_connection(line, by=official, version=3, reason="x", provider="Viettel")
    make.close_month(tree.tacuty, Month(2020, 6), by=administrator)
    with pytest.raises(ClosedMonth):
        network.change_connection(line, by=official, version=1, reason="x", technology="fibre")
    assert network.change_connection(line, by=official, version=1, reason="x", provider="Viettel").version == 2


def test_delete_connection(administrator, line):
    network.delete_connection(line, by=administrator, reason="nhập trùng")
    assert not Connection.objects.exists()


def test_create_village_with_its_first_count(official, tree):
    village = network.create_village(
        by=official, unit=tree.tacuty, name="Tả Thồ", since=JULY, households_online=10,
        households_online_approximate=True,
    )  # fmt: skip
    assert village.counts.get().households_online == 10


def test_more_households_online_than_households_are_refused(official, tree):
    with pytest.raises(Invalid):
        network.create_village(
            by=official, unit=tree.tacuty, name="Tả Thồ", since=JULY, households=9, households_online=10
        )
    assert not Village.objects.exists()


def test_new_count_from_a_day(official, village):
    network.count_village(village, by=official, version=1, since=JULY, households=61, households_online=10)
    before, after = village.counts.order_by("since")
    assert (before.households_online, before.until, after.households_online) == (8, JULY, 10)


def test_the_same_count_again_is_refused(official, village):
    events = AuditEvent.objects.count()
    with pytest.raises(Refused):
        network.count_village(village, by=official, version=1, since=JULY, households=60, households_online=8)
    assert (village.counts.count(), AuditEvent.objects.count()) == (1, events)


def test_count_cannot_be_corrected_over_another(administrator, official, village):
    network.count_village(village, by=official, version=1, since=JULY, households_online=10)
    with pytest.raises(Refused):
        network.correct_count(
            village.counts.get(until=None), by=administrator, version=2, reason="x", since=date(2020, 7, 1)
        )


def test_village_name_changes_in_a_closed_month(official, administrator, village, tree):
    make.close_month(tree.tacuty, Month(2020, 6), by=administrator)
    assert network.change_village(village, by=official, version=1, reason="sai tên", name="Sảng Mào").version == 2
    network.delete_village(village, by=administrator, reason="x", override=True)
    assert not Village.objects.exists()
