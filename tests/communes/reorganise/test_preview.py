"""The preview names what moves, what is unfinished, who keeps a role; it writes nothing and asks little."""

from datetime import date

from common.months import Month
from communes import reorganise
from tests.communes.reorganise.shapes import new_commune, plan_of, plans, split_of
from tests.communes.reorganise.tables import contents
from tests.factories import communes as make

EARLIER = date(2020, 1, 1)


def lines(one) -> dict[str, int]:
    return {line.label: line.number for line in (*one.moves, *one.unfinished, *one.roles)}


def test_preview_lists_what_moves_by_kind_and_what_is_unfinished(tree, held):
    make.make_equipment(tree.banpho, since=EARLIER, kind="laptop", condition="broken")
    make.make_equipment(tree.banpho, since=EARLIER, kind="printer", condition="liquidated")
    make.close_month(tree.banpho, Month(2020, 6))
    before = contents()
    (one,) = reorganise.preview(plans(tree)["merge"]).units
    found = list(lines(one).values())
    assert (one.unit, one.to) == (tree.banpho, "xã Tả Củ Tỷ")
    # desktop, laptop, staff, village, use, lead, line, posts; document, filing, offer, months; the clerk
    assert found == [1, 1, 1, 1, 1, 1, 1, 20, 1, 1, 1, 18, 1]
    assert contents() == before


def test_preview_is_the_same_number_of_queries_for_many_units_and_rows(tree, held, django_assert_max_num_queries):
    others = [make.make_unit(parent=tree.district) for _ in range(8)]
    for unit in others:
        for _ in range(10):
            make.make_equipment(unit, since=EARLIER)
            make.make_staff(unit, since=EARLIER)
    with django_assert_max_num_queries(40) as few:
        reorganise.preview(plan_of("merge", [tree.banpho], [tree.tacuty]))
    with django_assert_max_num_queries(40) as many:
        reorganise.preview(plan_of("merge", [tree.banpho, *others], [tree.tacuty]))
    assert len(many) == len(few)


def test_fingerprint_changes_with_what_is_shown(tree, held):
    plan = plans(tree)["merge"]
    before = reorganise.preview(plan).fingerprint
    assert reorganise.preview(plan).fingerprint == before
    make.make_equipment(tree.banpho, since=EARLIER)
    assert reorganise.preview(plan).fingerprint != before


def test_preview_says_which_role_ends(tree, held):
    district = make.make_unit("Mường Khương", kind="district", parent=tree.province)
    stays = reorganise.preview(plan_of("abolish", [tree.banpho], [tree.tacuty])).units[0].roles[0]
    ends = reorganise.preview(plan_of("abolish", [tree.banpho], [district])).units[0].roles[0]
    assert stays.note != ends.note


def test_preview_of_a_move_shows_what_lies_below(tree, held):
    shown = reorganise.preview(plans(tree)["move"])
    assert {one.unit for one in shown.units} == {tree.district, tree.tacuty, tree.banpho, tree.office}


def test_preview_says_what_is_counted_together_and_what_is_estimated(tree, held):
    notes = reorganise.preview(split_of(tree)).notes
    assert any(held["software"].name in note for note in notes)
    assert len(reorganise.preview(plan_of("merge", [tree.banpho], [new_commune(tree)])).notes) == 2
