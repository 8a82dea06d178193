"""Where to go afterwards: only ever a path of this site (security.md, B11)."""

from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000
# Leading back to these would go in circles.
_NEVER = {"accounts:login", "accounts:logout", "accounts:language", "accounts:columns"}


def safe_path(target: str | None) -> str:
    """The target if it is a path of this site beginning with one slash, otherwise an empty text."""
    target = target or ""
    if not target.startswith("/") or target.startswith("//") or len(target) > LONGEST:
        return ""
    if "\\" in target or not target.isprintable() or " " in target:
        return ""
    # No host is allowed: a path has none.
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=set()):
        return ""
    return "" if _is_circle(target) else target


def next_of(request) -> str:
    """The safe `next` of the form or, failing that, of the address."""
    return safe_path(request.POST.get("next")) or safe_path(request.GET.get("next"))


def _is_circle(target: str) -> bool:
    try:
        return resolve(target.partition("?")[0].partition("#")[0]).view_name in _NEVER
    except Resolver404:
        return False
