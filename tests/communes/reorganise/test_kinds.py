"""Split, renaming, move, abolition, founding: who holds what afterwards, and what stays where it happened."""

from datetime import date
from decimal import Decimal

import pytest

from common.errors import Refused
from common.models import AuditEvent
from communes import reorganise
from communes.models import Membership, SectionSource, SoftwareUse, Unit, UnitFact
from communes.scope import scope_of
from documents.models import Document
from tests.communes.reorganise.shapes import DAY, new_commune, plan_of, plans, split_of
from tests.factories import communes as make

EARLIER = date(2020, 1, 1)


def here(thing, rows: str):
    return getattr(thing, rows).get(until=None).unit


def test_split_gives_each_thing_to_the_heir_chosen_and_the_rest_to_the_main_one(tree, held, administrator):
    choices = {f"equipment:{held['device'].pk}": 1, f"village:{held['village'].pk}": 1, "staff:999": 7}
    act = reorganise.apply(split_of(tree, choices=choices), by=administrator)
    new = Unit.objects.get(code="02842")
    assert here(held["device"], "placements") == here(held["village"], "counts") == new
    assert here(held["person"], "postings") == tree.tacuty
    shares = {link.successor: link.share for link in act.successions.all()}
    assert shares == {tree.tacuty: Decimal("0.6"), new: Decimal("0.4")}


def test_split_leaves_its_unfinished_work_to_the_heir_chosen(tree, held, administrator):
    reorganise.apply(split_of(tree, choices={"unfinished": 1}), by=administrator)
    new = Unit.objects.get(code="02842")
    assert Document.objects.get(pk=held["document"].pk).handling_unit == new
    held["filing"].refresh_from_db()
    assert held["filing"].holding_unit == new
    assert held["filing"].unit == tree.banpho


def test_split_apportions_posts_without_losing_one(tree, held, administrator):
    """20 posts by 0.625 and 0.375 are 12.5 and 7.5: rounding leaves nothing over."""
    reorganise.apply(split_of(tree, "0.625", "0.375"), by=administrator)
    posts = dict(UnitFact.objects.filter(key="posts", until=None).values_list("unit__name", "value"))
    assert posts == {"Tả Củ Tỷ": 21 + 12, "Tả Củ Tỷ Mới": 8}


def test_split_passes_the_duty_to_use_a_programme_to_all_and_accounts_to_the_main_heir(tree, administrator):
    software = make.make_software()
    make.make_software_use(software, tree.banpho, since=EARLIER, accounts=7, accounts_active=5)
    reorganise.apply(split_of(tree), by=administrator)
    uses = SoftwareUse.objects.filter(until=None).values_list("unit__name", "required", "in_use", "accounts")
    assert set(uses) == {("Tả Củ Tỷ", True, True, 7), ("Tả Củ Tỷ Mới", True, False, 0)}


def test_renamed_unit_keeps_everything_and_is_found_by_both_names(tree, held, administrator):
    new = new_commune(tree, "Bản Phố Mới", "02866")
    reorganise.apply(plan_of("rename", [tree.banpho], [new]), by=administrator)
    unit = Unit.objects.get(name="Bản Phố Mới")
    assert here(held["device"], "placements") == unit
    assert set(Unit.objects.search("ban pho")) == {tree.banpho, unit}
    assert set(unit.facts.values_list("key", flat=True)) == {"posts", "distance_km"}
    assert scope_of(type(held["clerk"]).objects.get(pk=held["clerk"].pk)).home_unit == unit


def test_moved_unit_takes_along_what_lies_below_it(tree, held, administrator):
    other = make.make_unit("Yên Bái", kind="province")
    moved = new_commune(tree, "Bắc Hà")
    moved = type(moved)(name="Bắc Hà", legal_type="huyen", kind="district", parent=other, code="")
    reorganise.apply(plan_of("move", [tree.district], [moved]), by=administrator)
    below = Unit.objects.within(other).filter(valid_until=None).exclude(pk=other.pk)
    assert sorted(unit.name for unit in below) == ["Bản Phố", "Bắc Hà", "Phòng Văn hóa và Thông tin", "Tả Củ Tỷ"]
    assert {unit.parent.name for unit in below if unit.kind != "district"} == {"Bắc Hà"}
    assert here(held["device"], "placements") == below.get(name="Bản Phố")
    assert not Unit.objects.within(tree.province).filter(valid_until=None).exclude(pk=tree.province.pk).exists()
    assert below.get(name="Bản Phố").slug == "xa-ban-pho-2020"


def test_abolished_unit_that_holds_something_needs_somebody_to_take_it(tree, held, administrator):
    with pytest.raises(Refused, match="1"):
        reorganise.apply(plan_of("abolish", [tree.banpho]), by=administrator)
    reorganise.apply(plan_of("abolish", [tree.banpho], [tree.office]), by=administrator)
    assert here(held["device"], "placements") == tree.office
    assert "Bản Phố" not in tree.office.aliases.values_list("name", flat=True)


def test_abolished_empty_unit_ends_and_its_roles_with_it(tree, administrator):
    leader = make.make_member("leader", tree.office)
    reorganise.apply(plan_of("abolish", [tree.office]), by=administrator)
    tree.office.refresh_from_db()
    assert tree.office.valid_until == DAY
    assert Membership.objects.get(user=leader).valid_until == DAY


def test_role_does_not_rise_with_the_unit(tree, administrator):
    """A clerk of a commune that ends in the district does not become the district's."""
    clerk = make.make_member("official", tree.banpho)
    reorganise.apply(plan_of("abolish", [tree.banpho], [tree.district]), by=administrator)
    assert list(Membership.objects.filter(user=clerk).values_list("unit__name", "valid_until")) == [("Bản Phố", DAY)]


def test_founded_unit_stands_in_the_tree_and_takes_figures_from_its_registers(tree, administrator):
    act = reorganise.apply(plans(tree)["create"], by=administrator)
    unit = Unit.objects.get(code="02842")
    assert (unit.slug, unit.valid_from, unit.parent) == ("xa-ta-cu-ty-moi", DAY, tree.district)
    assert unit in Unit.objects.within(tree.province)
    assert not act.successions.exists()
    assert AuditEvent.objects.latest("pk").action == "units.founded"


def test_new_unit_reports_as_the_unit_before_it_did(tree, administrator):
    SectionSource.objects.create(unit=tree.banpho, section="staff", source="report", since=EARLIER)
    reorganise.apply(plans(tree)["rename"], by=administrator)
    row = SectionSource.objects.get(unit__code="02842")
    assert (row.section, row.source, row.since) == ("staff", "report", DAY.replace(day=1))


def test_code_and_name_may_be_used_again_by_the_unit_that_takes_over(tree, administrator):
    """02842 was Lùng Cải before it was Tả Củ Tỷ (domain.md, trap 1)."""
    old = make.make_unit("Lùng Cải", parent=tree.district, code="02842")
    new = new_commune(tree, "Tả Củ Tỷ", "02842")
    reorganise.apply(plan_of("merge", [old, tree.tacuty], [new]), by=administrator)
    units = Unit.objects.filter(code="02842").order_by("valid_from")
    assert [(unit.name, unit.slug) for unit in units] == [
        ("Lùng Cải", "xa-lung-cai"),
        ("Tả Củ Tỷ", "xa-ta-cu-ty-2020"),
    ]


@pytest.mark.parametrize(
    ("theirs", "ours", "then"),
    [
        ({"vii": 4, "viii": 16}, {"vii": 3, "viii": 18}, {"vii": 7, "viii": 34}),
        ({"viii": 16}, {"vii": 3}, {"vii": 3, "viii": 16}),
        ({"": 20}, {"vii": 3, "viii": 18}, {"": 41}),
        ({"vii": 4, "viii": 16}, {"": 21}, {"": 41}),
    ],
)
def test_posts_are_added_by_norm_group_where_both_sides_have_them(tree, administrator, theirs, ours, then):
    for unit, posts in ((tree.banpho, theirs), (tree.tacuty, ours)):
        for group, number in posts.items():
            UnitFact.objects.create(unit=unit, key="posts", norm_group=group, value=number, since=EARLIER)
    reorganise.apply(plans(tree)["merge"], by=administrator)
    rows = UnitFact.objects.filter(key="posts", until=None)
    assert {(row.unit, row.norm_group): row.value for row in rows} == {(tree.tacuty, g): n for g, n in then.items()}
