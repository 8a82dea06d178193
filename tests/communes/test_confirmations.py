"""The monthly word that the registers are right: for which months, once, and what a later act does to it."""

import threading
from datetime import date

import pytest

from common.errors import NotAllowed, OutOfScope, Refused
from common.models import AuditEvent
from common.months import Month
from communes import reorganise, stocks
from communes.actions import equipment, network, software, staff
from communes.actions.confirmations import confirm_stocks, withdraw_confirmation
from communes.models import StockConfirmation
from tests.factories import communes as make
from tests.indicators.racing import Client

JUNE, JULY, AUGUST = Month(2020, 6), Month(2020, 7), Month(2020, 8)
LONG_AGO = date(2020, 5, 1)


@pytest.fixture(autouse=True)
def _opened(request, settings):
    settings.REFRESH_MODE = "worker"
    if "transactional_db" not in request.fixturenames:
        request.getfixturevalue("db")
    make.open_calendar()


def changed(unit) -> dict[Month, bool]:
    return {row.period: row.changed_since for row in StockConfirmation.objects.filter(unit=unit)}


def test_word_is_kept_with_who_and_when_and_audited(tree, official):
    confirm_stocks(by=official, unit=tree.tacuty, month=JULY)
    row = StockConfirmation.objects.get()
    assert (row.unit, row.period, row.confirmed_by, row.changed_since) == (tree.tacuty, JULY, official, False)
    assert AuditEvent.objects.get(action="stocks.confirmed").actor_id == official.pk


@pytest.mark.parametrize(
    ("month", "why"), [(Month(2020, 9), "09/2020"), (JUNE, "06/2020"), (Month(2018, 12), "12/2018")]
)
def test_future_closed_and_unkept_months_are_refused(tree, official, month, why):
    make.close_month(tree.tacuty, JUNE)
    with pytest.raises(Refused, match=why):
        confirm_stocks(by=official, unit=tree.tacuty, month=month)
    assert not StockConfirmation.objects.exists()


def test_running_month_counts_until_today_and_a_month_before_the_unit_is_refused(tree, administrator):
    young = make.make_unit("Mới", parent=tree.district, valid_from=date(2020, 8, 2))
    confirm_stocks(by=administrator, unit=young, month=AUGUST)
    with pytest.raises(Refused, match=r"31/07/2020"):
        confirm_stocks(by=administrator, unit=young, month=JULY)


def test_unit_that_has_ended_confirms_no_later_month(tree, administrator):
    tree.banpho.valid_until = date(2020, 7, 15)
    tree.banpho.save()
    with pytest.raises(Refused, match=r"31/07/2020"):
        confirm_stocks(by=administrator, unit=tree.banpho, month=JULY)
    confirm_stocks(by=administrator, unit=tree.banpho, month=JUNE)


def test_second_word_is_told_who_gave_the_first(tree, official):
    confirm_stocks(by=official, unit=tree.tacuty, month=JULY)
    with pytest.raises(Refused, match=str(official)):
        confirm_stocks(by=make.make_member("official", tree.tacuty), unit=tree.tacuty, month=JULY)


def test_figures_that_changed_under_the_eyes_are_refused(tree, official):
    seen = stocks.digests(tree.tacuty, [JULY.last_day()])[JULY.last_day()].key
    make.make_staff(tree.tacuty)
    with pytest.raises(Refused):
        confirm_stocks(by=official, unit=tree.tacuty, month=JULY, seen=seen)
    confirm_stocks(by=official, unit=tree.tacuty, month=JULY, seen="0-0-1-0-0")


def test_others_confirm_nothing(tree):
    with pytest.raises(OutOfScope):
        confirm_stocks(by=make.make_member("official", tree.banpho), unit=tree.tacuty, month=JULY)
    for role in ("reviewer", "leader", "auditor"):
        with pytest.raises(NotAllowed):
            confirm_stocks(by=make.make_member(role, tree.district), unit=tree.tacuty, month=JULY)


def test_word_is_taken_back_by_the_same_person_while_the_month_is_open(tree, official, administrator):
    confirm_stocks(by=official, unit=tree.tacuty, month=JULY)
    with pytest.raises(NotAllowed):
        withdraw_confirmation(by=make.make_member("official", tree.tacuty), unit=tree.tacuty, month=JULY)
    withdraw_confirmation(by=official, unit=tree.tacuty, month=JULY)
    assert AuditEvent.objects.filter(action="stocks.confirmation_withdrawn").count() == 1
    with pytest.raises(Refused):
        withdraw_confirmation(by=official, unit=tree.tacuty, month=JULY)
    confirm_stocks(by=official, unit=tree.tacuty, month=JULY)
    make.close_month(tree.tacuty, JULY)
    with pytest.raises(Refused, match="07/2020"):
        withdraw_confirmation(by=administrator, unit=tree.tacuty, month=JULY)


@pytest.fixture
def said(tree):
    """June and July confirmed in two units, and one of everything in the first."""
    for unit in (tree.tacuty, tree.banpho):
        for month in (JUNE, JULY):
            make.make_confirmation(unit, month)
    programme = make.make_software()
    return {
        "device": make.make_equipment(tree.tacuty, since=LONG_AGO),
        "person": make.make_staff(tree.tacuty, since=LONG_AGO),
        "line": make.make_connection(tree.tacuty, since=LONG_AGO),
        "use": make.make_software_use(programme, tree.tacuty, since=LONG_AGO, accounts=3),
    }


IN_JULY = date(2020, 7, 20)
ACTS = {
    "breaks in July": lambda s, by: equipment.change_condition(
        s["device"], by=by, version=1, since=IN_JULY, condition="broken"
    ),
    "ends in July": lambda s, by: network.end_connection(s["line"], by=by, version=1, since=IN_JULY),
    "leaves in July": lambda s, by: staff.leave(s["person"], by=by, version=1, since=IN_JULY),
    "other accounts in July": lambda s, by: software.change_use(s["use"], by=by, version=1, since=IN_JULY, accounts=9),
}


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_change_from_a_day_on_leaves_the_months_before_it_confirmed(tree, said, administrator, act):
    ACTS[act](said, administrator)
    assert changed(tree.tacuty) == {JUNE: False, JULY: True}
    assert changed(tree.banpho) == {JUNE: False, JULY: False}


def test_correction_of_what_a_thing_is_touches_all_its_months(tree, said, administrator):
    equipment.change(said["device"], by=administrator, version=1, reason="nhầm", name="HP")
    assert changed(tree.tacuty) == {JUNE: True, JULY: True}


def test_change_of_today_touches_no_month_before(tree, said, administrator):
    equipment.change_condition(said["device"], by=administrator, version=1, since=date(2020, 8, 3), condition="broken")
    assert changed(tree.tacuty) == {JUNE: False, JULY: False}


def test_move_touches_both_units_from_the_day_on(tree, said, administrator):
    equipment.move(said["device"], by=administrator, version=1, since=IN_JULY, unit=tree.banpho)
    assert changed(tree.tacuty) == changed(tree.banpho) == {JUNE: False, JULY: True}


def test_placement_put_into_another_unit_touches_both(tree, said, administrator):
    row = said["device"].placements.get()
    equipment.correct_placement(row, by=administrator, version=1, reason="nhầm", unit=tree.banpho)
    assert changed(tree.tacuty) == changed(tree.banpho) == {JUNE: True, JULY: True}


def test_deleted_thing_touches_its_months(tree, said, administrator):
    equipment.delete(said["device"], by=administrator, reason="nhập hai lần")
    assert changed(tree.tacuty) == {JUNE: True, JULY: True}


def test_end_that_moves_touches_the_days_between(tree, said, administrator):
    network.end_connection(said["line"], by=administrator, version=1, since=date(2020, 6, 10))
    StockConfirmation.objects.update(changed_since=False)
    said["line"].refresh_from_db()
    network.change_connection(said["line"], by=administrator, version=2, reason="nhầm", until=date(2020, 6, 20))
    assert changed(tree.tacuty) == {JUNE: True, JULY: False}


def test_merger_touches_the_months_from_its_day(tree, said):
    reorganise.merge(
        by=None, effective_on=date(2020, 7, 1), resolution="1/NQ", absorbed=[tree.tacuty], into=tree.banpho
    )
    assert changed(tree.tacuty) == changed(tree.banpho) == {JUNE: False, JULY: True}


def test_changed_month_is_confirmed_again(tree, official):
    make.make_confirmation(tree.tacuty, JULY, changed_since=True)
    confirm_stocks(by=official, unit=tree.tacuty, month=JULY)
    row = StockConfirmation.objects.get()
    assert (row.confirmed_by, row.changed_since) == (official, False)


def test_digests_of_twelve_days_take_four_queries(tree, django_assert_num_queries):
    make.make_equipment(tree.tacuty, kind="laptop", since=LONG_AGO, until=date(2020, 7, 1))
    make.make_equipment(tree.tacuty, since=LONG_AGO, condition="broken")
    make.make_staff(tree.tacuty, since=date(2020, 7, 1))
    days = [month.last_day() for month in (Month(2020, 4), Month(2020, 5), JUNE, JULY)]
    with django_assert_num_queries(4):
        found = stocks.digests(tree.tacuty, days)
    assert [found[day].key for day in days] == ["0-0-0-0-0", "0-1-0-0-0", "0-1-0-0-0", "0-0-1-0-0"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins_and_the_other_is_told(transactional_db):
    tree = make.make_district()
    people = [make.make_member("official", tree.tacuty) for _ in range(4)]
    start = threading.Barrier(len(people))

    def confirm(person):
        start.wait(30)
        try:
            confirm_stocks(by=person, unit=tree.tacuty, month=JULY)
        except Refused as error:
            return str(error)
        return ""

    said = [client.result() for client in [Client(confirm, person) for person in people]]
    winner = StockConfirmation.objects.get().confirmed_by
    assert said.count("") == 1
    assert all(str(winner) in sentence for sentence in said if sentence)
