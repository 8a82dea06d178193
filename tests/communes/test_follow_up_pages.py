"""Asking, answering and closing by form; the list; what an official is told."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.models import FollowUp
from tests.communes.pages import errors, shown, submit
from tests.factories import communes as make

MOMENT = timezone.make_aware(datetime(2020, 7, 20, 9))


@pytest.fixture
def reviewer(tree):
    return make.make_member("reviewer", tree.district)


@pytest.fixture
def page(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.fixture
def programme(tree):
    """Required and missing in both communes."""
    software = make.make_software("Ký số", lead=tree.office)
    for unit in (tree.tacuty, tree.banpho):
        make.make_software_use(software, unit, in_use=False)
    return software


def told(client, answer) -> str:
    return client.get(answer["Location"]).content.decode()


def test_unit_is_asked_by_form_and_the_moved_deadline_told(page, tree):
    fields = {"unit": tree.tacuty.pk, "subject": "Gửi báo cáo tháng 7", "deadline": "15/08/2020"}
    answer = submit(page, "follow-up-create", **fields)
    assert errors(answer) == {}
    assert FollowUp.objects.get().deadline == date(2020, 8, 17)
    body = told(page, answer)
    assert "15/08/2020 là ngày nghỉ" in body
    assert "17/08/2020" in body


def test_form_offers_the_tenth_working_day_and_refuses_a_past_one(page, tree):
    form = page.get(reverse("communes:follow-up-create")).context["form"]
    assert shown(form)["deadline"] == "17/08/2020"
    answer = submit(page, "follow-up-create", unit=tree.tacuty.pk, subject="Ký số", deadline="31/07/2020")
    assert list(errors(answer)) == ["deadline"]
    assert answer.context["form"]["subject"].value() == "Ký số"


def test_all_units_that_miss_a_programme_are_ticked(page, programme, tree):
    form = page.get(reverse("communes:software-ask", args=[programme.pk])).context["form"]
    assert [unit.name for unit in form.fields["units"].queryset] == ["Bản Phố", "Tả Củ Tỷ"]
    assert set(form["units"].value()) == {tree.tacuty.pk, tree.banpho.pk}


def test_units_ticked_are_asked_and_busy_ones_named(page, programme, tree):
    make.make_follow_up(tree.tacuty, software=programme)
    url = reverse("communes:software-ask", args=[programme.pk])
    form = page.get(url).context["form"]
    assert form["units"].value() == [tree.banpho.pk]
    answer = page.post(url, shown(form) | {"units": [tree.tacuty.pk, tree.banpho.pk]})
    body = told(page, answer)
    assert "Đã đôn đốc 1 đơn vị." in body
    assert "Bỏ qua vì đã được đôn đốc: xã Tả Củ Tỷ." in body
    assert FollowUp.objects.filter(software=programme).count() == 2


def test_unit_that_does_not_miss_the_programme_cannot_be_ticked(page, programme, tree):
    url = reverse("communes:software-ask", args=[programme.pk])
    answer = page.post(url, shown(page.get(url).context["form"]) | {"units": [tree.office.pk]})
    assert list(errors(answer)) == ["units"]
    assert not FollowUp.objects.exists()


def test_nobody_missing_is_said(page, tree):
    body = page.get(reverse("communes:software-ask", args=[make.make_software().pk])).content.decode()
    assert "không còn đơn vị nào cần đôn đốc" in body
    assert "<textarea" not in body


def test_official_answers_and_reviewer_closes_and_opens_again(client, tree, official, reviewer):
    row = make.make_follow_up(tree.tacuty)
    client.force_login(official)
    assert errors(submit(client, "follow-up-answer", row, answer="Đã dùng.")) == {}
    assert client.get(reverse("communes:follow-up-close", args=[row.pk])).status_code == 403
    client.force_login(reviewer)
    assert client.get(reverse("communes:follow-up-answer", args=[row.pk])).status_code == 403
    assert errors(submit(client, "follow-up-deadline", row, deadline="20/08/2020", reason="mưa lũ")) == {}
    assert errors(submit(client, "follow-up-close", row)) == {}
    assert client.get(reverse("communes:follow-up-deadline", args=[row.pk])).status_code == 403
    assert errors(submit(client, "follow-up-reopen", row, reason="chưa dùng thật")) == {}
    row.refresh_from_db()
    assert (row.is_closed, row.answer) == (False, "")
    history = client.get(reverse("communes:follow-up-history", args=[row.pk])).content.decode()
    for words in ("mưa lũ", "chưa dùng thật", "Đã dùng."):
        assert words in history


def test_detail_shows_the_present_use_and_the_message(client, tree, official, programme):
    row = make.make_follow_up(tree.tacuty, software=programme)
    client.force_login(official)
    body = client.get(row.get_absolute_url()).content.decode()
    assert "chưa sử dụng" in body
    assert f"http://testserver/follow-ups/{row.pk}/" in body
    programme.uses.filter(unit=tree.tacuty).update(in_use=True, accounts=9, accounts_active=4)
    assert "4/9 tài khoản hoạt động" in client.get(row.get_absolute_url()).content.decode()


def test_list_puts_what_is_overdue_first_and_filters_by_state(page, tree):
    done = make.make_follow_up(tree.tacuty, answered=MOMENT, closed=MOMENT)
    answered = make.make_follow_up(tree.tacuty, answered=MOMENT)
    waiting = make.make_follow_up(tree.banpho)
    late = make.make_follow_up(tree.banpho, deadline=date(2020, 7, 31))

    def rows(**query):
        answer = page.get(reverse("communes:follow-up-list", query=query))
        return [row.record for row in answer.context["table"].rows]

    assert rows() == [late, waiting, answered, done]
    assert rows(state="overdue") == [late]
    assert rows(state="closed") == [done]
    assert rows(unit="xa-ban-pho") == [late, waiting]
    assert rows(sort="-state") == [done, answered, waiting, late]


def test_list_takes_the_same_few_queries(page, tree, django_assert_num_queries):
    address = reverse("communes:follow-up-list")
    for _round in range(2):
        for _number in range(4):
            make.make_follow_up(tree.tacuty, software=make.make_software())
        # Session, user, memberships, predecessors and units below, programmes of the filter, rows.
        with django_assert_num_queries(7):
            page.get(address)


def test_official_is_told_on_the_software_page_what_waits(client, tree, official, reviewer):
    make.make_follow_up(tree.tacuty)
    make.make_follow_up(tree.tacuty, answered=MOMENT)
    make.make_follow_up(tree.banpho)
    client.force_login(official)
    assert "1 nội dung đôn đốc chưa trả lời" in client.get("/software/").content.decode()
    client.force_login(reviewer)
    assert "đôn đốc chưa trả lời" not in client.get("/software/").content.decode()


def test_stranger_gets_the_answer_of_a_missing_record(client, tree):
    row = make.make_follow_up(tree.tacuty)
    client.force_login(make.make_member("official", tree.banpho))
    for verb in ("detail", "letter", "history", "answer"):
        url = reverse(f"communes:follow-up-{verb}", args=[row.pk])
        missing = client.get(url.replace(f"/{row.pk}/", "/987654/"))
        assert (client.get(url).status_code, client.get(url).content) == (404, missing.content)
