"""The monthly word that the registers are right: for which months, once, and by whom."""

import threading
from datetime import date

import pytest

from common.errors import NotAllowed, OutOfScope, Refused
from common.models import AuditEvent
from common.months import Month
from communes import stocks
from communes.actions.confirmations import confirm_stocks, withdraw_confirmation
from communes.models import StockConfirmation
from tests.factories import communes as make
from tests.factories import sheets
from tests.indicators.racing import Client

JUNE, JULY, AUGUST = Month(2020, 6), Month(2020, 7), Month(2020, 8)
LONG_AGO = date(2020, 5, 1)


@pytest.fixture(autouse=True)
def _opened(request, settings):
    settings.REFRESH_MODE = "worker"
    if "transactional_db" not in request.fixturenames:
        request.getfixturevalue("db")
    make.open_calendar()


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


def test_changed_month_is_confirmed_again(tree, official):
    sheets.make_confirmation(tree.tacuty, JULY, changed_since=True)
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
