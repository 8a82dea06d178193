"""Fifty clerks save documents at once, through the real server: no gap, no double, no error, nothing lost."""

import contextlib
import http.client
import re
import threading
import time
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from communes.models import Membership, Role, Unit
from devtools.bench import pages, served
from documents.models import Document

CLERKS, EACH, BOOKS = 50, 4, 5
SINCE = "2000-01-01"
HIDDEN = re.compile('<input type="hidden" name="([^"]+)" value="([^"]*)"')


def saving() -> list[dict]:
    """Seconds of a save at p95 beside ten seconds; RuntimeError for a gap, a double, an error or a lost document."""
    units = list(Unit.objects.filter(kind="commune", valid_until=None).order_by("-pk")[:BOOKS])
    cookies = [pages.cookie(_clerk(number, units[number % BOOKS])) for number in range(CLERKS)]
    found: list[tuple[int, float]] = []
    before = {unit.pk: _numbers(unit) for unit in units}
    with served.server("bacha.wsgi:application", "bacha.settings") as port:
        start = threading.Barrier(CLERKS)
        threads = [
            threading.Thread(target=_work, args=(port, cookies[number], units[number % BOOKS], number, start, found))
            for number in range(CLERKS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    _judge(found, units, before)
    seconds = sorted(taken for _status, taken in found)
    p95 = seconds[int(len(seconds) * 0.95)]
    return [{"name": "50 clerks save at once: p95 / 10 s", "ours": p95, "beside": 10, "ratio": p95 / 10, "goal": 1.0}]


def _judge(found, units, before) -> None:
    statuses = [status for status, _taken in found]
    if statuses != [302] * (CLERKS * EACH):
        raise RuntimeError(f"{CLERKS * EACH} documents were saved with the answers {sorted(set(statuses))}")
    for unit in units:
        new = sorted(set(_numbers(unit)) - set(before[unit.pk]))
        last = max(before[unit.pk], default=0)
        wanted = list(range(last + 1, last + 1 + CLERKS * EACH // BOOKS))
        if new != wanted:
            raise RuntimeError(f"{unit}: the numbers {new} instead of {wanted[0]} to {wanted[-1]}")


def _numbers(unit: Unit) -> list[int]:
    book = Document.objects.incoming().filter(unit=unit, year=2020, series="")
    return list(book.values_list("number", flat=True))


def _clerk(number: int, unit: Unit) -> User:
    user = User.objects.filter(username=f"bench-clerk-{number}").first()
    if user is None:
        user = User.objects.create_user(f"bench-clerk-{number}", None)
        Membership.objects.create(user=user, unit=unit, role=Role.OFFICIAL, valid_from=SINCE)
    return user


def _work(port: int, cookie: str, unit: Unit, number: int, start: threading.Barrier, found: list) -> None:
    start.wait()
    for turn in range(EACH):
        started = time.perf_counter()
        try:
            status = _save(port, cookie, unit, f"{number}-{turn}")
        except OSError:
            status = 0
        found.append((status, time.perf_counter() - started))


def _save(port: int, cookie: str, unit: Unit, name: str) -> int:
    """Open the form, fill it in, send it; the status of the answer."""
    path = reverse("documents:document-create-incoming")
    _status, page, token = _ask(port, "GET", path, cookie)
    values = dict(HIDDEN.findall(page)) | {
        "unit": unit.pk, "registered_on": "20/07/2020", "subject": f"V/v cùng lúc {name}", "secrecy": "none",
        "organ_name": "UBND tỉnh Lào Cai", "code": f"{name}/UBND-VP", "urgency": "normal", "circulation": "open",
        "medium": "electronic", "in_software": "True",
    }  # fmt: skip
    status, _page, _token = _ask(port, "POST", path, f"{cookie}; {token}", urlencode(values))
    return status


def _ask(port: int, method: str, path: str, cookie: str, body: str | None = None) -> tuple[int, str, str]:
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        given = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        return answer.status, answer.read().decode(), given
