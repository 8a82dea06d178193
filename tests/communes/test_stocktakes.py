"""A stock-take from the sheet to its end: what stands on it, what is ticked, and when nothing changes any more."""

from datetime import date

import pytest

from common.errors import Invalid, NotAllowed, OutOfScope, Refused, StaleVersion
from common.models import AuditEvent
from communes import counting, reorganise
from communes.actions import equipment, stocktakes
from communes.actions.stocktakes import TAKEN_OUT, Mark
from communes.models import StockTake, StockTakeLine
from tests.factories import communes as make
from tests.factories import sheets

JUNE, DAY, TODAY = date(2020, 6, 1), date(2020, 7, 31), date(2020, 8, 3)


@pytest.fixture(autouse=True)
def _opened(settings, db):
    settings.REFRESH_MODE = "worker"
    make.open_calendar()


@pytest.fixture
def take(tree, official) -> StockTake:
    """An open sheet with two devices."""
    person = make.make_staff(tree.tacuty, "Vàng Thị Mai", since=JUNE)
    make.make_equipment(tree.tacuty, since=JUNE, serial="A-1", holder=person)
    make.make_equipment(tree.tacuty, since=JUNE, serial="A-2", condition="broken")
    return stocktakes.open_take(by=official, unit=tree.tacuty, counted_on=DAY)


def lines(take) -> list[tuple]:
    rows = StockTakeLine.objects.filter(stock_take=take).order_by("pk")
    return [(row.serial, row.result, row.found_condition, row.note) for row in rows]


def tick(take, by, **marks):
    """Tick lines by serial number: `tick(take, by, A1=Mark(…))` for the device A-1."""
    keys = {row.serial.replace("-", ""): row.pk for row in take.lines.all()}
    take.refresh_from_db()
    return stocktakes.save_marks(
        take, by=by, version=take.version, marks={keys[name]: mark for name, mark in marks.items()}
    )


def test_sheet_lists_what_the_register_had_that_day(tree, official, take):
    make.make_equipment(tree.banpho, since=JUNE, serial="B-1")
    make.make_equipment(tree.tacuty, since=TODAY, serial="A-3")
    make.make_equipment(tree.tacuty, since=JUNE, serial="A-4", condition="liquidated")
    stocktakes.discard(take, by=official, version=1, reason="nhầm")
    again = stocktakes.open_take(by=official, unit=tree.tacuty, counted_on=DAY)
    rows = list(again.lines.order_by("serial"))
    assert [(row.serial, row.registered_condition, row.holder) for row in rows] == [
        ("A-1", "good", "Vàng Thị Mai"),
        ("A-2", "broken", ""),
    ]


def test_three_hundred_devices_are_opened_ticked_and_noted_in_few_queries(
    tree, official, django_assert_max_num_queries
):
    for _ in range(300):
        make.make_equipment(tree.tacuty, since=JUNE)
    with django_assert_max_num_queries(25):
        take = stocktakes.open_take(by=official, unit=tree.tacuty, counted_on=DAY)
    with django_assert_max_num_queries(25):
        stocktakes.save_marks(take, by=official, version=1, marks={}, rest_is_present=True)
    assert take.lines.filter(result="present", found_condition="good").count() == 300
    assert AuditEvent.objects.get(action="stocktakes.counted").changes.count() == 300


def test_only_what_was_ticked_otherwise_is_written(take, official):
    tick(take, official, A1=Mark("broken", " màn hình  vỡ "), A2=Mark("missing"))
    tick(take, official, A1=Mark("broken", "màn hình vỡ"))
    assert lines(take) == [("A-1", "present", "broken", "màn hình vỡ"), ("A-2", "missing", "", "")]
    assert [event.changes.count() for event in AuditEvent.objects.filter(action="stocktakes.counted")] == [2]


def test_the_rest_is_there_as_the_register_has_it_and_what_was_ticked_stays(take, official):
    first = take.lines.get(serial="A-1").pk
    stocktakes.save_marks(take, by=official, version=1, marks={first: Mark("missing")}, rest_is_present=True)
    assert lines(take) == [("A-1", "missing", "", ""), ("A-2", "present", "broken", "")]


def test_second_of_two_at_one_sheet_is_told(take, official):
    tick(take, official, A1=Mark("good"))
    with pytest.raises(StaleVersion):
        stocktakes.save_marks(take, by=official, version=1, marks={})


@pytest.mark.parametrize("mark", [Mark("liquidated"), Mark("unexpected"), Mark(TAKEN_OUT), Mark("good", "x" * 301)])
def test_odd_tick_is_refused_and_nothing_is_written(take, official, mark):
    with pytest.raises(Refused, match="Dell A-2"):
        tick(take, official, A1=Mark("good"), A2=mark)
    assert lines(take) == [("A-1", "unchecked", "", ""), ("A-2", "unchecked", "", "")]


def test_device_found_is_described_or_known_by_its_number(tree, take, official):
    elsewhere = make.make_equipment(tree.banpho, since=JUNE, serial="B-1")
    known = stocktakes.add_unexpected(take, by=official, version=1, kind="desktop", serial="b-1", condition="good")
    unknown = stocktakes.add_unexpected(take, by=official, version=2, kind="printer", name="Máy lạ", condition="broken")
    assert (known.equipment, unknown.equipment) == (elsewhere, None)
    tick(take, official, b1=Mark(TAKEN_OUT))
    assert lines(take)[2:] == [("", "unexpected", "broken", "")]


@pytest.mark.parametrize(
    ("typed", "field"), [({}, "name"), ({"serial": "A-1"}, "serial"), ({"serial": " ", "name": " "}, "name")]
)
def test_device_found_without_words_or_twice_is_refused(take, official, typed, field):
    with pytest.raises(Refused) as refused:
        stocktakes.add_unexpected(take, by=official, version=1, kind="desktop", condition="good", **typed)
    assert refused.value.field == field


def test_end_waits_for_the_last_line_and_then_nothing_changes(tree, take, official, administrator):
    tick(take, official, A1=Mark("good"))
    with pytest.raises(Refused, match=r"^(Còn )?1 "):
        stocktakes.close(take, by=official, version=2)
    tick(take, official, A2=Mark("missing"))
    stocktakes.close(take, by=official, version=3)
    device = take.lines.get(serial="A-1").equipment
    equipment.move(device, by=administrator, version=1, since=TODAY, unit=tree.banpho)
    assert [row[1] for row in lines(take)] == ["present", "missing"]
    for act in (
        lambda: stocktakes.save_marks(take, by=official, version=None, marks={}),
        lambda: stocktakes.add_unexpected(take, by=official, version=None, kind="server", name="x", condition="good"),
        lambda: stocktakes.close(take, by=official, version=None),
        lambda: stocktakes.discard(take, by=official, version=None, reason="x"),
    ):
        with pytest.raises(Refused):
            act()


def test_only_an_administrator_opens_again_with_a_reason(tree, official, administrator):
    take = sheets.make_stock_take(tree.tacuty, closed=True)
    with pytest.raises(NotAllowed):
        stocktakes.reopen(take, by=official, version=1, reason="sót máy")
    with pytest.raises(Refused):
        stocktakes.reopen(take, by=administrator, version=1, reason=" ")
    stocktakes.reopen(take, by=administrator, version=1, reason="sót máy")
    take.refresh_from_db()
    assert (take.state, take.closed_at, take.closed_by) == ("open", None, None)
    with pytest.raises(Refused):
        stocktakes.reopen(take, by=administrator, version=2, reason="sót máy")


@pytest.mark.parametrize("day", [date(2020, 8, 4), date(1999, 12, 31)])
def test_day_in_the_future_or_before_the_unit_is_refused(tree, official, day):
    with pytest.raises(Refused) as refused:
        stocktakes.open_take(by=official, unit=tree.tacuty, counted_on=day)
    assert refused.value.field == "counted_on"


def test_one_open_sheet_a_unit_and_one_a_day(tree, take, official):
    for day in (DAY, TODAY):
        with pytest.raises(Invalid):
            stocktakes.open_take(by=official, unit=tree.tacuty, counted_on=day)


def test_others_neither_open_nor_tick(tree, take, official):
    with pytest.raises(OutOfScope):
        stocktakes.open_take(by=official, unit=tree.banpho, counted_on=DAY)
    with pytest.raises(OutOfScope):
        tick(take, make.make_member("official", tree.banpho), A1=Mark("good"))
    with pytest.raises(NotAllowed):
        tick(take, make.make_member("reviewer", tree.district), A1=Mark("good"))


def test_open_sheet_of_a_unit_that_ended_is_finished_by_the_successor(tree, administrator):
    make.make_equipment(tree.banpho, since=JUNE, serial="B-1")
    take = stocktakes.open_take(by=administrator, unit=tree.banpho, counted_on=DAY)
    reorganise.merge(
        by=None, effective_on=date(2020, 8, 1), resolution="1/NQ", absorbed=[tree.banpho], into=tree.tacuty
    )
    heir = make.make_member("official", tree.tacuty)
    tick(take, heir, B1=Mark("good"))
    stocktakes.close(take, by=heir, version=2)
    take.refresh_from_db()
    assert (take.unit, take.state) == (tree.banpho, "closed")


def test_number_of_another_kind_is_another_device(tree, take, official):
    """Serial numbers are unique within a kind."""
    make.make_equipment(tree.banpho, since=JUNE, kind="desktop", serial="0001")
    found = {"kind": "printer", "serial": "0001", "condition": "good"}
    line = stocktakes.add_unexpected(take, by=official, version=1, **found)
    assert line.equipment is None


def test_device_found_is_mended_once_it_stands_in_the_register(tree, take, official):
    found = {"kind": "printer", "serial": "P-9"}
    stocktakes.add_unexpected(take, by=official, version=1, name="Canon", condition="good", note="", **found)
    before = counting.differences(take, user=official, today=TODAY)[-1]
    equipment.create(by=official, unit=tree.tacuty, acquired_on=TODAY, **found)
    after = counting.differences(take, user=official, today=TODAY)[-1]
    assert (before.is_mended, before.acts) == (False, ("create",))
    assert (after.is_mended, after.acts) == (True, ())
