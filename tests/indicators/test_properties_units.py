"""Any sequence of place, move, repair, retire, merge, split, rename, undo: figures equal a recount, totals stay, undo
is exact."""

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from communes.models import Dated, Equipment, Placement, Posting, Reorganisation, Succession, Unit
from indicators import checking, rollups
from tests.communes.reorganise.tables import contents
from tests.indicators.acting_units import UnitStage, unit_act
from tests.indicators.test_properties import MONTHS, quick, total, undone

pytestmark = [pytest.mark.django_db, pytest.mark.long]
REORGANISING = {"merge", "split", "rename", "abolish", "join"}


@pytest.fixture
def stage():
    stage = UnitStage()
    rollups.rebuild(months=MONTHS)
    return stage


def play(stage, acts) -> None:
    for one in acts:
        stage.play(*one)
    rollups.refresh()


@quick
@given(acts=st.lists(unit_act, min_size=15, max_size=45))
def test_figures_equal_a_recount_whatever_happens_to_the_units(stage, acts):
    with undone():
        play(stage, acts)
        assert checking.check(months=MONTHS)[0] == []
        assert shares_are_whole()


def shares_are_whole() -> bool:
    """Every unit that ended by succession went somewhere as a whole."""
    sums: dict = {}
    for predecessor, share in Succession.objects.values_list("predecessor_id", "share"):
        sums[predecessor] = sums.get(predecessor, 0) + share
    return all(total == 1 for total in sums.values())


@quick
@given(acts=st.lists(unit_act, min_size=15, max_size=45))
def test_nothing_stands_at_a_unit_that_has_ended(stage, acts):
    with undone():
        play(stage, acts)
        for model in (Placement, Posting):
            assert issubclass(model, Dated)
            ended = model.objects.filter(unit__valid_until__isnull=False)
            beyond = Q(until__isnull=True)
            assert not ended.filter(beyond).exists()
        open_rows = Placement.objects.filter(until=None).values_list("equipment_id", flat=True)
        assert len(open_rows) == len(set(open_rows)) == Equipment.objects.count()


@quick
@given(
    before=st.lists(unit_act, min_size=10, max_size=30),
    last=unit_act.filter(lambda one: one[0] in REORGANISING),
)
def test_totals_of_the_parent_stay_and_undoing_is_exact(stage, before, last):
    with undone():
        play(stage, before)
        stocks, held = stock_totals(stage), contents()
        newest = newest_act()
        stage.play(*last)
        rollups.refresh()
        act = newest_act()
        if act == newest:
            return
        assert stock_totals(stage) == stocks
        assert Unit.objects.filter(valid_until__isnull=False).exists()
        stage._take_back(act)
        rollups.refresh()
        again = contents()
        assert [name for name in held if again[name] != held[name]] == []


def newest_act():
    return Reorganisation.objects.filter(undone_at=None).order_by("-pk").first()


def stock_totals(stage) -> dict:
    keys = ("equipment.computers", "equipment.desktops", "staff.total", "staff.quota", "software.accounts",
            "network.households", "documents.incoming", "filings.received")  # fmt: skip
    return {(key, month): total(stage, key, month) for key in keys for month in MONTHS}
