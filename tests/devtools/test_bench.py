"""The bench: what the floor page is, who looks at the pages, and when a run fails."""

import json
from datetime import date

import pytest

from communes.models import Membership, Placement
from devtools.bench import __main__ as bench
from devtools.bench import measures, pages, served
from tests.factories import communes as ground
from tests.factories.accounts import make_user
from tests.factories.documents import make_document


@pytest.mark.django_db
def test_floor_page_is_three_queries_behind_a_login(settings, client, django_assert_num_queries):
    from devtools.bench import floor_settings

    settings.ROOT_URLCONF, settings.LOGIN_URL = floor_settings.ROOT_URLCONF, floor_settings.LOGIN_URL
    settings.MIDDLEWARE, settings.TEMPLATES = floor_settings.MIDDLEWARE, floor_settings.TEMPLATES
    tree = ground.make_district()
    make_document(tree.tacuty, subject="Về việc <đo lường>")
    assert client.get("/floor/").status_code == 302
    client.force_login(make_user())
    with django_assert_num_queries(5):  # session and user beside its own three
        text = client.get("/floor/").text
    assert "Về việc &lt;đo lường&gt;" in text


def test_floor_settings_differ_from_the_product_only_around_the_page():
    from bacha import settings as product
    from devtools.bench import floor_settings as floor

    changed = {n for n in dir(floor) if n.isupper() and getattr(floor, n) is not getattr(product, n)}
    assert changed == {"ROOT_URLCONF", "LOGIN_URL", "MIDDLEWARE", "TEMPLATES"}


@pytest.mark.django_db
def test_bench_pages_are_seen_by_ordinary_people():
    ground.open_calendar()
    ground.make_district()
    people = pages.people()
    assert not any(user.is_staff or user.is_superuser for user in people.values())
    assert set(Membership.objects.values_list("role", flat=True)) == {"leader", "official", "auditor"}
    found = pages._pages(people, 80)
    assert {page.name for page in found[:2]} == {"overview, country", "overview, district"}
    assert len({page.path for page in found}) > len(pages.LISTS)
    assert pages.people().keys() == people.keys()  # a second run finds the same ones
    assert Membership.objects.count() == len(people)


def test_bench_percentiles():
    page = served.Page("p", "/", "", 80, seconds=[n / 100 for n in range(1, 101)])
    assert (round(page.at(0.5), 1), round(page.at(0.95), 2)) == (0.5, 0.95)


@pytest.mark.parametrize(("ratio", "code"), [(0.9, 0), (1.1, 1)])
def test_bench_fails_when_a_ratio_is_over_its_goal(monkeypatch, tmp_path, capsys, ratio, code):
    monkeypatch.setattr(bench, "RESULTS", tmp_path)
    row = {"database": "sqlite", "data": "demo", "name": "a list", "ours": ratio, "beside": 1.0, "ratio": ratio}
    assert bench._report([{**row, "goal": 1.0}, {**row, "goal": 2.0, "unit": "B"}]) == code
    assert json.loads((tmp_path / "bench.json").read_text())[0]["ratio"] == ratio
    assert ("OVER" in capsys.readouterr().out) is bool(code)


@pytest.mark.django_db
def test_bench_of_the_stock_count_compares_equal_counts_and_leaves_nothing(monkeypatch):
    monkeypatch.setattr(measures, "MACHINES", 40)
    tree = ground.make_district()
    ground.make_equipment(tree.tacuty, since=date(2020, 1, 1), condition="broken")
    row = measures.stock(1)
    assert (row["name"], row["goal"]) == ("stock count of all units on a day / raw SQL", 2.0)
    assert Placement.objects.count() == 1
