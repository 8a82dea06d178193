"""The sheet of a stock-take on the screen: ticks, two people at it, three hundred lines."""

from datetime import date

import pytest
from django.urls import reverse

from communes.models import StockTake
from tests.communes.pages import errors, submit
from tests.factories import communes as make
from tests.factories import sheets

JUNE, DAY = date(2020, 6, 1), date(2020, 7, 31)


@pytest.fixture
def page(client, official):
    client.force_login(official)
    return client


@pytest.fixture
def take(page, tree) -> StockTake:
    """A sheet with two devices, opened by form."""
    for serial in ("A-1", "A-2"):
        make.make_equipment(tree.tacuty, since=JUNE, serial=serial)
    assert errors(submit(page, "stocktake-create", counted_on="31/07/2020")) == {}
    return StockTake.objects.get()


def address(take, verb: str) -> str:
    return reverse(f"communes:stocktake-{verb}", args=[take.pk])


def ticks(answer) -> dict[str, str]:
    """What a browser would send of a sheet as it is shown, without a button."""
    form = answer.context["form"]
    values = {name: str(form[name].value()) for name in ("version", "token", "seen")}
    for _place, line, note, answers in lines_of(form):
        values[f"line-{line.pk}"] = next((key for key, _label, is_chosen in answers if is_chosen), "")
        values[f"note-{line.pk}"] = note
    return values


def lines_of(form):
    bound = form["lines"]
    return bound.field.widget.get_context("lines", bound.value(), {})["lines"]


def keys(take) -> dict[str, int]:
    return {line.serial: line.pk for line in take.lines.all()}


def results(take) -> dict[str, str]:
    return {line.serial: line.state for line in take.lines.all()}


def test_sheet_is_ticked_saved_and_finished(page, take):
    sheet = address(take, "count")
    first, second = keys(take).values()
    typed = ticks(page.get(sheet)) | {f"line-{first}": "broken", f"note-{first}": "vỡ màn hình"}
    answer = page.post(sheet, typed, follow=True)
    assert results(take) == {"A-1": "broken", "A-2": "unchecked"}
    assert "1" in str(next(iter(answer.context["messages"])))
    assert errors(submit(page, "stocktake-close", take))["__all__"]
    answer = page.post(sheet, ticks(page.get(sheet)) | {f"line-{second}": "missing"})
    assert answer["Location"] == take.get_absolute_url()
    assert errors(submit(page, "stocktake-close", take)) == {}
    take.refresh_from_db()
    assert take.state == "closed"
    assert page.get(sheet).status_code == 403


def test_one_button_says_that_all_others_are_there(page, take):
    sheet = address(take, "count")
    first, _second = keys(take).values()
    page.post(sheet, ticks(page.get(sheet)) | {f"line-{first}": "missing", "rest": "1"})
    assert results(take) == {"A-1": "missing", "A-2": "good"}


def test_two_at_one_sheet_lose_nothing(page, take):
    """The second is told, keeps the ticks, and a second press does not undo those of the first."""
    sheet = address(take, "count")
    first, second = keys(take).values()
    mine, theirs = ticks(page.get(sheet)), ticks(page.get(sheet))
    page.post(sheet, theirs | {f"line-{first}": "broken"})
    answer = page.post(sheet, mine | {f"line-{second}": "missing"})
    assert errors(answer)["__all__"]
    assert answer.context["differences"] == []
    again = ticks(answer)
    assert (again[f"line-{first}"], again[f"line-{second}"]) == ("broken", "missing")
    page.post(sheet, again)
    assert results(take) == {"A-1": "broken", "A-2": "missing"}


def test_two_ticks_on_one_line_stand_side_by_side(page, take):
    sheet = address(take, "count")
    first, _second = keys(take).values()
    mine, theirs = ticks(page.get(sheet)), ticks(page.get(sheet))
    page.post(sheet, theirs | {f"line-{first}": "broken"})
    answer = page.post(sheet, mine | {f"line-{first}": "missing"})
    ((field, own, others),) = answer.context["differences"]
    assert (field.id_for_label, own, others) == (f"line-{first}", "thiếu", "hỏng")


@pytest.mark.parametrize(("name", "value"), [("line", "stolen"), ("note", "x" * 301)])
def test_bad_tick_is_named_by_its_line_and_the_rest_is_kept(page, take, name, value):
    sheet = address(take, "count")
    first, second = keys(take).values()
    typed = ticks(page.get(sheet)) | {f"line-{first}": "good", f"line-{second}": "good", f"{name}-{second}": value}
    answer = page.post(sheet, typed)
    (sentence,) = errors(answer)["lines"]
    assert "2" in sentence
    assert ticks(answer)[f"line-{first}"] == "good"
    assert results(take) == {"A-1": "unchecked", "A-2": "unchecked"}


@pytest.mark.parametrize("seen", ["", "[]", "{", '{"a": 1}', '{"1": ["x"]}', "[" * 5000])
def test_forged_memory_of_the_page_breaks_nothing(page, take, seen):
    sheet = address(take, "count")
    first, _second = keys(take).values()
    page.post(sheet, ticks(page.get(sheet)) | {"seen": seen, f"line-{first}": "good"})
    assert results(take) == {"A-1": "good", "A-2": "unchecked"}


def test_sheet_of_three_hundred_lines_costs_the_same(page, take, tree, django_assert_num_queries):
    for number in range(300):
        sheets.make_line(take, make.make_equipment(tree.tacuty, since=JUNE), note=str(number))
    for query in ("", "?page=2", "?page=99", "?page=x", "?page=" + "9" * 5000):
        with django_assert_num_queries(7):
            answer = page.get(address(take, "count") + query)
        assert len(lines_of(answer.context["form"])) == (2 if query in ("?page=2", "?page=99") else 300)
