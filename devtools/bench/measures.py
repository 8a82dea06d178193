"""The measurements of the figures engine and the lists; each gives ours, what it stands beside, and the goal."""

import itertools
import re
import statistics
import subprocess
import sys
import time
from datetime import date

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common.models import Batch
from communes.models import Equipment, Membership, Placement, Unit
from communes.reports import stock_counts
from devtools.bench import exporting, importing, morning, pages, printing, territory
from documents import bulk
from documents.models import Document
from indicators import checking, rollups

POSTS = 12
HIDDEN = re.compile('<input type="hidden" name="([^"]+)" value="([^"]*)"')
CHECK_SECONDS = 20
LOAD_SECONDS = {"demo": 40, "generated": 1800}


def fill(data: str) -> float:
    """The demo, or the synthetic country; returns the seconds that loading and counting it took."""
    call_command("migrate", verbosity=0)
    if settings.STATIC_FILES == "collected":
        call_command("collectstatic", interactive=False, verbosity=0)
    started = time.perf_counter()
    if data == "demo":
        call_command("load_demo", verbosity=0)
    else:
        call_command("generate", units=11_000, documents=1_000_000, filings=100_000, months=24, verbosity=0)
    rollups.refresh()
    seconds = time.perf_counter() - started
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return seconds


def all_of(data: str, rounds: int, *, filled_in: float) -> list[dict]:
    """Every measurement, in one run."""
    settings.ALLOWED_HOSTS = ["testserver"]
    limit = LOAD_SECONDS[data]
    rows = [_row(f"loaded and counted / {limit} s", filled_in, limit, 1.0)]
    # The seconds of a rebuild are a promise about a district; a country is rebuilt overnight.
    rows += [*posting(rounds), bulk_refresh(rounds), *(whole() if data == "demo" else []), far_page(rounds)]
    if data == "demo":
        rows += territory.reorganising()
        rows += printing.printing_books()
        rows += exporting.exporting()
        rows += importing.importing(rounds)
    rows.append(stock(rounds))
    rows += pages.all_pages(rounds)
    if data == "demo" and connection.vendor == "sqlite":
        rows += [*pages.slow_line(), *morning.entering()]
    return [{"database": connection.vendor, "data": data, **row} for row in rows]


def _row(name: str, ours: float, beside: float, goal: float) -> dict:
    return {"name": name, "ours": ours, "beside": beside, "ratio": ours / beside, "goal": goal}


# --- One form --------------------------------------------------------------------------------------------------------


def posting(rounds: int) -> list[dict]:
    """Posting one document form: without refresh, with the refresh inline, with a worker beside; blocks interleaved."""
    client, unit = _clerk()
    times: dict[str, list[float]] = {"none": [], "inline": [], "worker": []}
    _post_block(client, unit, "none")
    for _round in range(rounds):
        times["none"] += _post_block(client, unit, "none")
        times["inline"] += _post_block(client, unit, "inline")
        times["none"] += _post_block(client, unit, "none")
        rollups.refresh()
        times["worker"] += _with_worker(lambda: _post_block(client, unit, "worker"))
    middle = {mode: statistics.median(found) for mode, found in times.items()}
    return [
        _row("posting a form, refresh inline / without", middle["inline"], middle["none"], 3.0),
        _row("posting a form, with the worker / without", middle["worker"], middle["none"], 1.2),
    ]


def _clerk() -> tuple[Client, Unit]:
    unit = Unit.objects.filter(kind="commune", valid_until__isnull=True).order_by("pk")[0]
    user = User.objects.filter(memberships__unit=unit, memberships__role="official").first()
    if user is None:
        user = User.objects.create_user(f"bench{unit.pk}", None)
        Membership.objects.create(user=user, unit=unit, role="official", valid_from=date(2000, 1, 1))
    client = Client()
    client.force_login(user)
    return client, unit


# Each a letter of its own: the same one again would be asked about.
_letters = itertools.count(1)


def _post_block(client: Client, unit: Unit, mode: str) -> list[float]:
    settings.REFRESH_MODE = "inline" if mode == "inline" else "worker"
    settings.AUDIT_SEAL_INLINE = mode == "inline"
    address = reverse("documents:document-create-incoming")
    found = []
    for number in itertools.islice(_letters, POSTS):
        hidden = dict(HIDDEN.findall(client.get(address).text))
        values = hidden | {
            "unit": unit.pk, "registered_on": "20/07/2020", "subject": f"Về việc đo lường {number}", "secrecy": "none",
            "organ_name": "UBND tỉnh Lào Cai", "code": f"{number}/UBND-VP", "urgency": "normal", "circulation": "open",
            "medium": "electronic", "in_software": "True",
        }  # fmt: skip
        started = time.perf_counter()
        answer = client.post(address, values)
        found.append(time.perf_counter() - started)
        if answer.status_code != 302:
            said = re.findall('class="error[^>]*>(.*?)<', answer.text)
            raise RuntimeError(f"the form was refused: {said}")
    return found


def _with_worker(call):
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "refresh_figures", "--watch"], stdout=subprocess.PIPE, text=True
    )
    try:
        worker.stdout.readline()
        time.sleep(1)
        return call()
    finally:
        worker.terminate()
        worker.wait(30)


# --- Many rows -------------------------------------------------------------------------------------------------------


def bulk_refresh(rounds: int) -> dict:
    """71,814 rows added at once by COPY or executemany, then one refresh; rolled back after each round."""
    settings.REFRESH_MODE = "worker"
    units = list(Unit.objects.filter(kind__in=["commune", "office"], valid_until__isnull=True)[:32])
    batch = Batch.objects.create(kind="bench", title="bench", created_at="2020-08-03T00:00:00Z")
    adding, refreshing = [], []
    plain = bulk.insert_plain_rows

    def timed(rows):
        started = time.perf_counter()
        plain(rows)
        adding.append(time.perf_counter() - started)

    bulk.insert_plain_rows = timed
    try:
        for _round in range(min(rounds, 3)):
            with transaction.atomic():
                bulk.insert_rows(by=None, batch=batch, documents=_papers(units), override_closed=True)
                started = time.perf_counter()
                rollups.refresh()
                refreshing.append(time.perf_counter() - started)
                transaction.set_rollback(True)
    finally:
        bulk.insert_plain_rows = plain
    goal = 0.6
    return _row(
        "refresh after 71,814 rows / adding them", statistics.median(refreshing), statistics.median(adding), goal
    )


def _papers(units) -> list[Document]:
    """Of the series "BENCH", so that the numbers of the real books stay free."""
    return [
        Document(
            direction="incoming", unit=units[n % len(units)], series="BENCH",
            registered_on=date(2020, 1 + n % 6, 1 + n % 28), subject=f"Về việc báo cáo số {n}",
            organ_name="UBND tỉnh Lào Cai", code=f"{n}/UBND-VP",
        )
        for n in range(71_814)
    ]  # fmt: skip


def whole() -> list[dict]:
    """A full rebuild and a full check, each beside the seconds they may take."""
    rows = []
    for name, call in (("full rebuild", rollups.rebuild), ("full check", checking.check)):
        started = time.perf_counter()
        call()
        rows.append(_row(f"{name} / {CHECK_SECONDS} s", time.perf_counter() - started, CHECK_SECONDS, 1.0))
    return rows


# --- Stocks ----------------------------------------------------------------------------------------------------------

MACHINES = 20_000
STOCK = """
SELECT p.unit_id, e.kind, COUNT(*) FROM communes_placement p JOIN communes_equipment e ON e.id = p.equipment_id
WHERE p.since <= %s AND (p.until IS NULL OR p.until > %s) AND p.condition = 'good' GROUP BY p.unit_id, e.kind
"""


def stock(rounds: int) -> dict:
    """The machines in good use of all units on a day, with 20,000 more machines than the data have (a province's),
    beside the same count in raw SQL; interleaved, rolled back."""
    day = date(2020, 6, 30)
    ours, raw = [], []
    with transaction.atomic():
        _place_machines(day)
        for _round in range(rounds * 5):
            for found, count in ((ours, stock_counts), (raw, _raw_stock)):
                started = time.perf_counter()
                counts = count(None, on=day)
                found.append(time.perf_counter() - started)
            if counts != stock_counts(None, on=day):
                raise RuntimeError("the two stock counts differ")
        transaction.set_rollback(True)
    return _row("stock count of all units on a day / raw SQL", statistics.median(ours), statistics.median(raw), 2.0)


def _place_machines(day: date) -> None:
    units = list(Unit.objects.in_force(on=day).values_list("pk", flat=True))
    machines = Equipment.objects.bulk_create(
        Equipment(
            name="Bench", serial=f"BENCH{n}", kind="desktop" if n % 5 else "laptop", acquired_on=day,
            acquired_by_unit_id=units[n % len(units)],
        )
        for n in range(MACHINES)
    )  # fmt: skip
    Placement.objects.bulk_create(
        Placement(equipment=machine, unit_id=machine.acquired_by_unit_id, since=day) for machine in machines
    )


def _raw_stock(unit_ids: None, *, on: date) -> dict:
    with connection.cursor() as cursor:
        cursor.execute(STOCK, [on, on])
        rows = cursor.fetchall()
    counts: dict[int, dict[str, int]] = {}
    for unit, kind, number in rows:
        counts.setdefault(unit, {})[kind] = number
    return counts


# --- Pages -----------------------------------------------------------------------------------------------------------


def far_page(rounds: int) -> dict:
    """The district's list of documents: page 2,000 beside page 1, through the whole view as an administrator."""
    client = Client()
    user = User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("bench-admin")
    client.force_login(user)
    address = reverse("documents:document-list")
    total = Document.objects.filter(direction="incoming").count()
    rank = min(2000 * 50, total - 60)
    row = Document.objects.filter(direction="incoming").order_by("-registered_on", "-pk")[rank : rank + 1].get()
    cursor = f"{row.registered_on:%Y-%m-%d}~{row.pk}"
    first, far = [], []
    client.get(address)
    for _round in range(rounds * 3):
        for found, query in ((first, {}), (far, {"after": cursor})):
            started = time.perf_counter()
            answer = client.get(address, query)
            found.append(time.perf_counter() - started)
            if answer.status_code != 200:
                raise RuntimeError(f"the list answered {answer.status_code}")
    return _row("list of documents, page 2,000 / page 1", statistics.median(far), statistics.median(first), 2.0)
