"""Logging: one event is one line of JSON, whatever somebody typed, and no secret gets in (security.md, E3, E4)."""

import json
import logging
import re
import traceback
import unicodedata
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")

MAX_TEXT = 8000
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Every repetition has a bound: an unbounded one before a keyword takes quadratic time on a long word.
_REDACTIONS = (
    # name=value, name: value and "name": "value", with an optional scheme word as in "Authorization: Bearer …".
    (
        re.compile(
            r"(?i)((?:passw|secret|token|cookie|session|authorization|api[_-]?key|totp|csrf)[\w-]{0,40}[\"']?\s{0,3}[=:]\s{0,3})"
            r"(?:bearer\s+|basic\s+)?(?:\"[^\"]*\"|'[^']*'|[^\s,;&)}\]]+)"
        ),
        r"\1***",
    ),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), r"\1 ***"),
    (re.compile(r"://[^/\s:@]{0,100}:[^/\s@]{0,200}@"), "://***@"),
    (re.compile(r"(/one-time/[^/\s]{1,40}/)[^/\s]+"), r"\1***"),
    # Identity numbers and telephone numbers; our own numbers never get that long.
    (re.compile(r"(?<![\w.])\+?\d{9,}(?![\w.])"), "***"),
    # PostgreSQL quotes the whole row in its details.
    (re.compile(r"(?m)^(DETAIL|CONTEXT):.*$"), r"\1: ***"),
)


def redact(text: str) -> str:
    """The text without values of passwords, tokens, cookies, identity or telephone numbers; about MAX_TEXT long."""
    text = _cut(text, 8 * MAX_TEXT)
    for pattern, replacement in _REDACTIONS:
        text = pattern.sub(replacement, text)
    return _cut(text, MAX_TEXT)


def _cut(text: str, length: int) -> str:
    # Both ends: what failed stands at the end of a traceback.
    return text if len(text) <= length else f"{text[: length // 2]} … {text[-length // 2 :]}"


def _visible(char: str) -> str:
    return json.dumps(char)[1:-1] if unicodedata.category(char) in _INVISIBLE else char


def to_line(content: dict) -> str:
    """One line of JSON in which every control, format and line-separating character is an escape."""
    return "".join(map(_visible, json.dumps(content, ensure_ascii=False, default=str)))


class OneLineFormatter(logging.Formatter):
    """Formats a record as {"time", "level", "logger", "message", …}, with the request and the traceback when known."""

    def format(self, record: logging.LogRecord) -> str:
        """One line without a line break; a record that cannot be formatted is still logged."""
        content = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redact(_message(record)),
            "request_id": request_id.get(),
            **_request_fields(getattr(record, "request", None)),
            "status": getattr(record, "status_code", None),
        }
        if record.exc_info and record.exc_info[0]:
            content["exception"] = redact("".join(traceback.format_exception(*record.exc_info)))
        return to_line({key: value for key, value in content.items() if value not in ("", None)})


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return f"{record.msg} {record.args!r}"


def _request_fields(request) -> dict:
    # Without the query string: people paste numbers and names into search boxes. Never request.user: it would query.
    if not hasattr(request, "path"):
        return {}
    return {"method": request.method, "path": redact(request.path), "ip": getattr(request, "client_ip", None)}
