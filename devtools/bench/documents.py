"""The register of documents at size: pages and searches beside the best SQL by hand, and fifty clerks at once.

A page stands beside twice the sum of the floor page and of the quickest of several statements written by hand that give
the same rows; all of them in the same run.
"""

import re
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse

from communes.models import Unit, UnitClosure
from devtools.bench import clerks, pages, served, statements
from documents.models import Document
from documents.words import Query, words_of

PAGE = 50
GOAL = 1.0
OPENS = re.compile(r'href="/documents/(\d+)/"')
SCOPES = ("official", "district", "country")


@dataclass
class Case:
    """One page: what it shows, as parameters of the address, and the same as conditions of SQL."""

    name: str
    params: dict
    conditions: tuple = ()
    words: tuple[str, ...] = ()  # " dich ta ", as the column holds them
    first: date | None = None
    last: date | None = None


def all_parts(rounds: int) -> list[dict]:
    """Rows for the report; further parts on the same data are added to PARTS."""
    rows = [row for part in PARTS for row in part(rounds)]
    return [{"database": connection.vendor, "data": f"{Document.objects.count():,}", **row} for row in rows]


def lists(rounds: int) -> list[dict]:
    """The list as an ordinary official of a unit, somebody of a district and somebody of the country see it."""
    people = pages.people()
    cases = _cases(people["official"].bench_unit)
    with (
        served.server("bacha.wsgi:application", "bacha.settings") as product,
        served.server("devtools.bench.floor:application", "devtools.bench.floor_settings") as floor,
    ):
        base = served.Page("floor page", "/floor/", pages.cookie(people["district"]), floor)
        measured = [
            (scope, case, served.Page(f"{case.name}, {scope}", _address(case), pages.cookie(people[scope]), product))
            for scope in SCOPES
            for case in cases
        ]
        half = len(measured) // 2
        asked = [page for _scope, _case, page in measured]
        # Of few answers the 95th hundredth would be the one that something else on the machine held up.
        served.measure([base, *asked[:half], base, *asked[half:], base], max(12, rounds * 20))
        found = []
        for scope, case, page in measured:
            keys = [int(key) for key in dict.fromkeys(OPENS.findall(served.text(page)))]
            seconds, how = statements.best(case, _units(people[scope].bench_unit, scope), keys, limit=PAGE + 1)
            found.append(_row(page, base, seconds, how))
    return found


def _row(page: served.Page, base: served.Page, seconds: float, how: str) -> dict:
    ours, beside = page.at(0.95), 2 * (seconds + base.at(0.95))
    return {
        "name": f"{page.name}: p95 / 2 x (SQL + floor)", "ours": ours, "beside": beside, "ratio": ours / beside,
        "goal": GOAL, "p50": page.at(0.5), "sql": seconds, "sql_way": how, "floor": base.at(0.95), "bytes": page.size,
    }  # fmt: skip


def _address(case: Case) -> str:
    return f"{reverse('documents:document-list')}?{urlencode(case.params)}"


def _units(unit: Unit, scope: str) -> list[int] | None:
    """The units of a scope; None for all."""
    if scope == "country":
        return None
    below = UnitClosure.objects.filter(ancestor=unit).values_list("descendant_id", flat=True)
    return [unit.pk] if scope == "official" else sorted(below)


def _cases(unit: Unit) -> list[Case]:
    """Words as they stand in the unit's own documents, so that every scope finds something."""
    rows = list(Document.objects.incoming().filter(unit=unit).select_related("type").order_by("-pk")[:2000])
    found = Counter(word for row in rows for word in set(words_of(row.subject)))
    rare = min((number, word) for word, number in found.items() if len(word) > 3 and not word.isdigit())[1]
    common = found.most_common(1)[0][0]
    some = rows[len(rows) // 2]
    phrase = " ".join(words_of(some.subject)[1:4])
    late = next((row for row in rows if row.completed_on and row.due_on and row.completed_on > row.due_on), some)
    first, last = late.registered_on - timedelta(45), late.registered_on + timedelta(45)
    days = {"registered_from": f"{first:%d/%m/%Y}", "registered_until": f"{last:%d/%m/%Y}"}

    def search(name: str, typed: str) -> Case:
        return Case(name, {"q": typed}, words=tuple(Query.read(typed).pieces))

    return [
        Case("first page", {}),
        Case(
            "kind, deadline and days", {"type": late.type_id, "deadline": "late", **days},
            (f"d.type_id = {late.type_id}", "d.completed_on > d.due_on", "NOT d.cancelled"), (), first, last,
        ),
        search("rare word", rare), search("common word", common), search("phrase", f'"{phrase}"'),
        search("notation", some.code), search("sender", some.organ_name),
    ]  # fmt: skip


def saving(rounds: int) -> list[dict]:
    """Fifty clerks at once; on SQLite they would only wait for each other's turn."""
    return clerks.saving() if connection.vendor == "postgresql" else []


PARTS = [lists, saving]


def timed(call) -> float:
    """The seconds of a call."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
