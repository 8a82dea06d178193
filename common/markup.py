"""HTML for the cells of long lists, by the rules of Django's format_html and without its layers.

Django lets every escape and every mark of safety pass through a decorator for lazy texts, which takes several times as
long as the escaping; a page of fifty rows asks some thousand times.
"""

from functools import lru_cache
from html import escape

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

_ANY = 9_182_736_455_463_728  # no other part of an address


def escaped(value) -> str:
    """As it stands in HTML; what is marked as safe stays as it is."""
    kind = type(value)
    if kind is SafeString:
        return value
    return escape(value) if kind is str else conditional_escape(value)


def filled(form: str, *values) -> SafeString:
    """`form` with each %s replaced by a value, escaped. `form` is written in the code, never typed by anybody."""
    return SafeString(form % tuple([escaped(value) for value in values]))


def record_address(name: str, key: int) -> str:
    """The address of a record by its whole number, as `reverse` gives it."""
    before, after = _around(name, get_urlconf(), get_script_prefix())
    return f"{before}{key}{after}"


@lru_cache(maxsize=500)
def _around(name: str, urlconf: str | None, prefix: str) -> tuple[str, str]:
    """What stands before and after the number."""
    before, _number, after = reverse(name, args=[_ANY], urlconf=urlconf).partition(str(_ANY))
    return before, after
