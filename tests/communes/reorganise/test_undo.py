"""Undoing reverses exactly the rows that the act wrote, and none when one of them has changed since."""

from datetime import date

import pytest

from common.errors import NotAllowed, Refused
from common.months import Month
from communes import reorganise
from communes.actions import equipment, staff
from communes.models import Reorganisation, Succession, Unit
from communes.reorganise import Heir, Plan
from documents.actions import handling
from indicators import checking, rollups
from tests.communes.reorganise.shapes import KINDS, plans
from tests.communes.reorganise.tables import contents
from tests.factories import communes as make

MONTHS = [Month(2020, 6), Month(2020, 7), Month(2020, 8)]


@pytest.fixture
def counted(tree, held):
    """The district with everything, its figures counted."""
    make.make_equipment(tree.office, since=date(2020, 1, 1))
    rollups.rebuild(months=MONTHS)
    return tree


@pytest.mark.parametrize("kind", KINDS)
def test_undo_leaves_every_table_as_it_was(counted, administrator, kind):
    before = contents()
    act = reorganise.apply(plans(counted)[kind], by=administrator)
    rollups.refresh()
    assert contents() != before
    reorganise.undo(act, by=administrator, reason="nhầm ngày")
    rollups.refresh()
    after = contents()
    for name in before:
        assert after[name] == before[name], name
    assert checking.check(months=MONTHS)[0] == []


@pytest.mark.parametrize("kind", KINDS)
def test_figures_equal_a_recount_after_each_kind(counted, administrator, kind):
    reorganise.apply(plans(counted)[kind], by=administrator)
    rollups.refresh()
    assert checking.check(months=MONTHS)[0] == []


def test_undo_says_who_and_when_and_why(counted, administrator):
    act = reorganise.apply(plans(counted)["merge"], by=administrator)
    act = reorganise.undo(act, by=administrator, reason="nhầm ngày")
    assert (act.undone_by, act.undone_at is not None) == (administrator, True)
    assert not Succession.objects.exists()
    assert str(administrator) in reorganise.blockers(act)[0]
    with pytest.raises(reorganise.Blocked):
        reorganise.undo(act, by=administrator, reason="lần nữa")


def change_since(tree, held, kind, by):
    """Something that happens after the merger of Bản Phố into Tả Củ Tỷ."""
    if kind == "moved":
        equipment.move(held["device"], by=by, version=None, since=date(2020, 7, 20), unit=tree.office)
    if kind == "left":
        staff.leave(held["person"], by=by, version=None, since=date(2020, 7, 20))
    if kind == "finished":
        handling.finish(held["document"], by=by, version=None, completed_on=date(2020, 7, 20))
    if kind == "closed":
        make.close_month(tree.tacuty, Month(2020, 7), by=by)
    if kind == "again":
        plan = Plan(
            kind="merge", effective_on=date(2020, 7, 20), resolution="2/NQ", ending=(tree.tacuty,),
            heirs=(Heir(tree.office),),
        )  # fmt: skip
        reorganise.apply(plan, by=by)


@pytest.mark.parametrize("kind", ["moved", "left", "finished", "closed", "again"])
def test_undo_is_refused_with_what_has_changed_since(counted, held, administrator, kind):
    act = reorganise.apply(plans(counted)["merge"], by=administrator)
    for name in ("device", "person", "document"):
        held[name].refresh_from_db()
    change_since(counted, held, kind, administrator)
    before = contents()
    with pytest.raises(reorganise.Blocked) as caught:
        reorganise.undo(act, by=administrator, reason="nhầm")
    assert caught.value.reasons
    assert contents() == before
    assert Reorganisation.objects.get(pk=act.pk).undone_at is None


def test_undo_is_refused_once_a_founded_unit_has_rows_of_its_own(counted, administrator):
    act = reorganise.apply(plans(counted)["create"], by=administrator)
    unit = Unit.objects.get(code="02842")
    equipment.create(by=administrator, unit=unit, acquired_on=date(2020, 7, 20), kind="printer")
    with pytest.raises(reorganise.Blocked):
        reorganise.undo(act, by=administrator, reason="nhầm")
    assert Unit.objects.filter(pk=unit.pk).exists()


@pytest.mark.parametrize("role", ["official", "reviewer", "leader"])
def test_undo_is_for_administrators_with_a_reason(counted, administrator, role):
    act = reorganise.apply(plans(counted)["merge"], by=administrator)
    with pytest.raises(NotAllowed):
        reorganise.undo(act, by=make.make_member(role, counted.province), reason="x")
    with pytest.raises(Refused):
        reorganise.undo(act, by=administrator, reason="  ")


def test_what_was_undone_can_be_done_again(counted, administrator):
    plan = plans(counted)["merge into new"]
    act = reorganise.apply(plan, by=administrator)
    reorganise.undo(act, by=administrator, reason="nhầm")
    again = reorganise.apply(plan, by=administrator)
    assert again.successions.count() == 2
    assert Unit.objects.get(code="02842").slug == "xa-ta-cu-ty-moi"
