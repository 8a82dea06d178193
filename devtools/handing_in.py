"""Somebody with a browser, as far as handing in spreadsheets goes: logs in by the form, uploads by the form, reads the
page of the import until it says what became of the file."""

import contextlib
import html
import http.client
import re
import time
import uuid
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode

from devtools.processes import Beside
from devtools.serve import PASSWORD

LOGIN, HAND_IN, DASHBOARD, HEALTH = "/accounts/login/", "/imports/new/", "/", "/healthz"
AGAIN = 0.2  # seconds between two looks at a page
PATIENCE = 120.0  # seconds until a page is no longer waited for
_HIDDEN = re.compile('<input type="hidden" name="([^"]+)" value="([^"]*)"')
_CHOSEN = re.compile(r'<select name="unit".*?<option value="([^"]+)" selected', re.S)
_ERRORS = re.compile(r'<div class="error" id="id_file_error">(.*?)</div>', re.S)
_STATE = re.compile(r'<div id="import-state" role="status">(.*?)</div>', re.S)
_TAGS = re.compile(r"<[^>]*>")


class Answer(NamedTuple):
    """`outcome`: refused, read, late, or the status of an error; what the page says; seconds from the click."""

    outcome: str
    said: str
    seconds: float


def wait_for(port: int, seconds: float, is_alive: Callable[[], bool]) -> None:
    """Return when the server answers that it is well; RuntimeError if it has ended or the time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and is_alive():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
            connection.request("GET", HEALTH)
            if connection.getresponse().status == 200:
                return
        time.sleep(AGAIN)
    raise RuntimeError("the server did not start")


class Person:
    """A session of its own."""

    def __init__(self, port: int, name: str):
        self.port, self.cookies = port, {}
        page = self.ask("GET", LOGIN)[1]
        values = dict(_HIDDEN.findall(page)) | {"username": name, "password": PASSWORD}
        status, page, _place = self.ask("POST", LOGIN, urlencode(values).encode(), "application/x-www-form-urlencoded")
        if status != 302:
            raise RuntimeError(f"{name} could not log in: {status} {_text(page)[:300]}")

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, str, str]:
        """(status, page, where it leads to)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or ():
                name, _sign, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode(), answer.getheader("Location") or ""
        finally:
            connection.close()


class Official(Person):
    """Hands in files for the book of incoming documents."""

    def hand_in(self, name: str, content: bytes, *, patience: float) -> Answer:
        """Open the form, send the file, and look at the page until nothing is at work; `patience` in seconds."""
        page = self.ask("GET", HAND_IN)[1]
        chosen = _CHOSEN.search(page)
        values = dict(_HIDDEN.findall(page)) | {"resource": "documents-incoming", "unit": chosen[1] if chosen else ""}
        body, kind = _multipart(values, name, content)
        started = time.monotonic()
        status, page, place = self.ask("POST", HAND_IN, body, kind)
        if status != 302:
            found = _ERRORS.search(page)
            outcome = "refused" if found and status < 500 else str(status)
            return Answer(outcome, _text(found[1] if found else page), time.monotonic() - started)
        return self._follow(place, started, patience)

    def _follow(self, place: str, started: float, patience: float) -> Answer:
        page = ""
        while time.monotonic() - started < patience:
            status, page, _place = self.ask("GET", place)
            if status != 200:
                return Answer(str(status), _text(page)[:200], time.monotonic() - started)
            if "data-follow=" not in page:
                said = _text(_STATE.search(page)[1])
                is_read = "/map/" in page or "/publish/" in page
                return Answer("read" if is_read else "refused", said, time.monotonic() - started)
            time.sleep(AGAIN)
        return Answer("late", _text(_STATE.search(page)[1]), time.monotonic() - started)


class Probe(Beside):
    """Somebody who loads a dashboard every second; `seconds` of each answer, PATIENCE where no page came."""

    def __init__(self, port: int, name: str):
        super().__init__(self.look, every=1.0)
        self.person = Person(port, name)
        self.seconds: list[float] = []

    def look(self) -> None:
        """Load it once."""
        started = time.monotonic()
        try:
            status = self.person.ask("GET", DASHBOARD)[0]
        except (OSError, http.client.HTTPException):
            status = 0
        self.seconds.append(time.monotonic() - started if status == 200 else PATIENCE)


def _multipart(values: dict, name: str, content: bytes) -> tuple[bytes, str]:
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in values.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    head += "Content-Type: application/octet-stream\r\n\r\n"
    body = b"".join([*parts, head.encode(), content, f"\r\n--{edge}--\r\n".encode()])
    return body, f"multipart/form-data; boundary={edge}"


def _text(page: str) -> str:
    return html.unescape(" ".join(_TAGS.sub(" ", page).split()))
