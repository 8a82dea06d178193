"""Fifty clients at once on PostgreSQL: every figure equals a recount, and a control without the lock shows the harm."""

import random
import threading
import time
from datetime import date

import pytest

from common.months import Month
from communes import locks
from communes.models import StaleMark
from documents.actions import entries, handling
from documents.models import Document
from indicators import checking, rollups
from tests.factories import communes as ground
from tests.indicators.racing import Client, Gate, register

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CLIENTS, ACTS = 50, 4
JULY = Month(2020, 7)


@pytest.fixture
def tree():
    ground.open_calendar()
    tree = ground.make_district()
    rollups.rebuild(months=[JULY])
    return tree


def work(number: int, units, start: threading.Barrier, over: threading.Event):
    """A few acts of one client: register, finish, cancel, in an order of its own, unless it is over before."""
    choice = random.Random(number)
    start.wait()
    mine = []
    for _act in range(ACTS):
        if over.is_set():
            return
        kind = choice.choice(["register", "register", "finish", "cancel"]) if mine else "register"
        if kind == "register":
            day = date(2020, 7, choice.randint(1, 31))
            mine.append(register(choice.choice(units), day, due_on=date(2020, 7, 31)))
            continue
        document = Document.objects.get(pk=mine.pop().pk)
        if kind == "finish":
            handling.finish(document, by=None, version=None, completed_on=date(2020, 7, 31))
        else:
            entries.cancel(document, by=None, version=None, reason="nhầm sổ")


def start_clients(tree, over=None):
    units = [tree.tacuty, tree.banpho, tree.office]
    start, over = threading.Barrier(CLIENTS), over or threading.Event()
    return [Client(work, number, units, start, over) for number in range(CLIENTS)]


def finish(clients):
    for client in clients:
        client.join(240)
        client.result()


def test_fifty_clients_leave_no_wrong_figure(tree):
    finish(start_clients(tree))
    assert not StaleMark.objects.exists()
    assert Document.objects.count() >= CLIENTS
    assert checking.check(months=[JULY])[0] == []
    book = Document.objects.filter(unit=tree.tacuty).order_by("number").values_list("number", flat=True)
    assert list(book) == list(range(1, len(book) + 1))


def test_fifty_clients_without_the_lock_leave_wrong_figures(tree, monkeypatch):
    """One refresher counts early and writes late: what the lock forbids, and what a busy server does by itself."""
    monkeypatch.setattr(locks, "try_refresh", lambda: True)
    gate, real = Gate(), rollups.section_state

    def counting(*args, **kwargs):
        state = real(*args, **kwargs)
        gate()
        return state

    monkeypatch.setattr(rollups, "section_state", counting)
    over = threading.Event()
    clients = start_clients(tree, over)
    deadline = time.monotonic() + 120
    while sum(client.is_alive() for client in clients) > 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    over.set()  # acts of the one that waited would mend what it wrote
    gate.open()
    finish(clients)
    rollups.refresh()
    assert checking.check(months=[JULY])[0]
