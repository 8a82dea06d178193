"""Pages for when something goes wrong: what happened, what is safe, what to do, a number to quote.

They use no database and no context processor, so they work when nothing else does. A 404 is the same for everything
that is missing or denied, to the byte, and therefore carries no number.
"""

import logging
import secrets

from django.http import HttpResponse
from django.template import loader
from django.utils import translation

from common import display

logger = logging.getLogger(__name__)


def _page(template: str, status: int, **context) -> HttpResponse:
    # No request: context processors would ask the database who is there.
    context.setdefault("LANGUAGE_CODE", translation.get_language() or "vi")
    return HttpResponse(loader.get_template(template).render(context), status=status)


def _number(request, what: str) -> str:
    """A number that finds in the log what the request did: the beginning of its id there, or one of its own."""
    number = (getattr(request, "request_id", "") or secrets.token_hex(4))[:8].upper()
    logger.warning("%s %s %s %s", what, number, getattr(request, "method", ""), getattr(request, "path", ""))
    return number


def bad_request(request, exception=None):
    """400: the browser sent something that cannot be read."""
    return _page("400.html", 400, number=_number(request, "bad request"))


def permission_denied(request, exception=None):
    """403: seen, but not allowed."""
    message = str(exception) if exception is not None and str(exception) else ""
    return _page("403.html", 403, message=message, number=_number(request, "permission denied"))


def not_found(request, exception=None):
    """404: missing or denied, nobody can tell which."""
    return _page("404.html", 404)


def too_large(request, limit: int, *, is_form: bool = False):
    """413: more than the site takes in one go; `limit` in bytes, for pages that take files (`is_form`: none)."""
    return _page("413.html", 413, limit=display.size(limit), is_form=is_form, number=_number(request, "too large"))


def length_required(request):
    """411: a program sends without saying how much; browsers always say."""
    return _page("411.html", 411, number=_number(request, "length required"))


def no_room(request):
    """507: the disk is full, or so nearly that the rest of the system needs what is left."""
    return _page("507.html", 507, number=_number(request, "no room on the disk"))


def file_lost(request):
    """500 for a stored file that is gone or has changed on the disk."""
    return _page("500_file.html", 500, number=_number(request, "stored file lost"))


def server_error(request):
    """500: our fault."""
    return _page("500.html", 500, number=_number(request, "server error"))


def csrf_failure(request, reason=""):
    """403 for a form without its security mark: usually an old page or a login in another window."""
    return _page("403_csrf.html", 403, number=_number(request, "csrf"))


def too_many(request, seconds: int = 60):
    """429: too often; says when to come back."""
    response = _page("429.html", 429, seconds=seconds, number=_number(request, "too many requests"))
    response["Retry-After"] = str(seconds)
    return response


def unavailable(request, seconds: int = 30):
    """503: maintenance or an overloaded system."""
    response = _page("503.html", 503, number=_number(request, "unavailable"))
    response["Retry-After"] = str(seconds)
    return response
