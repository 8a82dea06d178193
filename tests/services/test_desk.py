"""The desk: entering one filing after the other, what waits, and steps that no longer follow."""

import pytest

from common import clock
from communes.models import Role
from services.models import Filing
from tests.factories.communes import make_member
from tests.factories.desk import at, make_filing, make_procedure
from tests.services.pages import address, rows, sentences, shown, submit


@pytest.fixture
def clerk(official, client):
    official.language = "en"
    official.save()
    client.force_login(official)
    return client


def test_the_next_form_keeps_what_is_likely_the_same_and_says_the_code(place, clerk, procedure):
    make_filing(place.tacuty, procedure, code="000.00.12.H38-200803-0011", received="2020-08-03 07:00")
    answer = submit(
        clerk, "filing-create", procedure=procedure.pk, received_time="2/8 8:15", channel="online", next="1"
    )
    made = Filing.objects.latest("pk")
    assert (made.code, made.received_time) == ("000.00.12.H38-200802-0001", at("2020-08-02 08:15"))
    assert answer["Location"] == f"{address('filing-create')}?after={made.pk}"
    page = clerk.get(answer["Location"])
    form, text = page.context["form"], page.content.decode()
    kept = {
        "unit": place.tacuty.pk,
        "procedure": procedure.pk,
        "channel": "online",
        "received_time": made.received_time,
    }
    assert {name: form[name].value() for name in kept} == kept, "the day of an older pile too"
    assert not form["code"].value()
    assert form.next_code == "000.00.12.H38-200802-0002"
    assert made.code in text
    assert text.count('role="status"') == 1, "said once"


def test_a_filing_of_another_unit_hands_nothing_on(place, clerk, procedure):
    foreign = make_filing(place.banpho, procedure, channel="postal")
    for named in (foreign.pk, 10**9, "x", "9" * 30):
        page = clerk.get(address("filing-create"), {"after": named})
        assert page.context["before"] is None
        assert page.context["form"]["channel"].value() == "direct"


def test_the_script_gets_an_address_or_the_page_with_the_mistakes(place, clerk, procedure):
    make_filing(place.tacuty, procedure)
    url = address("filing-create")
    typed = shown(clerk.get(url).context["form"]) | {"procedure": procedure.pk}
    wrong = clerk.post(url, typed | {"code": "x-1"}, headers={"Accept": "application/json"})
    assert wrong["Content-Type"].startswith("text/html")
    assert wrong.context["form"]["code"].value() == "x-1"
    right = clerk.post(url, typed | {"next": "1"}, headers={"Accept": "application/json"})
    assert right.json() == {"url": f"{url}?after={Filing.objects.latest('pk').pk}"}


def test_procedures_in_use_come_first_and_former_ones_may_be_chosen(place, clerk, procedure):
    often, former = (
        make_procedure("Ưu tiên", offered_by=[place.tacuty]),
        make_procedure("An", offered_by=[place.tacuty]),
    )
    former.offers.update(until="2020-07-01")
    for _each in range(2):
        make_filing(place.tacuty, often)
    found = list(clerk.get(address("filing-create")).context["form"].fields["procedure"].queryset)
    assert found == [often, former, procedure]
    late = submit(clerk, "filing-create", procedure=former.pk, received_time="06/07/2020 08:00")
    assert "does not offer this procedure on 06/07/2020" in sentences(late)["procedure"][0]
    assert submit(clerk, "filing-create", procedure=former.pk, received_time="29/06/2020 08:00").status_code == 302


@pytest.mark.parametrize(("channel", "chosen", "expected"), [
    ("postal", "", "postal"), ("online", "", "direct"), ("direct", "", "direct"), ("postal", "direct", "direct"),
])  # fmt: skip
def test_the_result_goes_as_the_filing_came_unless_somebody_says_otherwise(
    place, clerk, procedure, channel, chosen, expected
):
    make_filing(place.tacuty, procedure)
    submit(clerk, "filing-create", procedure=procedure.pk, channel=channel, result_channel=chosen)
    assert Filing.objects.latest("pk").result_channel == expected


def test_what_waits_is_in_its_list_and_counted_beside_the_tabs(place, clerk, client, monkeypatch):
    # What is due today is due at its end.
    monkeypatch.setattr(clock, "now", lambda: at("2020-08-03 10:00"))
    due = {"promised_time": "2020-08-03 17:30", "late_from": "2020-08-03 17:30"}
    today = make_filing(place.tacuty, **due)
    late = make_filing(place.tacuty, late_from="2020-07-09 17:30")
    later = make_filing(place.tacuty, late_from="2020-07-08 17:30", received="2020-07-07 08:00")
    waiting = make_filing(place.tacuty, status=5)
    tomorrow = make_filing(place.tacuty, late_from="2020-08-04 07:30")
    done = make_filing(place.tacuty, status=9, finished_time="2020-07-07 08:00")
    make_filing(place.tacuty, status=10, finished_time="2020-07-07 08:00", returned_time="2020-07-08 08:00")
    make_filing(place.tacuty, status=7, finished_time="2020-07-07 08:00")
    passed = make_filing(place.tacuty, holding_unit=place.banpho, late_from="2020-07-08 17:30")
    expected = {
        "overdue": [later, late], "due_today": [today], "papers": [waiting], "results": [done],
        "open": [today, late, waiting, tomorrow, later],
    }  # fmt: skip
    assert {desk: rows(clerk, "filing-list", desk=desk) for desk in expected} == expected
    tabs = clerk.get(address("filing-list")).context["tabs"]
    assert {desk: count.number for _label, count, desk, *_rest in tabs if desk} == {
        desk: len(found) for desk, found in expected.items()
    }
    client.force_login(make_member(Role.OFFICIAL, place.banpho))
    assert rows(client, "filing-list", desk="overdue") == [passed]
    assert rows(client, "filing-list", desk="no such") == [passed]


def test_only_who_may_write_ticks_rows(place, clerk, client):
    make_filing(place.tacuty, late_from="2020-07-09 17:30")
    assert 'name="filing"' in clerk.get(address("filing-list", desk="overdue")).content.decode()
    assert 'name="filing"' not in clerk.get(address("filing-list")).content.decode()
    client.force_login(make_member(Role.LEADER, place.district))
    assert 'name="filing"' not in client.get(address("filing-list", desk="overdue")).content.decode()


def test_a_step_that_somebody_else_went_before_is_a_sentence_and_keeps_the_typing(place, clerk):
    filing = make_filing(place.tacuty)
    url = address("filing-finish", filing)
    typed = shown(clerk.get(url).context["form"]) | {"at": "07/07/2020 09:00"}
    Filing.objects.update(
        status=10, finished_time=at("2020-07-07 08:00"), returned_time=at("2020-07-07 08:00"), version=2
    )
    answer = clerk.post(url, typed)
    assert sentences(answer)["__all__"] == [
        "From “result returned” a filing cannot go to “completed”: it has come to its end."
    ]
    assert answer.context["form"]["at"].value() == "07/07/2020 09:00"
    assert Filing.objects.get().version == 2
    assert "it has come to its end" in clerk.get(url).content.decode()


@pytest.mark.parametrize("status", ["3", "9", "99", "x"])
def test_a_status_that_does_not_follow_is_refused_in_words(place, clerk, status):
    filing = make_filing(place.tacuty)
    answer = submit(clerk, "filing-status", filing, status=status)
    assert "From “accepted” the filing cannot go there" in sentences(answer)["status"][0]
    assert Filing.objects.get().status == 2
