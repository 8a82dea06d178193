"""The unit locks: writers share, a merger is alone, nobody works out months while one is opened; on PostgreSQL."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from common.errors import StaleVersion
from common.models import AuditEvent
from communes import locks
from communes.actions import network
from communes.models import Connection
from tests.factories import communes as make
from tests.indicators.racing import Client

anywhere = pytest.mark.django_db(transaction=True)


@anywhere
def test_lock_outside_a_transaction_is_refused_and_inside_taken_twice():
    for one in (lambda: locks.share([1]), lambda: locks.exclude([1]), locks.exclude_calendar, locks.try_refresh):
        with pytest.raises(transaction.TransactionManagementError, match="open one first"):
            one()
        with transaction.atomic():
            assert one() == one()


WAITING = [
    (("share", [1, 2]), ("share", [2, 3]), False),
    (("share", [1, 2]), ("exclude", [2]), True),
    (("share", [1]), ("exclude", [2]), False),
    (("exclude", [2]), ("share", [1, 2]), True),
    (("exclude", [2]), ("exclude", [1]), False),
    (("exclude_calendar", None), ("share", []), True),
    (("exclude_calendar", None), ("exclude", [1]), True),
    (("share", [1]), ("exclude_calendar", None), True),
    (("try_refresh", None), ("share", [1]), False),
    (("try_refresh", None), ("exclude_calendar", None), False),
    (("try_refresh", None), ("try_refresh", None), False),
]


@pytest.mark.postgres
@anywhere
def test_who_waits_for_whom():
    # One test for all: emptying the database after each would take longer than the test.
    for held, wanted, waits in WAITING:
        got, release = threading.Event(), threading.Event()

        def hold(lock=held, got=got, release=release):
            with transaction.atomic():
                value = take(*lock)
                got.set()
                assert release.wait(30)
                return value

        def want(lock=wanted):
            with transaction.atomic():
                return take(*lock)

        holder = Client(hold)
        assert got.wait(30)
        waiter = Client(want)
        waiter.join(0.3 if waits else 30)
        assert waiter.is_alive() is waits, (held, wanted)
        release.set()
        answers = holder.result(), waiter.result()
    assert answers == (True, False), "the second refresher is told at once"


def take(name: str, ids):
    function = getattr(locks, name)
    return function() if ids is None else function(ids)


@pytest.mark.postgres
@pytest.mark.django_db
def test_unit_keys_are_taken_in_order():
    """Two mergers over the same units, named the other way round, cannot wait for each other in a ring."""
    with transaction.atomic(), connection.execute_wrapper(noting := Noting()):
        locks.exclude([7, 3, 5, 3])
        locks.share({9, 4})
    assert noting.keys == [[0], [3, 5, 7], [0, 4, 9]]


class Noting:
    def __init__(self):
        self.keys = []

    def __call__(self, execute, sql, params, many, context):
        if "pg_advisory" in sql:
            self.keys.append(list(params[1]))
        return execute(sql, params, many, context)


def save_at_once(tree, by, clients: int) -> list:
    """So many people save the same state of one record at the same moment; the errors of those who were late."""
    line = network.create_connection(by=by, unit=tree.tacuty, since=date(2020, 7, 1), kind="lan", technology="wired")
    start, late = threading.Barrier(clients), []

    def save(number):
        start.wait(30)
        try:
            network.change_connection(line, by=by, version=1, reason="cùng lúc", note=f"của {number}")
        except StaleVersion as error:
            late.append(error)

    for client in [Client(save, number) for number in range(clients)]:
        client.result()
    return late


@anywhere
def test_one_of_many_edits_of_one_state_wins():
    """On SQLite the transaction is the lock, on PostgreSQL the row."""
    by, tree = make.make_administrator(), make.make_district()
    late = save_at_once(tree, by, clients=8)
    assert len(late) == 7
    line = Connection.objects.get()
    assert (line.version, AuditEvent.objects.filter(action="connections.changed").count()) == (2, 1)


@pytest.mark.postgres
@anywhere
def test_without_the_row_lock_an_edit_is_lost(monkeypatch):
    """The control: the same saves with a `take` that locks nothing."""
    from django.db.models import QuerySet

    by, tree = make.make_administrator(), make.make_district()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self)
    assert len(save_at_once(tree, by, clients=8)) < 7
