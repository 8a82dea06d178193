"""The refresh protocol under forced interleavings, on PostgreSQL, each with a control without its lock."""

from datetime import date

import pytest
from django.db import connection

from common.errors import Refused
from common.months import Month
from communes import locks, reorganise
from communes.models import StaleMark
from communes.writing import Write
from documents.models import Document
from indicators import checking, rollups
from indicators.models import Figure
from tests.factories import communes as ground
from tests.indicators.racing import Client, Gate, register

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
JULY = Month(2020, 7)
FIRST_OF_JULY = date(2020, 7, 1)


@pytest.fixture
def tree():
    assert connection.vendor == "postgresql"
    ground.open_calendar()
    tree = ground.make_district()
    rollups.rebuild(months=[JULY])
    return tree


def incoming(unit):
    row = Figure.objects.filter(unit=unit, measure__key="documents.incoming", year=2020, month=7).first()
    return row.total if row else 0


def pause_in(monkeypatch, module, name, gate, *, before=False):
    """Let the first call of a function stop at the gate after (or before) its work."""
    real = getattr(module, name)

    def stopping(*args, **kwargs):
        if before:
            gate()
        value = real(*args, **kwargs)
        if not before:
            gate()
        return value

    monkeypatch.setattr(module, name, stopping)


def test_mark_written_during_a_refresh_is_not_lost(tree, monkeypatch, settings):
    settings.REFRESH_MODE = "worker"
    register(tree.tacuty)
    gate = Gate()
    pause_in(monkeypatch, rollups, "recount_marks", gate)
    refresher = Client(rollups.refresh)
    gate.wait()
    register(tree.tacuty)
    assert Client(rollups.refresh).result() == 0, "a second refresher must return at once"
    gate.open()
    refresher.result()
    assert incoming(tree.district) == 2
    assert not StaleMark.objects.exists()


def test_without_the_look_again_the_mark_stays(tree, monkeypatch, settings):
    settings.REFRESH_MODE = "worker"
    register(tree.tacuty)
    gate = Gate()
    pause_in(monkeypatch, rollups, "recount_marks", gate)
    refresher = Client(rollups._refresh_once, rollups.BATCH, set())
    gate.wait()
    register(tree.tacuty)
    assert Client(rollups.refresh).result() == 0
    gate.open()
    refresher.result()
    assert incoming(tree.district) == 1
    assert StaleMark.objects.exists()


def two_refreshers(tree, monkeypatch):
    """The first has counted one document and stops before writing; a second document comes and is refreshed."""
    register(tree.tacuty)
    gate = Gate()
    pause_in(monkeypatch, rollups, "section_state", gate)
    slow = Client(rollups.refresh)
    gate.wait()
    register(tree.tacuty)
    quick = Client(rollups.refresh)
    quick.join(3)
    gate.open()
    slow.result()
    quick.result()


def test_two_refreshers_never_interleave(tree, monkeypatch, settings):
    settings.REFRESH_MODE = "worker"
    two_refreshers(tree, monkeypatch)
    assert incoming(tree.district) == 2
    assert checking.check(months=[JULY])[0] == []


def test_without_the_refresh_lock_a_count_is_lost(tree, monkeypatch, settings):
    settings.REFRESH_MODE = "worker"
    monkeypatch.setattr(locks, "try_refresh", lambda: True)
    two_refreshers(tree, monkeypatch)
    assert incoming(tree.district) == 1
    assert checking.check(months=[JULY])[0]


def save_during_merge(tree, monkeypatch, *, patience):
    """A clerk's save has found the unit in force and stops; a merger of the unit begins; the save goes on."""
    gate = Gate()
    real = Write.require_in_force

    def stopping(self, *args, **kwargs):
        real(self, *args, **kwargs)
        gate()

    monkeypatch.setattr(Write, "require_in_force", stopping)
    saving = Client(register, tree.tacuty)
    gate.wait()
    merging = Client(
        reorganise.merge,
        by=None,
        effective_on=FIRST_OF_JULY,
        resolution="896/NQ-UBTVQH14",
        absorbed=[tree.tacuty],
        into=tree.banpho,
    )
    merging.join(patience)
    finished_early = not merging.is_alive()
    gate.open()
    saving.result()
    merging.result()
    return finished_early


def beyond_the_end():
    """Open documents of July that a unit handles which had ended by then."""
    return Document.objects.filter(
        registered_on__gte=FIRST_OF_JULY, handling_unit__valid_until__lte=FIRST_OF_JULY, completed_on__isnull=True
    )


def test_merge_waits_for_a_save_and_passes_its_document_on(tree, monkeypatch):
    assert save_during_merge(tree, monkeypatch, patience=2) is False
    assert not beyond_the_end().exists()
    with pytest.raises(Refused):
        register(tree.tacuty)
    assert checking.check(months=[JULY])[0] == []


def test_without_the_unit_lock_a_document_stays_at_the_ended_unit(tree, monkeypatch):
    monkeypatch.setattr(locks, "share", lambda unit_ids: None)
    assert save_during_merge(tree, monkeypatch, patience=15) is True
    assert beyond_the_end().exists()


def test_save_during_a_merge_waits_and_is_refused(tree, monkeypatch):
    gate = Gate()
    pause_in(monkeypatch, reorganise.act, "_fresh", gate)
    merging = Client(
        reorganise.merge,
        by=None,
        effective_on=FIRST_OF_JULY,
        resolution="896/NQ-UBTVQH14",
        absorbed=[tree.tacuty],
        into=tree.banpho,
    )
    gate.wait()
    saving = Client(register, tree.tacuty)
    saving.join(1)
    assert saving.is_alive(), "the save must wait for the merger"
    gate.open()
    merging.result()
    with pytest.raises(Refused):
        saving.result()
    assert not Document.objects.exists()
