"""The pages of the working calendar: a year on a page, and the preview before a change, also in the admin."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from common.models import Holiday
from services import promises
from tests.factories.desk import at, make_filing, make_swap
from tests.services.pages import address, sentences, shown, submit

FRIDAY = {"day": "31/07/2020", "name": "Nghỉ bù"}


def promised(place, procedure):
    """A filing of three working days that is due on Friday 31 July."""
    due = at("2020-07-31 17:30")
    return make_filing(place.tacuty, procedure, received="2020-07-28 08:30", promised_time=due, late_from=due)


def kinds(client, year) -> dict[date, str]:
    """Day -> kind on the page of a year."""
    found = client.get(address("holiday-year", year=year)).context["year"]
    return {day.day: day.kind for month in found.months for week in month.weeks for day in week if day}


def test_a_year_shows_every_day_with_its_kind(place, official, client):
    make_swap(date(2022, 9, 1), date(2022, 9, 10))
    Holiday.objects.create(day=date(2022, 9, 2), name="Quốc khánh")
    client.force_login(official)
    days = kinds(client, "2022")
    assert (len(days), min(days), max(days)) == (365, date(2022, 1, 1), date(2022, 12, 31))
    special = {day: kind for day, kind in days.items() if kind not in ("worked", "rest")}
    assert special == {date(2022, 9, 1): "off", date(2022, 9, 2): "holiday", date(2022, 9, 10): "extra"}
    assert {day for day, kind in days.items() if kind == "rest"} == {
        day for day in days if day.weekday() >= 5 and day != date(2022, 9, 10)
    }
    page = client.get(address("holiday-year", year="2022"))
    assert (page.context["previous"], page.context["next"]) == (2021, 2023)
    assert page.context["year"].months[8].worked == 22 - 1  # both swapped days in it, the holiday not


def test_a_year_without_holidays_is_said_with_the_filings_that_it_misleads(
    place, official, reviewer, procedure, client
):
    make_filing(place.tacuty, procedure, received="2020-07-28 08:30", promised_time="2022-01-28 17:30")
    make_filing(place.banpho, procedure, received="2020-07-28 08:30", promised_time="2022-01-28 17:30")
    for person, number, may_write in ((official, 1, False), (reviewer, 2, True)):
        client.force_login(person)
        page = client.get(address("holiday-year", year="2022"))
        assert (page.context["misled"].number, page.context["may_write"]) == (number, may_write)
        assert 'class="notice late"' in page.content.decode()
    assert 'class="notice late"' not in client.get(address("holiday-year", year="2020")).content.decode()


def test_whatever_is_no_year_is_this_year(place, official, client):
    client.force_login(official)
    for typed in ("", "0", "99999", "2020-01", "１２３４", "\x00", "-199"):
        assert client.get(address("holiday-year"), {"year": typed}).context["year"].number == 2020


def test_a_change_is_shown_before_it_is_saved(place, reviewer, procedure, client):
    filing = promised(place, procedure)
    client.force_login(reviewer)
    answer = submit(client, "holiday-create", **FRIDAY)
    assert "press the button again" in str(sentences(answer))
    page = answer.content.decode()
    assert filing.code in page
    assert "31/07/2020 17:30" in page
    assert "03/08/2020 17:30" in page
    assert not Holiday.objects.filter(day=date(2020, 7, 31)).exists()
    done = client.post(address("holiday-create"), shown(answer.context["form"]), follow=True)
    assert Holiday.objects.filter(day=date(2020, 7, 31)).exists()
    filing.refresh_from_db()
    assert filing.promised_time == at("2020-08-03 17:30")
    assert [str(message) for message in done.context["messages"]]
    holiday = Holiday.objects.get(day=date(2020, 7, 31))
    again = submit(client, "holiday-delete", holiday, reason="nhầm")
    assert "03/08/2020 17:30" in again.content.decode()
    client.post(address("holiday-delete", holiday), shown(again.context["form"]))
    filing.refresh_from_db()
    assert filing.promised_time == at("2020-07-31 17:30")


def test_a_year_of_holidays_is_entered_at_once(place, reviewer, procedure, client):
    filing = promised(place, procedure)
    client.force_login(reviewer)
    days = "31/07/2020 Nghỉ bù\r\n\r\n31-01-2022 – 4/2/2022: Tết Nguyên đán\r\n02/09/2022\tQuốc khánh"
    answer = submit(client, "holiday-many", days=days, legal_basis="TB 1")
    assert filing.code in answer.content.decode()
    assert not Holiday.objects.filter(name="Nghỉ bù").exists()
    done = client.post(address("holiday-many"), shown(answer.context["form"]), follow=True)
    assert done.context["year"].number == 2020
    found = Holiday.objects.filter(legal_basis="TB 1").order_by("day")
    feast = [(date(2022, 1, 31) + timedelta(days=number), "Tết Nguyên đán") for number in range(5)]
    assert list(found.values_list("day", "name")) == [
        (date(2020, 7, 31), "Nghỉ bù"), *feast, (date(2022, 9, 2), "Quốc khánh")
    ]  # fmt: skip
    filing.refresh_from_db()
    assert filing.promised_time == at("2020-08-03 17:30")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Quốc khánh", "and then the name"),
        ("02/09/2022", "and then the name"),
        ("31/02/2022 Tết", "not in the calendar"),
        ("04/02/2022 - 31/01/2022 Tết", "must follow"),
        ("01/01/2022 - 31/12/2022 Tết", "must follow"),
        ("30/04/2022 Ngày Chiến thắng", "line 1 already"),
        ("01/05/2022 Lao động", "is a holiday already (Lễ)"),
        ("10/09/2022 Làm bù", "worked in exchange"),
    ],
)
def test_odd_lines_of_holidays_are_named_and_nothing_is_written(place, reviewer, client, line, words):
    Holiday.objects.create(day=date(2022, 5, 1), name="Lễ")
    make_swap(date(2022, 9, 1), date(2022, 9, 10))
    reviewer.language = "en"
    reviewer.save()
    client.force_login(reviewer)
    before = Holiday.objects.count()
    answer = submit(client, "holiday-many", days=f"30/04/2022 Ngày Chiến thắng\n{line}")
    assert words in sentences(answer)["days"][0]
    assert line in shown(answer.context["form"])["days"]
    assert Holiday.objects.count() == before


def test_a_proof_that_nobody_gave_saves_nothing(place, reviewer, procedure, client):
    promised(place, procedure)
    client.force_login(reviewer)
    for proof in ("x", "1-" + "0" * 32, "9-", "x" * 65):
        assert submit(client, "holiday-create", **FRIDAY, effects_seen=proof).status_code == 200
    assert not Holiday.objects.filter(day=date(2020, 7, 31)).exists()
    # Where nothing follows there is nothing to prove.
    assert submit(client, "holiday-create", day="02/09/2022", name="Quốc khánh", effects_seen="9-x").status_code == 302


def test_the_admin_shows_it_too(place, reviewer, procedure, client):
    filing = promised(place, procedure)
    client.force_login(reviewer)
    add = reverse("admin:common_holiday_add")
    answer = client.post(add, FRIDAY)
    proof = answer.context["adminform"].form.proof
    assert filing.code in answer.content.decode()
    assert proof in answer.content.decode()
    assert client.post(add, {**FRIDAY, "effects_seen": proof}).status_code == 302
    holiday = Holiday.objects.get(day=date(2020, 7, 31))
    delete = reverse("admin:common_holiday_delete", args=[holiday.pk])
    answer = client.post(delete, {"version": 1, "reason": "nhầm"})
    assert filing.code in answer.content.decode()
    proof = answer.context["form"].proof
    assert client.post(delete, {"version": 1, "reason": "nhầm", "effects_seen": proof}).status_code == 302
    filing.refresh_from_db()
    assert filing.promised_time == at("2020-07-31 17:30")


def test_a_filing_says_how_it_was_promised(place, official, procedure, client):
    client.force_login(official)
    far = {"received": "2020-07-28 08:30", "promised_time": "2022-01-28 17:30"}
    computed, by_hand = (
        make_filing(place.tacuty, procedure, promised_by_hand=is_by_hand, **far) for is_by_hand in (False, True)
    )
    said = {row.pk: client.get(address("filing-detail", row)).content.decode() for row in (computed, by_hand)}
    with translation.override("vi"):
        warning, stays = (
            promises.warning_of(computed),
            gettext("set by hand; it stays when the working calendar changes"),
        )
    assert warning
    assert (warning in said[computed.pk], stays in said[computed.pk]) == (True, False)
    assert (warning in said[by_hand.pk], stays in said[by_hand.pk]) == (False, True)
