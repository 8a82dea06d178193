"""Indicators that are counted in more than one way in practice: which is meant is a parameter (domain.md 4.6)."""

from indicators.catalogue import UnknownMeasure

# The denominator: the filings of the same procedures, or all filings received; the first is meant without a word.
OWN, ALL = "own", "all"
_FAMILIES: tuple[dict[str, str], ...] = ({OWN: "filings_online_34", ALL: "filings_online_34_of_all"},)


def definitions(key: str) -> dict[str, str]:
    """word -> key of every way to count what this indicator counts; empty for one that is counted in one way."""
    return next((family for family in _FAMILIES if key in family.values()), {})


def key_by_definition(key: str, word: str) -> str:
    """The key of the indicator that counts in that way; raises UnknownMeasure for a way that it is not counted in."""
    known = definitions(key)
    if word not in known:
        raise UnknownMeasure(f"{key} {word}")
    return known[word]
