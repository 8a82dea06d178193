"""What a later act does to a confirmation: only the months of which it touches a day."""

from datetime import date

import pytest

from common.months import Month
from communes import reorganise
from communes.actions import equipment, network, software, staff
from communes.models import StockConfirmation
from tests.factories import communes as make
from tests.factories import sheets

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


@pytest.fixture
def said(tree):
    """June and July confirmed in two units, and one of everything in the first."""
    for unit in (tree.tacuty, tree.banpho):
        for month in (JUNE, JULY):
            sheets.make_confirmation(unit, month)
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
    equipment.change(said["device"], by=administrator, version=1, reason="nhầm", kind="laptop")
    assert changed(tree.tacuty) == {JUNE: True, JULY: True}


def test_correction_of_a_name_or_a_note_alters_nothing_that_was_confirmed(tree, said, administrator):
    equipment.change(said["device"], by=administrator, version=1, reason="nhầm", name="HP", note="ở phòng một cửa")
    assert changed(tree.tacuty) == {JUNE: False, JULY: False}


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
