"""Parts of pages kept in the memory of a process, under a key that holds everything they were made of.

A key that was made of less would show somebody what is no longer true, or what is another's: so nothing is ever taken
out before its time, another state of the data is another key.
"""

import hashlib
from collections.abc import Callable

from django.core.cache import caches
from django.utils.safestring import SafeString

# Long enough for a morning's work; the number of parts is bounded by the cache itself.
SECONDS = 3600


def kept(made_of: tuple, make: Callable[[], SafeString]) -> SafeString:
    """The part made of these values, written by `make` unless this process knows it."""
    key = hashlib.sha256(repr(made_of).encode()).hexdigest()
    known = caches["pages"].get(key)
    if known is None:
        known = make()
        caches["pages"].set(key, known, SECONDS)
    return known
