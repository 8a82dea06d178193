"""What a unit has typed before, offered again while it is typed: by frequency and freshness, without diacritics.

Only the unit's own latest entries of a book are read, by the index (unit, direction, day): the cost does not grow with
the register. Nothing is remembered between requests but the folded spelling of words.
"""

from collections import defaultdict
from functools import lru_cache

from django.db.models import Q

from common.text import fold, one_line
from communes.models import Unit, UnitAlias, UnitClosure, UnitKind
from documents.models import Document

LATEST = 1000
# Abstracts are long and rarely the same: the latest of them show the habits of the office.
LATEST_ABSTRACTS = 300
MOST = 8
# An entry this many places further back counts half.
HALF = 100
SHORTEST_BEGINNING, LONGEST_BEGINNING = 3, 12
FIELDS = ("organ_name", "recipients", "signer", "position", "assigned_to", "kept_by", "code", "subject")
WITH_UNITS = {"organ_name", "recipients"}

_fold = lru_cache(maxsize=20_000)(fold)


def suggestions(*, field: str, query: str, unit: Unit, direction: str, on, sender: str = "") -> list[dict]:
    """`[{"text": "UBND huyện Bắc Hà"}]` for the beginning `query` of a field of FIELDS, at most eight, the best first.

    A signer comes with what is filled in beside him: `{"text": "Giàng A Sính", "also": {"position": "Chủ tịch"}}`.
    `sender`: whose notations come first. The caller has checked that the person writes in `unit`.
    """
    query = one_line(query)
    if not query:
        return []
    if field == "signer":
        return _signers(query, unit, direction)
    if field == "code":
        return _notations(query, unit, direction, sender)
    if field == "subject":
        return _texts(query, _abstracts(query, unit, direction), only_beginning=True)
    found = _texts(query, _weights(field, unit, direction))
    if field in WITH_UNITS and len(found) < MOST:
        typed = {_fold(row["text"]) for row in found}
        found += [{"text": name} for name in _units_near(query, unit, on) if _fold(name) not in typed]
    return found[:MOST]


# --- What was typed --------------------------------------------------------------------------------------------------


def _latest(unit: Unit, direction: str, *fields: str, most: int | None = None):
    rows = Document.objects.filter(unit=unit, direction=direction).order_by("-registered_on", "-pk")
    return rows.values_list(*fields)[: most or LATEST]


def _weights(field: str, unit: Unit, direction: str) -> dict[str, float]:
    """Each text with how often and how lately it stands in the book; recipients one by one."""
    weights: dict[str, float] = defaultdict(float)
    for place, (text,) in enumerate(_latest(unit, direction, field)):
        for part in text.split(";") if field == "recipients" else [text]:
            if part := part.strip():
                weights[part] += _worth(place)
    return weights


def _worth(place: int) -> float:
    return HALF / (HALF + place)


def _signers(query: str, unit: Unit, direction: str) -> list[dict]:
    """People with the position that they signed with last."""
    weights: dict[str, float] = defaultdict(float)
    positions: dict[str, str] = {}
    for place, (name, position) in enumerate(_latest(unit, direction, "signer", "position")):
        if name:
            weights[name] += _worth(place)
            if position:
                positions.setdefault(name, position)
    found = _texts(query, weights)
    return [row | {"also": {"position": positions.get(row["text"], "")}} for row in found]


def _notations(query: str, unit: Unit, direction: str, sender: str) -> list[dict]:
    """For a number with its slash, the symbols that stood behind such numbers: `120/u` gives `120/UBND-VP`."""
    number, slash, symbol = query.partition("/")
    if not slash:
        return []
    weights: dict[str, float] = defaultdict(float)
    for place, (code, organ_name) in enumerate(_latest(unit, direction, "code", "organ_name")):
        if known := code.partition("/")[2]:
            weights[known] += _worth(place) * (LATEST if sender and _fold(organ_name) == _fold(sender) else 1)
    found = _ranked(symbol, weights, only_beginning=True) if symbol else sorted(weights, key=lambda t: -weights[t])
    return [{"text": f"{number.strip()}/{text}"} for text in found[:MOST]]


def _abstracts(query: str, unit: Unit, direction: str) -> dict[str, float]:
    """Whole abstracts that begin so, and the beginnings that several of them share; a beginning ends with a blank."""
    weights: dict[str, float] = defaultdict(float)
    times: dict[str, int] = defaultdict(int)
    after: dict[str, str] = {}
    words = fold(query)
    for place, (text,) in enumerate(_latest(unit, direction, "subject", most=LATEST_ABSTRACTS)):
        if not _fold(text).startswith(words):
            continue
        parts, longer = text.split(), text
        for length in range(min(LONGEST_BEGINNING, len(parts) - 1), SHORTEST_BEGINNING - 1, -1):
            beginning = " ".join(parts[:length]) + " "
            after[beginning] = longer
            longer = beginning
            times[beginning] += 1
            weights[beginning] += _worth(place)
        times[text] += 1
        weights[text] += _worth(place)
    # Where all go on alike, the longer one is the better offer.
    idle = {text for text in after if times[text] == 1 or times[text] == times[after[text]]}
    return {text: weight for text, weight in weights.items() if text not in idle}


# --- Units -----------------------------------------------------------------------------------------------------------


def _units_near(query: str, unit: Unit, on) -> list[str]:
    """The units above this one and whatever stands directly beneath them, by name or other name, as they sign."""
    # Names only, and beyond the person's scope: communes write to each other, and who there is anybody may know.
    above = UnitClosure.objects.filter(descendant=unit).values("ancestor_id")
    known = Q()
    for word in fold(query).split()[:MOST]:
        if word != "ubnd":
            named = UnitAlias.objects.filter(search_key__contains=word).values("unit_id")
            known &= Q(search_key__contains=word) | Q(pk__in=named)
    rows = Unit.objects.in_force(on=on).filter(Q(pk__in=above) | Q(parent__in=above) | Q(parent=unit)).filter(known)
    return [_as_it_signs(row) for row in rows.in_vietnamese_order()[: 2 * MOST]]


def _as_it_signs(unit: Unit) -> str:
    """A commune, district or province signs as its people's committee."""
    return unit.title if unit.kind == UnitKind.OFFICE else f"UBND {unit.full_name}"


# --- Ranking ---------------------------------------------------------------------------------------------------------


def _texts(query: str, weights: dict[str, float], *, only_beginning: bool = False) -> list[dict]:
    return [{"text": text} for text in _ranked(query, weights, only_beginning=only_beginning)[:MOST]]


def _ranked(query: str, weights: dict[str, float], *, only_beginning: bool) -> list[str]:
    """The texts that fit, those that begin so first, then by weight; spellings that differ in capitals stand once."""
    words = fold(query)
    found = [(fit, -weight, text) for text, weight in weights.items() if (fit := _fit(words, text, only_beginning))]
    once: dict[str, str] = {}
    for *_rank, text in sorted(found):
        once.setdefault(_fold(text), text)
    return [text for folded, text in once.items() if folded != words or text.rstrip() != query]


def _fit(words: str, text: str, only_beginning: bool) -> int:
    """1 begins so, 2 a word does or the first letters are these, 3 holds every word somewhere; 0 does not fit."""
    folded = _fold(text)
    if folded.startswith(words):
        return 1
    if only_beginning:
        return 0
    parts = folded.split()
    if f" {words}" in folded or "".join(part[0] for part in parts).startswith(words.replace(" ", "")):
        return 2
    return 3 if all(any(part.startswith(word) for part in parts) for word in words.split()) else 0
