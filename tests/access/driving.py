"""Asking the site as every person: statuses, words of other units, the face of a refusal, and what was written."""

import hashlib
import logging
import re
from collections import Counter
from contextlib import contextmanager
from unittest.mock import patch

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection

from communes import scope
from tests.access.oracle import EVERYBODY, Person
from tests.access.world import World

# A number that no record has.
MISSING = 987_654_321
# Rights and scope are Python and Django's query language, and know nothing of the database. So the whole of a matrix is
# driven on SQLite, and on PostgreSQL every fifth cell: every person at every kind of page. A number that has no divisor
# in common with those by which the matrices choose.
SPARSE = 5
# What differs from one answer to the next: the number of an error, the token of a form, the minute in a printed head.
_CHANCE = re.compile(
    r"\b[0-9A-F]{8}\b|name=\"csrfmiddlewaretoken\" value=\"[^\"]+\"|(?<=, )\d\d/\d\d/\d{4} \d\d:\d\d(?=\.)"
)
_WORD = re.compile(r"kanari[a-z]+")


def body_of(answer) -> str:
    """The text of an answer, streamed ones too."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", errors="replace")


def words_in(text: str) -> set[str]:
    """The words of the world in a text."""
    return set(_WORD.findall(text.lower()))


def plain(body: str) -> str:
    """A text without what differs by chance."""
    return _CHANCE.sub("", body)


def face(answer, body: str) -> tuple:
    """All of an answer that must not tell a record which is hidden from one which does not exist."""
    return answer.status_code, plain(body), sorted(answer.headers.items()), sorted(answer.cookies)


def checksum() -> str:
    """Of every row of every table but the sessions, which note their last use."""
    found = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if model is not Session:
            rows = sorted(map(repr, model._base_manager.values_list()))
            found.update(repr((model._meta.label, rows)).encode())
    return found.hexdigest()


@contextmanager
def swiftly():
    """Without the line that each refusal writes into the log, and with each person's scope worked out by the site's own
    code once instead of at every request: while a matrix is driven nobody's memberships change."""
    known = {}
    work_out = scope._work_out

    def remembered(user, day):
        if user.pk not in known:
            known[user.pk] = work_out(user, day)
        return known[user.pk]

    logging.disable(logging.CRITICAL)
    try:
        with patch.object(scope, "_work_out", remembered):
            yield
    finally:
        logging.disable(logging.NOTSET)


def is_left_to_sqlite(number: int) -> bool:
    """Whether a cell of a matrix is one of the many that are driven on SQLite only."""
    return connection.vendor != "sqlite" and number % SPARSE != 0


class Drive:
    """The cells that were driven: each compares a status, reads the words, and collects what is wrong."""

    def __init__(self, world: World, clients: dict):
        self.world, self.clients = world, clients
        self.cells: Counter = Counter()
        self.wrong: list[tuple] = []
        self._missing: dict[tuple, tuple] = {}

    def ask(self, person: Person, address: str, *, post=None):
        """The answer to one person and its text; foreign words in it are wrong."""
        client = self.clients[person.name]
        answer = client.get(address) if post is None else client.post(address, post)
        body = body_of(answer)
        self.cells["GET" if post is None else "POST"] += 1
        foreign = sorted(text for text in words_in(body) if not person.reads(self.world, text))
        if foreign:
            self.wrong.append((person.name, address, "shows", foreign))
        if answer.status_code >= 500:
            self.wrong.append((person.name, address, answer.status_code))
        return answer, body

    def expect(self, person: Person, address: str, status: int, *, post=None) -> None:
        """One cell."""
        answer, _body = self.ask(person, address, post=post)
        if answer.status_code != status:
            how = "GET" if post is None else "POST"
            self.wrong.append((person.name, how, address, f"{answer.status_code} instead of {status}"))

    def expect_missing(self, person: Person, pattern: str, key, *, statuses=(404,), post=None, missing=MISSING) -> None:
        """One cell: `pattern.format(key)` answers exactly as for a record that does not exist."""
        known = (person.name, pattern, post is None)
        if known not in self._missing:
            answer, body = self.ask(person, pattern.format(missing), post=post)
            self._missing[known] = face(answer, body)
        answer, body = self.ask(person, pattern.format(key), post=post)
        found = face(answer, body)
        if found != self._missing[known] or found[0] not in statuses:
            self.wrong.append((person.name, pattern.format(key), found[0], f"a missing one: {self._missing[known][0]}"))

    def conclude(self, at_least: int, *, sparse: bool = False) -> None:
        """Nothing was wrong, and as many cells as this were driven: an emptied matrix fails. `sparse`: see SPARSE."""
        if sparse and connection.vendor != "sqlite":
            at_least //= SPARSE
        assert self.wrong == [], f"{len(self.wrong)} of {self.cells.total()} cells: {self.wrong[:40]}"
        print(f"{self.cells.total()} cells driven: {dict(self.cells)}")
        assert self.cells.total() >= at_least


def everybody() -> list[Person]:
    """The people of the world."""
    return list(EVERYBODY.values())


def in_turn(number: int) -> list[Person]:
    """The people of the world; of the three who see the same district, another one at each number."""
    same = ("reviewer", "leader", "auditor")
    return [person for person in everybody() if person.name not in same or person.name == same[number % 3]]
