"""What a reviewer of mergers asks: rights that rise or return, machines torn from people, units out of their place."""

from datetime import date
from decimal import Decimal

import pytest

from common.errors import Refused
from common.months import Month
from communes import reorganise
from communes.actions import units
from communes.models import Membership, Placement, SectionSource, Unit, UnitFact
from communes.reorganise import Heir, NewUnit
from communes.scope import scope_of
from services.models import ProcedureOffer
from tests.communes.reorganise.shapes import DAY, new_commune, plan_of, plans, split_of
from tests.factories import communes as make
from tests.factories.desk import make_procedure

EARLIER, LATER = date(2020, 1, 1), date(2020, 7, 20)


def test_machine_that_parts_from_its_holder_is_in_nobodys_hands(tree, administrator):
    person = make.make_staff(tree.banpho, since=EARLIER)
    apart, together = (make.make_equipment(tree.banpho, since=EARLIER, holder=person) for _ in range(2))
    choices = {f"staff:{person.pk}": 1, f"equipment:{together.pk}": 1}
    reorganise.apply(split_of(tree, choices=choices), by=administrator)
    holders = dict(Placement.objects.filter(until=None).values_list("equipment_id", "holder_id"))
    assert holders == {apart.pk: None, together.pk: person.pk}


def test_unit_of_a_lower_rank_takes_no_district_over(tree, administrator):
    other = make.make_unit("Mường Khương", kind="district", parent=tree.province)
    with pytest.raises(Refused):
        reorganise.apply(plan_of("abolish", [other], [tree.tacuty]), by=administrator)


def test_renaming_does_not_turn_a_district_into_a_commune(tree, administrator):
    new = NewUnit(name="Bắc Hà", legal_type="xa", kind="commune", parent=tree.province)
    with pytest.raises(Refused):
        reorganise.apply(plan_of("rename", [tree.district], [new]), by=administrator)


def test_clerk_of_an_office_keeps_no_registers_of_a_commune(tree, administrator):
    clerk = make.make_member("official", tree.office)
    reorganise.apply(plan_of("abolish", [tree.office], [tree.tacuty]), by=administrator)
    assert not scope_of(type(clerk).objects.get(pk=clerk.pk)).is_member


def test_administrator_of_an_abolished_unit_can_still_undo_it(tree):
    boss = make.make_member("administrator", tree.office)
    act = reorganise.apply(plan_of("abolish", [tree.office]), by=boss)
    boss = type(boss).objects.get(pk=boss.pk)
    assert scope_of(boss).is_administrator
    reorganise.undo(act, by=boss, reason="nhầm")


def test_undo_gives_no_right_back_that_was_taken_at_the_heir(tree, administrator):
    clerk = make.make_member("official", tree.banpho)
    there = Membership.objects.create(user=clerk, unit=tree.tacuty, role="official", valid_from=EARLIER)
    act = reorganise.apply(plans(tree)["merge"], by=administrator)
    units.change_membership(there, by=administrator, version=1, reason="nghỉ việc", valid_until=date(2020, 8, 1))
    with pytest.raises(reorganise.Blocked):
        reorganise.undo(act, by=administrator, reason="nhầm")


def test_undo_waits_for_a_later_merger_into_the_same_unit(tree, administrator):
    """B offers the procedure because A did; C's offer rests on B's by now."""
    third = make.make_unit("Lùng Cải", parent=tree.district)
    procedure = make_procedure(offered_by=[tree.banpho, third])
    first = reorganise.apply(plans(tree)["merge"], by=administrator)
    second = reorganise.apply(plan_of("merge", [third], [tree.tacuty], day=LATER), by=administrator)
    with pytest.raises(reorganise.Blocked):
        reorganise.undo(first, by=administrator, reason="nhầm")
    reorganise.undo(second, by=administrator, reason="nhầm")
    reorganise.undo(first, by=administrator, reason="nhầm")
    ongoing = ProcedureOffer.objects.filter(procedure=procedure, until=None).values_list("unit__name", flat=True)
    assert set(ongoing) == {"Bản Phố", "Lùng Cải"}


def test_undo_revives_no_unit_below_one_that_has_ended(tree, administrator):
    """As on 01/07/2025: the communes go to another province, then the district ends."""
    province = make.make_unit("Lào Cai mới", kind="province")
    new = NewUnit(name="Bắc Hà", legal_type="xa", kind="commune", parent=province)
    act = reorganise.apply(plan_of("merge", [tree.banpho, tree.tacuty], [new]), by=administrator)
    reorganise.apply(plan_of("abolish", [tree.office]), by=administrator)
    reorganise.apply(plan_of("abolish", [tree.district]), by=administrator)
    assert any("Bắc Hà" in reason for reason in reorganise.blockers(act))
    with pytest.raises(reorganise.Blocked):
        reorganise.undo(act, by=administrator, reason="nhầm")


def test_undo_revives_no_unit_whose_code_another_has_by_now(tree, administrator):
    old = make.make_unit("Lùng Cải", parent=tree.district, code="02842")
    act = reorganise.apply(plan_of("merge", [old], [tree.tacuty]), by=administrator)
    reorganise.apply(plan_of("create", [], [new_commune(tree, "Bản Mới", "02842")], day=LATER), by=administrator)
    with pytest.raises(reorganise.Blocked):
        reorganise.undo(act, by=administrator, reason="nhầm")
    assert Unit.objects.filter(code="02842", valid_until=None).count() == 1


def test_undo_of_a_founding_is_refused_once_the_parent_has_closed_the_month(tree, administrator):
    act = reorganise.apply(plans(tree)["create"], by=administrator)
    make.close_month(tree.district, Month(2020, 7), by=administrator)
    with pytest.raises(reorganise.Blocked, match="07/2020"):
        reorganise.undo(act, by=administrator, reason="nhầm")


def test_unit_founded_deep_below_after_the_day_stands_in_the_way(tree, administrator):
    office = make.make_unit("Văn phòng", kind="office", parent=tree.banpho, valid_from=LATER)
    with pytest.raises(Refused, match="Văn phòng"):
        reorganise.apply(plans(tree)["move"], by=administrator)
    assert Unit.objects.get(pk=office.pk).valid_until is None


def test_facts_that_begin_after_the_day_are_put_right_first(tree, administrator):
    UnitFact.objects.create(unit=tree.banpho, key="posts", value=20, since=EARLIER, until=LATER)
    UnitFact.objects.create(unit=tree.banpho, key="posts", value=22, since=LATER)
    with pytest.raises(Refused, match="20/07/2020"):
        reorganise.apply(plans(tree)["merge"], by=administrator)


def test_new_unit_reports_from_the_first_day_of_the_month_on(tree, administrator):
    SectionSource.objects.create(unit=tree.banpho, section="staff", source="report", since=EARLIER)
    heirs = (Heir(tree.tacuty, Decimal("0.5")), Heir(new_commune(tree), Decimal("0.5")))
    reorganise.apply(plan_of("split", [tree.banpho], heirs), by=administrator)
    assert SectionSource.objects.get(unit__code="02842").since == DAY.replace(day=1)
