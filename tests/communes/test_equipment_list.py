"""The list of equipment: computers of a day, ages, filters, boxes to tick."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from communes import reports
from tests.factories import communes as make

URL = reverse("communes:equipment-list")
JUNE, JULY, TODAY = date(2020, 6, 1), date(2020, 7, 1), date(2020, 8, 3)


@pytest.fixture
def leader(client, tree):
    person = make.make_member("leader", tree.district, language="en")
    client.force_login(person)
    return person


def found(client, **query) -> set:
    return {row.record for row in client.get(URL, query).context["table"].rows}


def test_stock_counts_are_one_grouped_query(tree, django_assert_num_queries):
    for kind, condition in (("desktop", "good"), ("desktop", "good"), ("laptop", "good"), ("desktop", "broken")):
        make.make_equipment(tree.tacuty, kind=kind, condition=condition, since=JULY)
    make.make_equipment(tree.banpho, since=JUNE, until=JULY)
    make.make_equipment(tree.banpho, kind="printer", since=JUNE)
    with django_assert_num_queries(1):
        counts = reports.stock_counts([tree.tacuty.pk, tree.banpho.pk], on=JULY)
    assert counts == {tree.tacuty.pk: {"desktop": 2, "laptop": 1}, tree.banpho.pk: {"printer": 1}}
    assert reports.stock_counts(None, on=date(2020, 6, 30)) == {tree.banpho.pk: {"desktop": 1, "printer": 1}}
    assert reports.stock_counts([], on=JULY) == {}


def test_list_says_the_computers_of_the_unit_and_day(client, tree, leader):
    for kind in ("desktop", "desktop", "laptop"):
        make.make_equipment(tree.tacuty, kind=kind, since=JULY)
    make.make_equipment(tree.tacuty, since=JUNE)
    make.make_equipment(tree.banpho, since=JUNE)

    def stock(**query):
        return client.get(URL, query).context["stock"]

    here = {"unit": "xa-ta-cu-ty"}
    assert stock(**here, on="01/07/2020").endswith("01/07/2020: computers in good use: 4 (3 desktops, 1 laptop)")
    assert stock(**here, on="30/06/2020").endswith("30/06/2020: computers in good use: 1 (1 desktop, 0 laptops)")
    assert stock(**here, kind="laptop").startswith("Xã Tả Củ Tỷ, 03/08/2020: computers in good use: 4 ")
    assert "good use: 5 " in stock()
    assert "good use: 5 " in stock(unit="huyen-bac-ha")


def test_stock_counts_only_what_the_person_sees(client, tree, official):
    make.make_equipment(tree.tacuty, since=JUNE)
    make.make_equipment(tree.banpho, since=JUNE)
    client.force_login(official)
    with translation.override("vi"):
        assert "tốt: 1 " in client.get(URL).context["stock"]


def test_filter_by_life_is_that_of_the_day(client, tree, leader):
    old = make.make_equipment(tree.tacuty, since=JUNE, acquired_on=date(2015, 7, 1))
    new = make.make_equipment(tree.tacuty, since=JUNE, acquired_on=date(2015, 7, 2))
    camera = make.make_equipment(tree.tacuty, since=JUNE, kind="camera", acquired_on=date(2000, 1, 1))
    assert found(client, life="past", on="01/07/2020") == {old}
    assert found(client, life="within", on="01/07/2020") == {new}
    assert found(client, life="past", on="02/07/2020") == {old, new}
    assert found(client) == {old, new, camera}


def test_filters_by_antivirus_stand_alone_and_holder(client, tree, leader):
    plain = make.make_equipment(tree.tacuty, since=JUNE)
    held = make.make_equipment(tree.tacuty, since=JUNE, holder=make.make_staff(tree.tacuty, since=JUNE), antivirus=True)
    alone = make.make_equipment(tree.tacuty, since=JUNE, standalone=True)
    assert found(client, held="true") == found(client, antivirus="true") == {held}
    assert found(client, held="false") == found(client, antivirus="false") == {plain, alone}
    assert found(client, standalone="true") == {alone}


def test_age_is_shown_with_the_law_and_exported(client, tree, leader):
    make.make_equipment(tree.tacuty, since=JUNE, acquired_on=date(2015, 7, 1))
    page = client.get(URL).content.decode()
    assert "past life" in page
    assert "TT 45/2018/TT-BTC" in page
    assert "recalled" in page
    exported = b"".join(client.get(URL, {"export": "csv"}).streaming_content).decode().lstrip("\ufeff")
    heading, row = list(csv.reader(io.StringIO(exported)))[:2]
    assert row[heading.index("Age, years")] == "5"
    assert "Choose" not in heading


def test_device_says_its_age_and_the_law(client, tree, leader):
    device = make.make_equipment(tree.tacuty, since=JUNE, acquired_on=date(2015, 7, 1))
    camera = make.make_equipment(tree.tacuty, since=JUNE, kind="camera", acquired_on=date(2015, 7, 1))
    age, law = facts_of(client, device)
    assert "5 years" in age
    assert "past its life" in age
    assert "01/07/2020 (TT 45/2018/TT-BTC)" in law
    assert "recalled" in law
    age, law = facts_of(client, camera)
    assert age == "5 years"
    assert "TT" not in law


def facts_of(client, device) -> tuple[str, str]:
    """What the page of a device says of its age and service life."""
    facts = client.get(device.get_absolute_url()).context["groups"][1][1]
    with translation.override("en"):
        found = {str(label): str(value) for label, value in facts}
    return found["Age"], found["Service life"]


def test_official_ticks_rows_and_takes_the_filters_along(client, tree, official):
    device = make.make_equipment(tree.tacuty, since=JUNE)
    client.force_login(official)
    page = client.get(URL, {"kind": "computer", "page": "1"})
    assert page.context["table"].columns["chosen"] is not None
    assert f'name="device" value="{device.pk}"' in page.content.decode()
    assert page.context["filters"] == [("kind", "computer")]
    assert page.context["may_take_all"] is True
