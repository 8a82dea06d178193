"""Two administrators at once, and a merger beside somebody's editing: one wins, the other is told."""

import threading
from datetime import date

import pytest

from common.errors import ActionError
from communes import reorganise
from communes.actions import equipment
from communes.models import Placement, Succession
from tests.communes.reorganise.shapes import plans
from tests.factories import communes as make
from tests.indicators.racing import Client

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls) -> list:
    """Each call in a thread of its own at the same moment; what was refused."""
    start, refused = threading.Barrier(len(calls)), []

    def run(call):
        start.wait(30)
        try:
            call()
        except ActionError as error:
            refused.append(str(error))

    for client in [Client(run, call) for call in calls]:
        client.result()
    return refused


def test_same_reorganisation_by_two_administrators_is_applied_once():
    tree, people = make.make_district(), [make.make_administrator() for _ in range(2)]
    plan = plans(tree)["merge"]
    refused = at_once(*(lambda by=by: reorganise.apply(plan, by=by) for by in people))
    assert len(refused) == 1
    assert "16/07/2020" in refused[0]
    assert Succession.objects.count() == 1


def test_undo_by_two_administrators_is_done_once():
    tree, people = make.make_district(), [make.make_administrator() for _ in range(2)]
    act = reorganise.apply(plans(tree)["merge"], by=people[0])
    refused = at_once(*(lambda by=by: reorganise.undo(act, by=by, reason="nhầm") for by in people))
    assert len(refused) == 1
    assert not Succession.objects.exists()


def test_machine_bought_while_its_unit_ends_is_moved_along_or_refused():
    tree, by = make.make_district(), make.make_administrator()

    def buy():
        equipment.create(by=by, unit=tree.banpho, acquired_on=date(2020, 7, 20), kind="desktop")

    refused = at_once(buy, lambda: reorganise.apply(plans(tree)["merge"], by=by))
    assert not Placement.objects.filter(unit=tree.banpho, until=None).exists()
    assert Placement.objects.filter(unit=tree.tacuty).count() == 1 - len(refused)
