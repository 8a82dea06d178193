"""Known devices: a signed cookie, set after a login, that says who has logged in with this browser before.

A known device has failures of its own to answer for, so nobody far away can keep its owner out (docs/adr/0002).
"""

import secrets
import time

from django.conf import settings
from django.core import signing

from accounts.throttle import name_key

LIFETIME = 180 * 24 * 60 * 60
# Offices share computers; the longest unused person is forgotten.
MOST_PEOPLE = 12
_SALT = "accounts.device"


def cookie_name() -> str:
    """The name with the prefix that binds it to this host, where the site is on HTTPS."""
    return "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"


def device_of(request, username: str) -> str | None:
    """The id of this device if this person has logged in with it in the last 180 days, else None."""
    key = name_key(username)
    return next((device for name, device, _since in _read(request) if name == key), None)


def remember(request, response, username: str) -> None:
    """Set the cookie that makes this browser a known device of the person who has just logged in."""
    key, entries = name_key(username), _read(request)
    device = next((device for name, device, _since in entries if name == key), None) or secrets.token_urlsafe(16)
    entries = [[key, device, int(time.time())]] + [entry for entry in entries if entry[0] != key]
    response.set_cookie(
        cookie_name(),
        signing.dumps(entries[:MOST_PEOPLE], salt=_SALT),
        max_age=LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request) -> list[list]:
    try:
        entries = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=_SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return []
    return [entry for entry in entries if entry[2] > time.time() - LIFETIME]
