"""Who opens which page: members, strangers, roles, nobody."""

import pytest
from django.urls import reverse

from communes.models import Role
from tests.factories.communes import make_member
from tests.factories.desk import (
    make_activity_month,
    make_filing,
    make_holiday,
    make_meeting,
    make_reason,
    make_swap,
    make_treasury_month,
)
from tests.services.pages import address

READ = ("detail", "history")
STEPS = ("edit", "finish", "result", "supplement", "status")


@pytest.fixture
def records(place, procedure):
    """One record of each register, of Tả Củ Tỷ where it has a unit."""
    return {
        "procedure": procedure,
        "filing": make_filing(place.tacuty, procedure),
        "reason": make_reason(place.tacuty),
        "treasury": make_treasury_month(place.tacuty),
        "activity": make_activity_month(place.tacuty),
        "meeting": make_meeting(place.tacuty, attended=[place.tacuty]),
        "holiday": make_holiday(),
        "swap": make_swap(),
    }


def test_members_read_every_register(records, official, client):
    client.force_login(official)
    for name, record in records.items():
        assert client.get(address(f"{name}-list")).status_code == 200
        for verb in READ:
            response = client.get(address(f"{name}-{verb}", record))
            assert response.status_code == 200, (name, verb)
    assert client.get(address("procedure-lookup", q="khai sinh")).json()["results"][0]["key"]


def test_officials_write_filings_and_months_only(records, official, client):
    client.force_login(official)
    for verb in STEPS:
        assert client.get(address(f"filing-{verb}", records["filing"])).status_code == 200, verb
    for name, verb in (("treasury", "edit"), ("treasury", "confirm"), ("activity", "edit")):
        assert client.get(address(f"{name}-{verb}", records[name])).status_code == 200
    for verb in ("edit", "delete"):
        assert client.get(address(f"reason-{verb}", records["reason"])).status_code == 200
    for name in ("filing", "reason", "treasury", "activity"):
        assert client.get(address(f"{name}-create")).status_code == 200
    for name in ("procedure", "meeting", "holiday", "swap"):
        assert client.get(address(f"{name}-create")).status_code == 403
        assert client.post(address(f"{name}-edit", records[name])).status_code == 403


def test_reviewers_write_the_catalogue_only(records, reviewer, client):
    client.force_login(reviewer)
    for name in ("procedure", "meeting", "holiday", "swap"):
        assert client.get(address(f"{name}-create")).status_code == 200
        assert client.get(address(f"{name}-edit", records[name])).status_code == 200
    for verb in ("level", "offer", "end"):
        assert client.get(address(f"procedure-{verb}", records["procedure"])).status_code == 200
    for verb in ("change", "withdraw"):
        assert client.get(address(f"offer-{verb}", records["procedure"].offers.first())).status_code == 200
    for verb in STEPS:
        assert client.post(address(f"filing-{verb}", records["filing"])).status_code == 403
    for name in ("reason", "treasury", "activity"):
        assert client.get(address(f"{name}-create")).status_code == 403
    assert client.post(address("treasury-confirm", records["treasury"])).status_code == 403


@pytest.mark.parametrize("role", [Role.HEAD, Role.LEADER, Role.AUDITOR])
def test_other_roles_look_and_do_not_write(place, records, client, role):
    client.force_login(make_member(role, place.tacuty if role == Role.HEAD else place.district))
    for name, record in records.items():
        page = client.get(address(f"{name}-detail", record))
        assert page.status_code == 200
        assert address(f"{name}-edit", record) not in page.content.decode()
        assert client.get(address(f"{name}-edit", record)).status_code == 403
        assert client.get(address(f"{name}-create")).status_code == 403


def test_a_stranger_gets_the_answer_of_a_missing_one(place, records, client):
    client.force_login(make_member(Role.OFFICIAL, place.banpho))
    pages = [("filing", verb) for verb in (*READ, *STEPS)]
    pages += [(name, verb) for name in ("reason", "treasury", "activity") for verb in (*READ, "edit")]
    for name, verb in [*pages, ("meeting", "detail"), ("meeting", "history")]:
        url = address(f"{name}-{verb}", records[name])
        denied, missing = client.get(url), client.get(url.replace(str(records[name].pk), "999999"))
        assert (denied.status_code, denied.content) == (missing.status_code, missing.content) == (404, missing.content)
        assert client.post(url, {"reason": "x"}).status_code in {404, 405}
    for name in ("filing", "reason", "treasury", "activity", "meeting"):
        assert not client.get(address(f"{name}-list")).context["table"].data.data


def test_strangers_see_no_offers_of_other_units(place, records, client):
    client.force_login(make_member(Role.OFFICIAL, place.office))
    page = client.get(address("procedure-detail", records["procedure"])).content.decode()
    assert "Tả Củ Tỷ" not in page
    offer = records["procedure"].offers.first()
    client.force_login(make_member(Role.REVIEWER, place.office))
    assert client.get(address("offer-change", offer)).status_code == 404


def test_somebody_without_a_role_is_refused(records, place, client):
    client.force_login(make_member())
    for name, record in records.items():
        assert client.get(address(f"{name}-list")).status_code == 403
        assert client.get(address(f"{name}-detail", record)).status_code == 403


def test_nobody_is_sent_to_the_login(records, client):
    for name, record in records.items():
        for url in (address(f"{name}-list"), address(f"{name}-detail", record), address(f"{name}-create")):
            response = client.get(url)
            assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("accounts:login"))


def test_buttons_are_the_steps_that_may_follow(place, official, client):
    client.force_login(official)
    waiting = make_filing(place.tacuty, status=5)
    page = client.get(address("filing-detail", waiting)).content.decode()
    assert address("filing-answer", waiting) in page
    assert address("filing-finish", waiting) not in page
    assert client.get(address("filing-finish", waiting)).status_code == 403
    done = make_filing(place.tacuty, status=10, finished_time="2020-07-06 09:00", returned_time="2020-07-06 09:00")
    page = client.get(address("filing-detail", done)).content.decode()
    assert [verb for verb in (*STEPS, "answer") if address(f"filing-{verb}", done) in page] == ["edit"]


def test_english_speaks_english(records, official, client):
    official.language = "en"
    official.save()
    client.force_login(official)
    assert "Time limit" in client.get(address("procedure-detail", records["procedure"])).content.decode()
