"""The one way of writing: scope, version, closed months, marks of old and new cells, one event, all or nothing."""

from datetime import date

import pytest

from common.errors import ClosedMonth, Invalid, NotAllowed, OutOfScope, Refused, StaleVersion
from common.models import AuditChange, AuditEvent
from common.months import Month
from communes.actions import equipment, network
from communes.models import Cell, Connection, Section, StaleMark
from communes.writing import mark, writing
from documents.actions import entries
from tests.factories import communes as make

JULY, AUGUST = Month(2020, 7), Month(2020, 8)
FIRST = date(2020, 7, 1)


@pytest.fixture(autouse=True)
def _no_refresh(settings, db):
    settings.REFRESH_MODE = "worker"
    make.open_calendar()


def marks() -> list[tuple]:
    return list(StaleMark.objects.order_by("pk").values_list("unit", "year", "month", "section"))


def events():
    # Without those of the reference rows, written when the tables were made.
    return AuditEvent.objects.exclude(action__endswith=".loaded").order_by("pk")


def wrote_nothing() -> bool:
    return not (Connection.objects.exists() or StaleMark.objects.exists() or events().exists())


def create(by, unit, since=FIRST, **fields):
    return network.create_connection(by=by, unit=unit, since=since, kind="internet", technology="fibre", **fields)


@pytest.mark.parametrize(
    ("role", "home", "error"),
    [
        ("official", "banpho", OutOfScope),
        ("head", "tacuty", NotAllowed),
        ("reviewer", "district", NotAllowed),
        ("leader", "province", NotAllowed),
        ("auditor", "province", NotAllowed),
    ],
)
def test_write_is_refused_to_whom_it_is_not_given(tree, role, home, error):
    with pytest.raises(error):
        create(make.make_member(role, getattr(tree, home)), tree.tacuty)
    assert wrote_nothing()


def test_unit_below_is_not_the_officials(tree):
    below = make.make_unit(kind="office", parent=tree.tacuty)
    with pytest.raises(OutOfScope):
        create(make.make_member("official", tree.tacuty), below)
    assert wrote_nothing()


def test_act_is_one_event_with_each_change_and_its_reason(tree, official):
    line = create(official, tree.tacuty)
    network.change_connection(line, by=official, version=1, reason="ghi nhầm", provider="  Viettel   Lào Cai ")
    assert list(events().values_list("action", "actor_id", "reason")) == [
        ("connections.created", official.pk, ""),
        ("connections.changed", official.pk, "ghi nhầm"),
    ]
    change = AuditChange.objects.get(event__action="connections.changed")
    assert (change.before, change.after) == ({"provider": ""}, {"provider": "Viettel Lào Cai"})
    assert change.unit_id == tree.tacuty.pk


def test_act_that_changes_nothing_leaves_no_event(tree, official):
    with writing(by=official, action="test.nothing", units=[tree.tacuty]):
        pass
    assert wrote_nothing()


def test_second_of_two_edits_of_one_state_is_stale(tree, official):
    line = create(official, tree.tacuty)
    network.change_connection(line, by=official, version=1, reason="a", note="của tôi")
    with pytest.raises(StaleVersion):
        network.change_connection(line, by=official, version=1, reason="b", note="của người khác")
    line.refresh_from_db()
    assert (line.note, line.version) == ("của tôi", 2)


def test_record_that_has_gone_is_like_a_missing_one(tree, official):
    line = create(official, tree.tacuty)
    Connection.objects.all().delete()
    with pytest.raises(OutOfScope):
        network.change_connection(line, by=official, version=1, reason="x", note="y")


def test_every_change_marks_old_and_new_cells_once_and_in_order(tree, administrator):
    device = equipment.create(by=administrator, unit=tree.tacuty, acquired_on=FIRST, kind="desktop", cost=9_000_000)
    assert marks() == [(tree.tacuty.pk, 2020, 7, "equipment"), (tree.tacuty.pk, 2020, 8, "equipment")]
    StaleMark.objects.all().delete()
    equipment.move(device, by=administrator, version=None, since=date(2020, 8, 1), unit=tree.banpho)
    assert marks() == [(unit.pk, 2020, 8, "equipment") for unit in (tree.tacuty, tree.banpho)]
    StaleMark.objects.all().delete()
    document = entries.register(
        by=administrator, direction="incoming", unit=tree.tacuty, registered_on=FIRST, subject="Về việc",
        organ_name="UBND tỉnh", code="1/UBND", due_on=date(2020, 10, 2),
    )  # fmt: skip
    assert [row[1:3] for row in marks()] == [(2020, 7), (2020, 10)]
    StaleMark.objects.all().delete()
    entries.change(document, by=administrator, version=None, reason="sai", due_on=date(2020, 9, 30))
    assert [row[1:3] for row in marks()] == [(2020, 9), (2020, 10)]
    StaleMark.objects.all().delete()
    entries.change(document, by=administrator, version=None, reason="sai", note="không tính vào số liệu")
    assert marks() == []


def fail_half_way(by, unit):
    with writing(by=by, action="t", units=[unit]) as write:
        write.insert(Connection(unit=unit, kind="lan", since=FIRST))
        write.stale(Cell(unit.pk, 2020, 7, Section.NETWORK))
        raise ZeroDivisionError


def test_failing_act_leaves_nothing(tree, official):
    with pytest.raises(ZeroDivisionError):
        fail_half_way(official, tree.tacuty)
    assert wrote_nothing()
    with pytest.raises(Invalid) as refused:
        create(official, tree.tacuty, bandwidth_mbps=-1)
    assert "bandwidth_mbps" in refused.value.errors
    assert wrote_nothing()


def move_past_the_lock(by, line, unit):
    with writing(by=by, action="t", units=[line.unit]) as write:
        line = write.take(line)
        line.unit = unit
        write.update(line)


def test_figures_of_a_unit_that_was_not_locked_refuse_the_act(tree, administrator, caplog):
    line = create(administrator, tree.tacuty)
    StaleMark.objects.all().delete()
    with pytest.raises(StaleVersion):
        move_past_the_lock(administrator, line, tree.banpho)
    line.refresh_from_db()
    assert line.unit == tree.tacuty
    assert marks() == []
    assert str(tree.banpho.pk) in caplog.text


@pytest.mark.parametrize("month", [JULY, AUGUST])
def test_closed_month_refuses_what_would_change_its_figures(tree, official, month):
    make.close_month(tree.tacuty, month)
    with pytest.raises(ClosedMonth) as refused:
        create(official, tree.tacuty)
    assert refused.value.cells == [(tree.tacuty.pk, month.year, month.month, "network")]
    assert month.label in str(refused.value)
    assert wrote_nothing()


def test_closed_month_refuses_nothing_else(tree, official):
    make.close_month(tree.tacuty, Month(2020, 6))
    make.close_month(tree.banpho, JULY)
    line = create(official, tree.tacuty)
    make.close_month(tree.tacuty, JULY)
    network.change_connection(line, by=official, version=1, reason="x", note="ghi chú không được tính")
    network.end_connection(line, by=official, version=2, since=date(2020, 8, 1))
    assert Connection.objects.get().until == date(2020, 8, 1)


@pytest.mark.parametrize(
    ("who", "reason", "error"),
    [("official", "sửa số liệu", NotAllowed), ("administrator", " ", Refused), ("administrator", "sửa số liệu", None)],
)
def test_override_of_a_closed_month_is_an_administrators_with_a_reason(
    tree, official, administrator, who, reason, error
):
    line = create(administrator, tree.tacuty)
    make.close_month(tree.tacuty, JULY)
    by = {"official": official, "administrator": administrator}[who]
    how = {"by": by, "version": 1, "reason": reason, "override": True, "technology": "copper"}
    StaleMark.objects.all().delete()
    if error:
        with pytest.raises(error):
            network.change_connection(line, **how)
        assert marks() == []
        return
    network.change_connection(line, **how)
    assert [row[1:3] for row in marks()] == [(2020, 7), (2020, 8)]
    assert AuditEvent.objects.get(action="connections.changed").reason == reason


def test_marks_stand_by_month_section_and_unit(tree, django_assert_num_queries):
    with django_assert_num_queries(1):
        mark({Cell(unit.pk, 2020, n, s) for unit in (tree.banpho, tree.tacuty) for n in (8, 7) for s in "ba"})
    assert [row[1:] for row in marks()] == sorted(row[1:] for row in marks())
