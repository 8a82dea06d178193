"""Any sequence of place, move, repair, retire, merge, split, rename, undo: figures equal a recount, totals stay, undo
is exact."""

from collections import Counter

import pytest
from django.db.models import Q
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communes.models import Dated, Equipment, Placement, Posting, Reorganisation, Succession, Unit
from indicators import checking, rollups
from indicators.models import Figure
from services.models import Filing
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
@given(acts=st.lists(unit_act, min_size=20, max_size=50))
def test_ends_and_results_of_filings_count_at_units_that_were_there_on_the_day(stage, acts):
    """Also those that wait while their unit ends, as often as it happens; counted anew, row by row."""
    with undone():
        play(stage, acts)
        again = {"filings.finished": Counter(), "filings.returned": Counter()}
        units = Unit.objects.in_bulk()
        for row in Filing.objects.filter(status__in=[9, 10]):
            ends = {"filings.finished": (row.holding_unit_id, row.finished_time)}
            if row.returned_time:
                ends["filings.returned"] = (row.returning_unit_id or row.holding_unit_id, row.returned_time)
            for key, (unit, moment) in ends.items():
                day = timezone.localtime(moment).date()
                assert units[unit].exists_on(day), (key, row)
                again[key][unit, day.year, day.month] += 1
        for key, counted in again.items():
            rows = Figure.objects.filter(measure__key=key, own__gt=0)
            assert {tuple(where): own for *where, own in rows.values_list("unit", "year", "month", "own")} == counted


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
