"""Certificates that expire and computers that do not tally: filters, badges and the notices above the list."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from communes.tables.staff import expiry
from tests.factories import communes as make

TODAY = date(2020, 8, 3)
LIST = reverse("communes:staff-list")
DAYS = {"expired": -1, "today": 0, "sixty": 60, "later": 61}


@pytest.fixture
def signers(tree):
    """People of Tả Củ Tỷ by when their certificate expires; one has no day, one no certificate."""
    found = {
        name: make.make_staff(
            tree.tacuty, digital_certificate=True, certificate_expires_on=TODAY + timedelta(days=days)
        )
        for name, days in DAYS.items()
    }
    return found | {
        "unknown": make.make_staff(tree.tacuty, digital_certificate=True),
        "none": make.make_staff(tree.tacuty),
    }


def shown(client, **query) -> set:
    return {row.record for row in client.get(LIST, query).context["table"].rows}


def test_certificates_are_found_by_their_expiry_on_the_day_of_the_list(client, official, signers):
    client.force_login(official)
    assert shown(client, expiry="expired") == {signers["expired"]}
    assert shown(client, expiry="soon") == {signers["today"], signers["sixty"]}
    assert shown(client, expiry="unknown") == {signers["unknown"]}
    assert shown(client, expiry="soon", on="02/08/2020") == {signers["expired"], signers["today"]}


def test_expiry_says_how_long_is_left(official):
    assert "61" not in str(expiry(TODAY + timedelta(days=61), on=TODAY))
    assert "25" in str(expiry(TODAY + timedelta(days=25), on=TODAY))
    assert "late" in str(expiry(TODAY - timedelta(days=1), on=TODAY))
    assert "watch" in str(expiry(TODAY, on=TODAY))


def test_official_is_told_of_the_own_unit_only(client, tree, official, signers):
    make.make_staff(tree.banpho, digital_certificate=True, certificate_expires_on=date(2020, 1, 1))
    client.force_login(official)
    hints = client.get(LIST).context["hints"]
    assert (hints.expired, hints.expiring) == (1, 2)
    client.force_login(make.make_member("leader", tree.district))
    assert client.get(LIST).context["hints"] is None


def test_computers_that_do_not_tally_are_found_both_ways(client, tree, official):
    says = make.make_staff(tree.tacuty, has_computer=True)
    holds = make.make_staff(tree.tacuty)
    both = make.make_staff(tree.tacuty, has_computer=True)
    prints = make.make_staff(tree.tacuty)
    for person in (holds, both):
        make.make_equipment(tree.tacuty, holder=person)
    make.make_equipment(tree.tacuty, holder=says, condition="broken")
    make.make_equipment(tree.tacuty, holder=prints, kind="printer")
    client.force_login(official)
    assert shown(client, tally="flag_only") == {says}
    assert shown(client, tally="held_only") == {holds}
    hints = client.get(LIST).context["hints"]
    assert (hints.flag_only, hints.held_only) == (1, 1)
    tallies = {person: client.get(person.get_absolute_url()).context["tally"] for person in (says, holds, both)}
    assert tallies == {says: "flag_only", holds: "held_only", both: ""}


def test_people_are_found_by_norm_group(client, tree, official):
    seven, unsaid = make.make_staff(tree.tacuty, norm_group="vii"), make.make_staff(tree.tacuty)
    client.force_login(official)
    assert shown(client, group="vii") == {seven}
    assert shown(client, group="none") == {unsaid}
