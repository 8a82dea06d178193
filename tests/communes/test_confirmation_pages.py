"""The monthly confirmation by button: the panel of the lists, the months of a unit, all units by months."""

from datetime import date

import pytest
from django.urls import reverse

from common.months import Month
from communes.models import StockConfirmation
from tests.factories import communes as make
from tests.factories import sheets

JULY = Month(2020, 7)
LIST = "communes:confirmation-list"


@pytest.fixture(autouse=True)
def _opened(db):
    make.open_calendar()


@pytest.fixture
def page(client, official):
    client.force_login(official)
    return client


def press(client, verb: str, unit, month="2020-07", back="confirmation-list", **more):
    typed = {"unit": unit.slug, "month": month, "back": back} | more
    return client.post(reverse(f"communes:confirmation-{verb}"), typed, follow=True)


def said(answer) -> list[str]:
    return [f"{message.level_tag}: {message}" for message in answer.context["messages"]]


@pytest.mark.parametrize("back", ["equipment-list", "staff-list", "connection-list", "software-list"])
def test_panel_of_the_lists_confirms_with_one_press(page, tree, back):
    panel = page.get(reverse(f"communes:{back}")).context["stocks"]
    assert (panel["unit"], panel["month"], panel["state"], panel["back"]) == (tree.tacuty, JULY, "", back)
    answer = press(page, "confirm", tree.tacuty, back=back)
    assert answer.redirect_chain[-1][0] == reverse(f"communes:{back}")
    (sentence,) = said(answer)
    assert sentence.startswith("success: Xã Tả Củ Tỷ, tháng 07/2020")
    assert StockConfirmation.objects.get().period == JULY
    assert answer.context["stocks"]["month"] == Month(2020, 8)


def test_panel_speaks_of_the_running_month_when_the_last_is_closed(page, tree):
    make.close_month(tree.tacuty, JULY)
    assert page.get(reverse("communes:equipment-list")).context["stocks"]["month"] == Month(2020, 8)


def test_panel_says_what_has_changed(page, tree):
    sheets.make_confirmation(tree.tacuty, JULY, changed_since=True)
    answer = page.get(reverse("communes:equipment-list"))
    assert "đã có thay đổi sau khi xác nhận" in answer.content.decode()


@pytest.mark.parametrize("role", ["reviewer", "leader", "auditor", "head"])
def test_nobody_else_has_a_panel(client, tree, role):
    client.force_login(make.make_member(role, tree.district))
    assert client.get(reverse("communes:equipment-list")).context["stocks"] is None


def test_looking_writes_nothing_and_the_buttons_take_no_get(page, tree):
    page.get(reverse(LIST))
    for verb in ("confirm", "withdraw"):
        assert page.get(reverse(f"communes:confirmation-{verb}")).status_code == 405
    assert not StockConfirmation.objects.exists()


def test_second_press_is_told_who_was_first(page, tree, official):
    press(page, "confirm", tree.tacuty)
    (sentence,) = said(press(page, "confirm", tree.tacuty))
    assert sentence.startswith("error: ")
    assert str(official) in sentence


def test_figures_shown_are_those_confirmed(page, tree):
    row = page.get(reverse(LIST)).context["rows"][1][0]
    assert (row.month, row.digest.key) == (JULY, "0-0-0-0-0")
    make.make_equipment(tree.tacuty)
    assert said(press(page, "confirm", tree.tacuty, seen=row.digest.key))[0].startswith("error: ")
    assert said(press(page, "confirm", tree.tacuty, seen="1-0-0-0-0"))[0].startswith("success: ")


def test_months_of_a_unit_say_what_may_be_done(page, tree, django_assert_num_queries):
    make.close_month(tree.tacuty, Month(2020, 6))
    press(page, "confirm", tree.tacuty)
    with django_assert_num_queries(13):
        rows = page.get(reverse(LIST)).context["rows"]
    assert [(row.month.label, row.state, may, back) for row, _words, _tone, may, back in rows[:3]] == [
        ("08/2020", "open", True, False),
        ("07/2020", "confirmed", False, True),
        ("06/2020", "missed", False, False),
    ]
    assert len(rows) == 12
    said(press(page, "withdraw", tree.tacuty))
    assert not StockConfirmation.objects.exists()


@pytest.mark.parametrize(
    "typed", [{}, {"month": "13/2020"}, {"month": ""}, {"back": "//evil.vn"}, {"unit": "x" * 300}, {"seen": "x" * 99}]
)
def test_forged_press_is_refused_with_a_sentence(page, tree, typed):
    values = ({"unit": tree.tacuty.slug, "month": "2020-07", "back": "equipment-list"} | typed) if typed else {}
    answer = page.post(reverse("communes:confirmation-confirm"), values, follow=True)
    assert answer.redirect_chain[-1][0] == reverse(LIST)
    assert all(sentence.startswith("error: ") for sentence in said(answer))
    assert not StockConfirmation.objects.exists()


def test_other_units_are_as_if_they_did_not_exist(page, tree):
    sentences = {said(press(page, "confirm", unit))[0] for unit in (tree.banpho, type(tree.banpho)(slug="khong-co"))}
    assert len(sentences) == 1
    assert page.get(reverse(LIST, query={"unit": tree.banpho.slug})).status_code == 404
    assert page.get(reverse(LIST, query={"unit": "khong-co"})).status_code == 404


def test_matrix_tells_confirmed_changed_and_not(client, tree, django_assert_num_queries):
    sheets.make_confirmation(tree.tacuty, JULY)
    sheets.make_confirmation(tree.banpho, JULY, changed_since=True)
    make.make_unit("Mới", parent=tree.district, valid_from=date(2020, 8, 1))
    client.force_login(make.make_member("reviewer", tree.district))
    with django_assert_num_queries(10):
        answer = client.get(reverse(LIST))
    table = answer.context["table"]
    july = {row.record.name: str(row.get_cell(f"m{JULY.index}")) for row in table.rows}
    assert "rồi" in july["Tả Củ Tỷ"]
    assert "có đổi" in july["Bản Phố"]
    assert "chưa" in july[tree.office.name]
    assert "nothing" in july["Mới"]
    assert (answer.context["done"], answer.context["there"]) == (1, 3)
    assert str(table.columns[f"m{JULY.index}"].footer) == "1/3"
    body = b"".join(client.get(reverse(LIST, query={"export": "csv"})).streaming_content).decode()
    assert "đã có thay đổi sau khi xác nhận" in body


def test_matrix_costs_the_same_however_long(client, tree, django_assert_num_queries):
    client.force_login(make.make_member("leader", tree.district))
    for _ in range(2):
        with django_assert_num_queries(10):
            client.get(reverse(LIST))
        for _ in range(20):
            sheets.make_confirmation(make.make_unit(parent=tree.district), JULY)


def test_reviewer_looks_at_one_unit_without_buttons(client, tree):
    client.force_login(make.make_member("reviewer", tree.district))
    answer = client.get(reverse(LIST, query={"unit": tree.tacuty.slug}))
    assert {(may, back) for _row, _words, _tone, may, back in answer.context["rows"]} == {(False, False)}


def test_unit_that_nobody_has_is_missing_whatever_is_typed(page, tree):
    for typed in ("xa-khong-co", "\x00", "x" * 500, tree.banpho.slug):
        assert page.get(reverse(LIST), {"unit": typed}).status_code == 404


def test_months_are_no_columns_to_choose_from(client, tree):
    """A choice of today would hide the months to come."""
    reviewer = make.make_member("reviewer", tree.district, list_columns={LIST: ["unit"]})
    client.force_login(reviewer)
    context = client.get(reverse(LIST)).context
    assert context["columns"] is None
    assert len(list(context["table"].columns)) == 13
