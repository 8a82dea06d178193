"""GET figures and indicators as it was and as it is: the same numbers as the pages, estimates named."""

from datetime import date

import pytest

from tests.factories import communes as ground

BANPHO = "unit=xa-ban-pho&from=2020-05&to=2020-06"


@pytest.fixture
def split(place):
    """Tả Củ Tỷ went to Bản Phố and to Lùng Phình on 01/07/2020, three fifths and two."""
    other = ground.make_unit("Lùng Phình", parent=place.district, valid_from=date(2020, 7, 1))
    ground.make_succession(place.tacuty, (place.banpho, "0.6"), (other, "0.4"))
    return place


def test_figures_say_structure_and_estimate(split, ask):
    was, now = (
        ask(split.leader, f"figures?{BANPHO}&measure=documents.incoming&structure={word}").json()
        for word in ("was", "is")
    )
    assert (was["structure"], was["value"], was["estimated"]) == ("was", 400, False)
    assert (now["structure"], now["value"], now["estimated"]) == ("is", 520, True)
    assert now["months"] == [
        {"month": "2020-05", "value": 260, "estimated": True},
        {"month": "2020-06", "value": 260, "estimated": True},
    ]


def test_indicators_say_structure_and_estimate(split, ask):
    answers = [
        ask(split.leader, f"indicators/documents_signed?{BANPHO}&structure={word}").json() for word in ("was", "is")
    ]
    found = [(a["structure"], a["numerator"], a["denominator"], a["value"], a["estimated"]) for a in answers]
    assert found == [("was", 32, 40, 80.0, False), ("is", 42, 52, 80.77, True)]


def test_whole_is_the_same_and_no_estimate(split, ask):
    whole = "unit=huyen-bac-ha&from=2020-05&to=2020-06&measure=documents.incoming"
    answers = [ask(split.leader, f"figures?{whole}&structure={word}").json() for word in ("was", "is")]
    assert [(answer["value"], answer["estimated"]) for answer in answers] == [(1200, False)] * 2


def test_structure_costs_few_queries(split, client, django_assert_max_num_queries):
    client.force_login(split.leader)
    path = f"/api/v1/figures?{BANPHO}&measure=documents.incoming&structure=is"
    client.get(path)
    # Session, user, scope, unit; figures and coverage, each stored and shifted; successions and the tree.
    with django_assert_max_num_queries(12):
        client.get(path)
