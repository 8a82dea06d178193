"""What a notation says about the kind of a document: 15/QĐ-UBND is a decision (domain.md 3.1, 3.2)."""

import re
from collections.abc import Iterable

from common.text import fold, normalise
from documents.models import DocumentType

# After the number, perhaps with a year: the first group of the symbol.
_KIND = re.compile(r"[0-9]+(?:/[0-9]{4})?/([^\W\d_]{1,10})(?:-|$)")


def kind_of(code: str, kinds: Iterable[DocumentType]) -> DocumentType | None:
    """The kind whose abbreviation stands in the notation; None without one, or if it fits several kinds.

    Marks and capitals decide where they are typed (HĐ or HD, ĐA or DA); `15/qd-ubnd` is understood too.
    """
    match = _KIND.match(normalise(code))
    if match is None:
        return None
    known = [kind for kind in kinds if kind.abbreviation]
    for spelling in (str, str.lower, fold):
        found = [kind for kind in known if spelling(kind.abbreviation) == spelling(match[1])]
        if found:
            return found[0] if len(found) == 1 else None
    return None
