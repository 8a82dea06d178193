"""Procedures and filings at size: the pages that count over all of them, and the refresh of one unit-month.

700 units with 500,000 filings in 24 months. A page is asked for again and again, as people do in a morning; beside it
stands what it costs when nothing of it is kept in the process, so that nobody takes the one for the other.
"""

import time

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communes.models import Cell, Unit
from communes.writing import mark
from devtools.bench import pages, served
from indicators import rollups

UNITS, DOCUMENTS, FILINGS, MONTHS = 700, 20_000, 500_000, 24
WHO = ("country", "district", "official")
QUERIES = 15


def fill() -> None:
    """The synthetic country with its figures, on the database at hand, which is empty."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("generate", units=UNITS, documents=DOCUMENTS, filings=FILINGS, months=MONTHS, verbosity=0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def all_parts(rounds: int) -> list[dict]:
    """Rows for the report."""
    settings.ALLOWED_HOSTS, settings.REFRESH_MODE = ["testserver"], "worker"
    rows = [*over_http(rounds), *made_anew(rounds), one_cell()]
    return [{"database": connection.vendor, "data": f"{FILINGS:,}", **row} for row in rows]


def over_http(rounds: int) -> list[dict]:
    """The pages as ordinary people of the whole, a district and a commune see them, each beside the floor page."""
    people = pages.people()
    with (
        served.server("bacha.wsgi:application", "bacha.settings") as product,
        served.server("devtools.bench.floor:application", "devtools.bench.floor_settings") as floor,
    ):
        base = served.Page("floor page", "/floor/", pages.cookie(people["district"]), floor)
        found = [
            served.Page(f"{name}, {who}", address(route, people[who]), pages.cookie(people[who]), product)
            for name, route in pages.OF_FILINGS.items()
            for who in WHO
        ]
        served.measure([base, *found, base], max(20, rounds * 12))
    return [pages.row(f"{page.name} / floor, p95", page, base, pages.FLOOR_GOAL) for page in found]


def address(route: str, user) -> str:
    """The page for the person's own unit and the last half-year."""
    return f"{reverse(route)}{pages.PERIOD}&unit={user.bench_unit.slug}"


def made_anew(rounds: int) -> list[dict]:
    """The pages of the whole with nothing kept, in this process, beside a second; medians."""
    user = pages.people()["country"]
    client = Client()
    client.force_login(user)
    rows = []
    for name, route in pages.OF_FILINGS.items():
        seconds = []
        for _round in range(rounds * 2 + 1):
            caches["pages"].clear()
            started = time.perf_counter()
            answer = client.get(address(route, user))
            seconds.append(time.perf_counter() - started)
            if answer.status_code != 200:
                raise RuntimeError(f"{route} answered {answer.status_code}")
        middle = sorted(seconds)[len(seconds) // 2]
        said = {"name": f"{name}, country, first look / 1 s", "beside": 1.0, "goal": 1.0}
        rows.append({**said, "ours": middle, "ratio": middle})
    return rows


def one_cell() -> dict:
    """Queries of the refresh after one filing of one commune in one month."""
    unit = Unit.objects.filter(kind="commune").order_by("pk")[0]
    mark({Cell(unit.pk, 2020, 6, "filings")})
    with CaptureQueriesContext(connection) as caught:
        rollups.refresh()
    around = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    number = sum(not query["sql"].startswith(around) for query in caught.captured_queries)
    return {
        "name": f"refresh of one unit-month / {QUERIES} queries", "ours": number, "beside": QUERIES,
        "ratio": number / QUERIES, "goal": 1.0, "unit": "",
    }  # fmt: skip
