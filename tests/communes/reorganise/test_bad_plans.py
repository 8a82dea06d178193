"""Plans that cannot be: each refused with a sentence, nothing half done; the preview says the same and all at once."""

from datetime import date
from decimal import Decimal

import pytest

from common.errors import ActionError
from common.models import AuditEvent
from common.months import Month
from communes import reorganise
from communes.models import Reorganisation, Succession, Unit
from communes.reorganise import Heir
from tests.communes.reorganise.shapes import DAY, new_commune, plan_of, split_of
from tests.factories import communes as make


def wrong_plans(tree) -> dict:
    new = new_commune(tree)
    again = new_commune(tree, "Tả Củ Tỷ", "")
    return {
        "future": plan_of("merge", [tree.banpho], [tree.tacuty], day=date(2020, 8, 4)),
        "into itself": plan_of("merge", [tree.banpho], [tree.banpho]),
        "nothing ends": plan_of("merge", [], [tree.tacuty]),
        "nobody takes over": plan_of("merge", [tree.banpho], []),
        "named twice": plan_of("merge", [tree.banpho, tree.banpho], [tree.tacuty]),
        "one part": plan_of("split", [tree.banpho], [tree.tacuty]),
        "shares below 1": split_of(tree, "0.5", "0.4"),
        "shares above 1": split_of(tree, "0.7", "0.4"),
        "a share of nothing": split_of(tree, "1", "0"),
        "a share below nothing": split_of(tree, "1.5", "-0.5"),
        "one heir twice": plan_of("split", [tree.banpho], [Heir(tree.tacuty, Decimal("0.5"))] * 2),
        "same name": plan_of("rename", [tree.banpho], [new_commune(tree, "Bản Phố", tree.banpho.code)]),
        "same parent": plan_of("move", [tree.banpho], [new_commune(tree, "Bản Phố")]),
        "below itself": plan_of("move", [tree.district], [_district_in(tree, tree.tacuty)]),
        "existing heir of a renaming": plan_of("rename", [tree.banpho], [tree.tacuty]),
        "units below": plan_of("merge", [tree.district], [_other_district(tree)]),
        "taken code": plan_of("create", [], [new_commune(tree, code=_coded(tree).code)]),
        "taken name": plan_of("create", [], [again]),
        "no name": plan_of("create", [], [new_commune(tree, " ")]),
        "wrong parent": plan_of("create", [], [type(new)(**vars(new) | {"parent": tree.office, "slug": ""})]),
    }  # fmt: skip


def _district_in(tree, parent):
    return type(new_commune(tree))(name="Bắc Hà", legal_type="huyen", kind="district", parent=parent)


def _other_district(tree):
    return Unit.objects.filter(name="Mường Khương").first() or make.make_unit(
        "Mường Khương", kind="district", parent=tree.province
    )


def _coded(tree):
    return Unit.objects.filter(code="02899").first() or make.make_unit("Bản Cái", parent=tree.district, code="02899")


NAMES = [
    "future", "into itself", "nothing ends", "nobody takes over", "named twice", "one part", "shares below 1",
    "shares above 1", "a share of nothing", "a share below nothing", "one heir twice", "same name", "same parent",
    "below itself", "existing heir of a renaming", "units below", "taken code", "taken name", "no name",
    "wrong parent",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_plan_is_refused_with_a_sentence_and_leaves_nothing(tree, administrator, name):
    plan = wrong_plans(tree)[name]
    counts = [model.objects.count() for model in (Unit, Reorganisation, Succession, AuditEvent)]
    shown = reorganise.preview(plan)
    with pytest.raises(ActionError) as caught:
        reorganise.apply(plan, by=administrator)
    assert str(caught.value) in shown.faults
    assert [model.objects.count() for model in (Unit, Reorganisation, Succession, AuditEvent)] == counts


def test_all_good_plans_are_named():
    assert len(set(NAMES)) == len(NAMES)


def test_unit_that_took_over_cannot_go_back_into_the_one_that_ended(tree, administrator):
    """A cycle of successions: the unit that ended can take nothing over, whatever the day."""
    reorganise.apply(plan_of("merge", [tree.banpho], [tree.tacuty]), by=administrator)
    for day in (DAY, date(2020, 7, 20), date(2020, 7, 1)):
        with pytest.raises(ActionError):
            reorganise.apply(plan_of("merge", [tree.tacuty], [tree.banpho], day=day), by=administrator)
    assert Succession.objects.count() == 1


def test_founding_in_a_month_that_the_parent_has_closed_is_refused(tree, administrator):
    make.close_month(tree.district, Month(2020, 7))
    with pytest.raises(ActionError, match="07/2020"):
        reorganise.apply(plan_of("create", [], [new_commune(tree)]), by=administrator)


def test_preview_lists_every_fault_at_once(tree):
    make.close_month(tree.banpho, Month(2020, 7))
    make.close_month(tree.tacuty, Month(2020, 7))
    shown = reorganise.preview(split_of(tree, "0.5", "0.4"))
    assert len(shown.faults) == 3
