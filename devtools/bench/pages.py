"""Overviews and lists over HTTP, each as a multiple of the floor page at p95, as ordinary people see them."""

from datetime import date

from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.demo import DEMO_PASSWORD
from accounts.models import User
from communes.models import Membership, Role, Unit
from devtools.bench import served, slowline
from devtools.shell import chromium

FLOOR_GOAL, LEVEL_GOAL = 4.0, 1.3
LISTS = (
    "communes:unit-list", "communes:equipment-list", "communes:staff-list", "communes:connection-list",
    "communes:village-list", "communes:software-list", "documents:document-list", "services:procedure-list",
    "services:filing-list", "services:treasury-list", "services:meeting-list", "services:holiday-list",
)  # fmt: skip
LEVELS = ("country", "district")
OF_FILINGS = {"without online filings": "dashboards:without-filings", "channels of filings": "dashboards:channels"}
PERIOD = "?from=2020-01&to=2020-06"


def all_pages(rounds: int) -> list[dict]:
    """Every page beside the floor page, and the country beside the district; rows for the report."""
    persons = people()
    with (
        served.server("bacha.wsgi:application", "bacha.settings") as product,
        served.server("devtools.bench.floor:application", "devtools.bench.floor_settings") as floor,
    ):
        pages = _pages(persons, product)
        base = served.Page("floor page", "/floor/", cookie(persons["district"]), floor)
        # Floor first, in the middle and last: it is what everything else is divided by.
        half = len(pages) // 2
        served.measure([base, *pages[:half], base, *pages[half:], base], max(20, rounds * 12))
    rows = [row(f"{page.name} / floor, p95", page, base, FLOOR_GOAL) for page in pages]
    country, district = (next(page for page in pages if page.name == f"overview, {what}") for what in LEVELS)
    return [*rows, row("overview, country / district, p95", country, district, LEVEL_GOAL)]


def slow_line() -> list[dict]:
    """A first visit and later pages over 1 Mbit/s in Chromium; nothing where Chromium is not installed."""
    program = chromium()
    if program is None:
        print("Chromium is not installed: no visit over a slow line was measured")
        return []
    from playwright.sync_api import sync_playwright

    someone = cookie(people()["district"])  # before Playwright: in its loop Django refuses its database
    with (
        served.server("bacha.wsgi:application", "bacha.settings") as port,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"]) as browser,
    ):
        warm = [served.Page("login", "/accounts/login/", "", port), served.Page("overview", "/", someone, port)]
        served.measure(warm, 1)  # the first answer of each process is slow
        context = browser.new_context(base_url=f"http://127.0.0.1:{port}", viewport={"width": 1366, "height": 768})
        line = slowline.SlowLine(context)
        first = slowline.first_visit(line, "chutich", DEMO_PASSWORD)
        later = slowline.later_pages(line)
    rows = [_against("1 Mbit/s, first visit in all", sum(v.bytes for v in first), slowline.FIRST_VISIT, "B")]
    rows += [_against(f"1 Mbit/s, {v.name}", v.bytes, slowline.LATER_PAGE, "B") for v in later]
    opened = [*first[:2], *later]
    rows += [_against(f"1 Mbit/s, {v.name}, usable", v.usable, slowline.USABLE_SECONDS, "s") for v in opened]
    return rows + [_against(f"1 Mbit/s, {v.name}, shift", v.shift, slowline.SHIFT, "") for v in [*first, *later]]


def _against(name: str, ours: float, limit: float, unit: str) -> dict:
    return {"name": name, "ours": ours, "beside": limit, "ratio": ours / limit, "goal": 1.0, "unit": unit}


def row(name: str, page: served.Page, beside: served.Page, goal: float) -> dict:
    """A page beside another, for the report."""
    ours, other = page.at(0.95), beside.at(0.95)
    return {
        "name": name, "ours": ours, "beside": other, "ratio": ours / other, "goal": goal,
        "p50": page.at(0.5), "p50_ratio": page.at(0.5) / beside.at(0.5), "bytes": page.size,
    }  # fmt: skip


def people() -> dict[str, User]:
    """One ordinary person a place: leaders of the root and of a district, an official of a commune, an auditor."""
    commune = Unit.objects.filter(kind="commune", valid_until=None, parent__kind="district").order_by("pk")[0]
    places = {
        "country": (Unit.objects.get(parent=None), Role.LEADER),
        "district": (commune.parent, Role.LEADER),
        "official": (commune, Role.OFFICIAL),
        "auditor": (commune.parent, Role.AUDITOR),
    }
    return {name: _person(name, unit, role) for name, (unit, role) in places.items()}


def _person(name: str, unit: Unit, role: str) -> User:
    user = User.objects.filter(username=f"bench-{name}").first()
    if user is None:
        user = User.objects.create_user(f"bench-{name}", None)
        Membership.objects.create(user=user, unit=unit, role=role, valid_from=date(2000, 1, 1))
    user.bench_unit = unit
    return user


def _pages(persons: dict[str, User], port: int) -> list[served.Page]:
    country, district, official = (persons[name] for name in ("country", "district", "official"))
    cookies = {name: cookie(user) for name, user in persons.items()}

    def page(name: str, path: str, who: str) -> served.Page:
        return served.Page(name, path, cookies[who], port)

    def unit(user: User) -> str:
        return reverse("dashboards:unit", args=[user.bench_unit.slug]) + PERIOD

    found = [
        page("overview, country", unit(country), "country"),
        page("overview, district", unit(district), "district"),
        page("overview, commune", unit(official), "district"),
        page("overview, own commune, official", unit(official), "official"),
    ]
    for name, route in OF_FILINGS.items():
        for who, user in persons.items():
            if who != "auditor":
                found.append(page(f"{name}, {who}", f"{reverse(route)}{PERIOD}&unit={user.bench_unit.slug}", who))
    for who in ("district", "official", *(["country"] if country.bench_unit.children.count() > 1 else [])):
        label = "official" if who == "official" else f"leader of a {who}"
        found += [page(f"{name.partition(':')[2]}, {label}", reverse(name), who) for name in LISTS]
    return [*found, page("audit, auditor", reverse("dashboards:audit"), "auditor")]


def cookie(user: User) -> str:
    """A session in the database, as a login leaves it."""
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
