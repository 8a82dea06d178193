"""Unknown name, closed account and wrong password must be the same answer in the same time (security.md, B4)."""

import re
import statistics
import sys
import time

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from accounts.models import LoginBucket, User
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NAMES = {"danglam": "sai", "nghiviec": PASSWORD, "khongco": "sai"}


class SlowEnough(PBKDF2PasswordHasher):
    """Slow enough to measure, quick enough to repeat."""

    algorithm = "slow_enough"
    iterations = 60_000


@pytest.fixture
def people(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.SlowEnough"]
    make_user("danglam")
    make_user("nghiviec", is_active=False)


@pytest.fixture
def hashings(monkeypatch):
    calls = []
    encode = PBKDF2PasswordHasher.encode

    def counted(self, password, salt, iterations=None):
        calls.append(iterations or self.iterations)
        return encode(self, password, salt, iterations)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
    return calls


def answer(client, username, password):
    response = client.post("/accounts/login/", {"username": username, "password": password})
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return response.status_code, headers, body.replace(username, "NAME"), sorted(response.cookies)


def test_wrong_unknown_and_closed_answer_alike(client, people):
    answers = [answer(client, name, password) for name, password in NAMES.items()]
    assert answers[0] == answers[1] == answers[2]


def test_throttled_names_answer_alike_whether_they_exist_or_not(client, people):
    for _attempt in range(6):
        answers = [answer(client, name, password) for name, password in NAMES.items()]
    assert answers[0][0] == 429
    for found in answers:
        found[1].pop("Retry-After")
    sentences = [re.sub(r"\d+ (giây|seconds?)", "", body) for _status, _headers, body, _cookies in answers]
    assert sentences[0] == sentences[1] == sentences[2]
    assert answers[0][1] == answers[1][1] == answers[2][1]


@pytest.mark.parametrize("name", list(NAMES))
def test_every_refusal_hashes_exactly_once(client, people, hashings, name):
    hashings.clear()
    answer(client, name, NAMES[name])
    assert hashings == [SlowEnough.iterations]


def times(client, rounds, clock):
    """Seconds of each refusal, one name after the other, so that a busy machine slows all alike."""
    found = {name: [] for name in NAMES}
    for _round in range(rounds):
        for name, password in NAMES.items():
            LoginBucket.objects.all().delete()
            start = clock()
            answer(client, name, password)
            found[name].append(clock() - start)
    return found.values()


def work_of(client, name, password) -> int:
    """The calls of Python that a refusal takes beside the hashing: unlike seconds they do not depend on what else the
    machine does."""
    number = 0

    def count(_frame, event, _arg):
        nonlocal number
        number += event == "call"

    LoginBucket.objects.all().delete()
    sys.setprofile(count)
    try:
        answer(client, name, password)
    finally:
        sys.setprofile(None)
    return number


def test_refusals_cost_the_same_work(client, people):
    for _first_time in (True, False):  # the first answer fills what the process keeps
        work = [work_of(client, name, password) for name, password in NAMES.items()]
    assert max(work) < 1.1 * min(work), work


@pytest.mark.soak
def test_refusals_take_the_same_time(client, people, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    for person in User.objects.all():
        person.set_password(PASSWORD)
        person.save()
    medians = [statistics.median(values) for values in times(client, 200, time.perf_counter)]
    assert max(medians) < 1.1 * min(medians), medians
