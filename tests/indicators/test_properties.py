"""Any sequence of acts, mergers and refreshes: figures equal a recount, and the register's rows say the same."""

import os
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.months import Month
from communes.models import ClosedMonth, Placement, Posting, StaleMark, Unit
from documents.models import Document
from indicators import checking, rollups
from indicators.models import Figure
from services.models import Filing
from tests.indicators.acting import Stage, act

pytestmark = [pytest.mark.django_db, pytest.mark.long]
MONTHS = [Month(2020, month) for month in (5, 6, 7, 8)]
EXAMPLES = int(os.environ.get("BACHA_EXAMPLES", "8"))  # dev.py soak asks for many more
quick = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=EXAMPLES < 50
)


@contextmanager
def undone():
    """A transaction that is rolled back: every example starts from the same district."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def stage():
    stage = Stage()
    rollups.rebuild(months=MONTHS)
    return stage


def play(stage, acts):
    for one in acts:
        stage.play(*one)
    rollups.refresh()


def total(stage, key, month):
    row = Figure.objects.filter(unit=stage.tree.province, measure__key=key, year=month.year, month=month.month).first()
    return (row.total or 0) if row else 0


@quick
@given(acts=st.lists(act, min_size=10, max_size=40))
def test_figures_equal_a_recount_after_any_acts(stage, acts):
    with undone():
        play(stage, acts)
        assert not StaleMark.objects.exists()
        differences, _compared = checking.check(months=MONTHS)
        assert differences == []


@quick
@given(acts=st.lists(act.filter(lambda one: one[0] != "declare"), min_size=10, max_size=40))
def test_root_totals_equal_the_rows_after_any_acts(stage, acts):
    with undone():
        play(stage, acts)
        for month in MONTHS:
            days = (month.first_day(), month.last_day())
            rows = Document.objects.filter(registered_on__range=days, cancelled=False)
            assert total(stage, "documents.incoming", month) == rows.filter(direction="incoming").count()
            assert total(stage, "documents.outgoing_signed", month) == rows.filter(signature="agency").count()
            open_then = Q(until__isnull=True) | Q(until__gt=days[1])
            assert total(stage, "staff.total", month) == Posting.objects.filter(open_then, since__lte=days[1]).count()
            machines = Placement.objects.filter(open_then, since__lte=days[1], condition="good")
            assert total(stage, "equipment.computers", month) == machines.count()


@quick
@given(acts=st.lists(act, min_size=10, max_size=40))
def test_filings_balance_in_every_unit_and_month(stage, acts):
    """Received + carried over + taken over = finished + open + withdrawn + stopped + handed over (domain.md 9.3)."""
    with undone():
        play(stage, acts)
        for unit in Unit.objects.all():
            for month in MONTHS:
                rows = Figure.objects.filter(unit=unit, measure__section="filings", year=month.year, month=month.month)
                value = {row.measure.key.split(".")[1]: row.total or 0 for row in rows.select_related("measure")}
                came = sum(value.get(key, 0) for key in ("received", "carried_over", "transferred_in"))
                left = ("finished", "withdrawn", "stopped", "transferred_out", "open_in_time", "open_late")
                assert came == sum(value.get(key, 0) for key in left)
        assert total_open() == Filing.objects.open().count()


def total_open():
    rows = Figure.objects.filter(
        unit__parent__isnull=True, measure__key__in=["filings.open_in_time", "filings.open_late"], year=2020, month=8
    )
    return sum(row.total or 0 for row in rows)


@quick
@given(first=st.lists(act, min_size=5, max_size=25), then=st.lists(act, min_size=5, max_size=25))
def test_closed_months_never_move(stage, first, then):
    """Whatever is tried without an override, the registered figures of a closed unit-month stay as they were."""
    with undone():
        play(stage, first)
        stage.play("close", 0, MONTHS[1].first_day(), 0)
        stage.play("close", 1, MONTHS[1].first_day(), 0)
        rollups.refresh()
        closed = list(ClosedMonth.objects.values_list("unit_id", "year", "month"))
        before = {key: own_values(*key) for key in closed}
        for one in then:
            if one[0] not in ("reopen", "approve"):
                stage.play(*one)
        rollups.refresh()
        assert {key: own_values(*key) for key in closed} == before


def own_values(unit_id, year, month):
    rows = Figure.objects.filter(unit_id=unit_id, year=year, month=month, registered__gt=0)
    return dict(rows.values_list("measure__key", "registered"))
