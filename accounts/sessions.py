"""When a session began and when it was last used, kept in the session itself."""

import time

from django.conf import settings

STARTED, SEEN = "accounts.started", "accounts.seen"


def start(sender, request, **kwargs) -> None:
    """Start the clock of a session: a receiver of Django's own login signal, so that no way of logging in is missed."""
    if hasattr(request, "session"):
        request.session[STARTED] = request.session[SEEN] = int(time.time())


def is_over(session, now: float) -> bool:
    """Whether the person must log in again: too long since the login, or since the last request."""
    started, seen = session.get(STARTED, 0), session.get(SEEN, 0)
    return now - started > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS


def note_use(session, now: float) -> None:
    """Note the request, in steps of a sixteenth of the idle limit, so that reading pages rarely writes."""
    if now - session.get(SEEN, 0) > settings.SESSION_IDLE_SECONDS / 16:
        session[SEEN] = int(now)
