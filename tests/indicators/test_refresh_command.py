"""`refresh_figures`: opens months, refreshes, rebuilds, checks, and goes on as the worker."""

import io
import re
import threading
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from common.models import AuditEvent, AuditSeal
from common.months import Month
from communes.models import Cell, ReportingCalendar, StaleMark
from communes.writing import mark
from indicators import rollups
from indicators.models import CoverageFigure, Figure
from tests.factories import communes as ground
from tests.factories.documents import make_document
from tests.indicators.racing import Client

JULY = Month(2020, 7)


@pytest.fixture
def tree(db, settings):
    settings.REFRESH_MODE = "worker"
    tree = ground.make_district()
    make_document(tree.tacuty, registered_on=date(2020, 7, 1))
    make_document(tree.tacuty, registered_on=date(2020, 8, 1))
    return tree


def run(**options) -> str:
    out = io.StringIO()
    call_command("refresh_figures", stdout=out, **options)
    return out.getvalue()


def incoming(unit, month=JULY):
    row = Figure.objects.filter(
        unit=unit, measure__key="documents.incoming", year=month.year, month=month.month
    ).first()
    return row and row.total


def test_first_run_opens_the_months_and_counts_them(tree):
    ReportingCalendar.objects.all().delete()
    assert "20 months opened" in run()
    assert incoming(tree.province) == 1
    assert not StaleMark.objects.exists()
    assert run() == "0 months opened, 0 marks done\n"
    assert not AuditEvent.objects.exclude(pk__in=AuditSeal.objects.values("event")).exists()


def test_next_month_is_opened_when_the_clock_enters_it(tree, settings):
    ground.open_calendar(first=JULY)
    ground.make_staff(tree.banpho, since=date(2020, 7, 1))
    run(all=True)
    settings.BACHA_TODAY = date(2020, 9, 1)
    assert run().startswith("1 months opened")
    row = Figure.objects.get(unit=tree.province, measure__key="staff.total", year=2020, month=9)
    assert row.total == 1, "stocks are counted in the new month without anybody's save"


def test_check_agrees_and_says_how_many_figures(tree):
    ground.open_calendar(first=JULY)
    run(all=True)
    words = re.fullmatch(r"0 differences in (\d+) figures\n", run(check=True))
    figures = Figure.objects.count() + CoverageFigure.objects.count()
    assert int(words[1]) == figures > 20


@pytest.mark.parametrize(
    "tamper",
    [
        lambda rows: rows.filter(own__isnull=True).update(total=7),
        lambda rows: rows.filter(own=1).update(own=2),
        lambda rows: rows.filter(own__isnull=True).delete(),
        lambda rows: rows.filter(own=1).update(registered=0, own=0, total=0),
        lambda rows: CoverageFigure.objects.filter(section="staff").update(own_pending=0),
        lambda rows: CoverageFigure.objects.filter(section="staff").update(pending=0, approved=1),
    ],
    ids=["total", "own", "missing", "zero", "own coverage", "coverage"],
)
def test_check_names_what_differs_and_a_rebuild_repairs_it(tree, tamper):
    ground.open_calendar(first=JULY)
    run(all=True)
    tamper(Figure.objects.filter(measure__key="documents.incoming"))
    out = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("refresh_figures", check=True, stdout=out)
    assert refused.value.returncode == 1
    number = int(re.search(r"^(\d+) differences in \d+ figures$", out.getvalue(), re.M)[1])
    assert number > 0
    assert len(out.getvalue().splitlines()) == min(number, 50) + 1
    run(all=True)
    assert run(check=True).startswith("0 differences")


def test_check_writes_nothing(tree):
    ground.open_calendar(first=JULY)
    mark({Cell(tree.tacuty.pk, 2020, 7, "documents")})
    with pytest.raises(CommandError):
        run(check=True)
    assert StaleMark.objects.count() == 1
    assert not Figure.objects.exists()


@pytest.mark.parametrize("option", ["all", "check", "watch", None])
def test_another_cutoff_day_is_refused_with_a_sentence(tree, settings, option):
    ground.open_calendar(first=JULY)
    settings.REPORTING_CUTOFF_DAY = 14
    with pytest.raises(CommandError, match="REPORTING_CUTOFF_DAY=31"):
        run(**({option: True} if option else {}))
    assert not Figure.objects.exists()


def test_refresh_within_a_transaction_comes_to_an_end(tree, monkeypatch):
    """Every mark fails; each is tried, left, and the call returns."""
    ground.open_calendar(first=JULY)
    mark({Cell(unit.pk, 2020, 7, "documents") for unit in (tree.tacuty, tree.banpho, tree.office)})
    tries = []

    def failing(section, month, unit_ids):
        tries.append(len(unit_ids))
        raise ValueError

    monkeypatch.setattr(rollups, "recount", failing)
    assert rollups.refresh() == 0
    assert StaleMark.objects.count() == 3
    assert len(tries) <= 10


def until(condition, seconds=30.0):
    waiting = threading.Event()
    for _step in range(int(seconds / 0.05)):
        if condition():
            return
        waiting.wait(0.05)
    raise AssertionError("it did not happen in time")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_worker_survives_a_lost_connection_and_the_rebuild_waits_for_it(settings, monkeypatch):
    settings.REFRESH_MODE = "worker"
    monkeypatch.setattr(rollups, "LONGEST_WAIT", 0.2)
    tree = ground.make_district()
    make_document(tree.tacuty, registered_on=date(2020, 7, 1))
    ground.open_calendar(first=JULY)
    stop, pids = threading.Event(), []

    def work():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pids.append(cursor.fetchone()[0])
        rollups.watch(every=0.01, stop=stop.is_set)

    worker = Client(work)
    try:
        mark({Cell(tree.tacuty.pk, 2020, 7, "documents")})
        until(lambda: not StaleMark.objects.exists())
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", pids)
        make_document(tree.tacuty, registered_on=date(2020, 7, 1))
        mark({Cell(tree.tacuty.pk, 2020, 7, "documents")})
        until(lambda: not StaleMark.objects.exists())
        assert incoming(tree.province) == 2
        assert rollups.rebuild() == 2 * 5
    finally:
        stop.set()
        worker.result()
