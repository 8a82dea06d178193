import json
import logging
import sys
import time

import pytest
from django.test import RequestFactory

from common import logs
from common.logs import OneLineFormatter, redact

LINE_BREAKERS = [
    "\n",
    "\r",
    "\r\n",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\u2028",
    "\u2029",
    "\0",
    "\x1b[2J",
    "\u202e",
    "\ufeff",
]


def formatted(message, *args, **extra):
    record = logging.LogRecord("bacha.test", logging.WARNING, __file__, 1, message, args, extra.pop("exc_info", None))
    record.__dict__.update(extra)
    return OneLineFormatter().format(record)


@pytest.mark.parametrize("breaker", LINE_BREAKERS, ids=range(len(LINE_BREAKERS)))
def test_event_is_one_line_of_json(breaker):
    text = f'a{breaker}{{"level": "ERROR"}}'
    line = formatted("seen: %s", text)
    assert len(line.splitlines()) == 1
    assert line.isprintable()
    assert json.loads(line)["message"] == f"seen: {text}"
    assert json.loads(line)["level"] == "WARNING"


def test_vietnamese_stays_readable():
    assert "Tả Củ Tỷ" in formatted("unit %s", "Tả Củ Tỷ")


@pytest.mark.parametrize("breaker", ["%0a", "%0d%0a", "%1b%5b2J", "%e2%80%a8"])
def test_path_cannot_forge_a_line(client, breaker, capsys):
    request = RequestFactory().get(f"/x{breaker}y")
    line = formatted("Not Found: %s", request.path, request=request, status_code=404)
    assert len(line.splitlines()) == 1
    assert json.loads(line)["path"] == request.path


SECRETS = [
    "password=hunter2-hunter2", "password: 'hunter2-hunter2'", '"new_password": "hunter2-hunter2"',
    "Authorization: Bearer hunter2-hunter2", "bearer hunter2-hunter2", "Cookie: hunter2-hunter2",
    "sessionid=hunter2-hunter2",
    "csrfmiddlewaretoken=hunter2-hunter2", "api_key=hunter2-hunter2", "TOTP_SECRET=hunter2-hunter2",
    "postgres://bacha:hunter2-hunter2@db/bacha", "/accounts/one-time/MQ/hunter2-hunter2/",
    "DETAIL:  Failing row contains (1, hunter2-hunter2).",
]  # fmt: skip


@pytest.mark.parametrize("secret", SECRETS)
def test_secret_is_not_written(secret):
    assert "hunter2" not in formatted("before %s", f"\n{secret}\n after")


@pytest.mark.parametrize("number", ["0912345678", "+84912345678", "010203004567"])
def test_telephone_and_identity_numbers_are_not_written(number):
    assert number not in formatted("value %s is wrong", repr(number))


def test_addresses_and_short_numbers_are_written():
    line = formatted("login failed for an from %s, 429 after 71814", "203.113.131.150")
    assert "203.113.131.150" in line
    assert "71814" in line


def test_secret_in_an_exception_is_not_written():
    try:
        raise ValueError("password='hunter2-hunter2' 0912345678")
    except ValueError:
        line = formatted("failed", exc_info=sys.exc_info())
    assert "ValueError" in json.loads(line)["exception"]
    assert "hunter2" not in line
    assert "0912345678" not in line


def test_query_string_is_not_written():
    request = RequestFactory().get("/documents/", {"q": "Vàng Thị Mai"})
    line = formatted("Not Found", request=request)
    assert json.loads(line)["path"] == "/documents/"
    assert "Mai" not in line


def test_record_that_cannot_be_formatted_is_still_logged():
    assert "%d and %d (1,)" in formatted("%d and %d", 1)


def test_long_text_is_cut():
    text = redact("start" + "x" * 1_000_000 + "end")
    assert len(text) <= logs.MAX_TEXT + 3
    assert (text[:5], text[-3:]) == ("start", "end")


@pytest.mark.parametrize("word", ["x", "passw", "://", "1", "token ", "password='", "bearer ", "/one-time/a"])
def test_hostile_text_costs_no_time(word):
    start = time.perf_counter()
    redact(word * 100_000)
    assert time.perf_counter() - start < 0.5


def test_request_id_is_written():
    token = logs.request_id.set("abc123")
    try:
        assert json.loads(formatted("x"))["request_id"] == "abc123"
    finally:
        logs.request_id.reset(token)
