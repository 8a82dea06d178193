"""Where the table begins and which of its columns are which: titles above, two rows of headings, units in brackets."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from common.text import fold, one_line
from imports.columns import Column, in_every_language
from imports.sheets.lines import filled, is_numbering
from services.impersonal import names_person

LOOKED_AT = 40
# Below this a likeness is no suggestion: a wrong column costs more than one chosen by hand.
_ENOUGH = 70
_SURE = 90
_LONGEST = 200
_MOST_WORDS = 12
# Numbers of lines; every sheet has them and no register wants them.
LINE_NUMBERS = {"stt", "tt", "so tt", "so thu tu", "thu tu", "no", "#"}
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\][]*\]")
_MARKS = re.compile(r"[^\w%#]+")
_LINKS = {"va", "cua", "and", "of", "the"}


@dataclass(frozen=True)
class Found:
    """`first_data_row`: index (from 0) of the row after the headings. `places`: index of the column by its name.

    `headings`: of every column, "" where there is none. `dropped`: those that name persons and are never offered.
    """

    first_data_row: int
    places: dict[str, int] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


@lru_cache(maxsize=20_000)
def simple(heading: str) -> str:
    """A heading as it is compared: folded, without brackets (units, numbers of columns) and punctuation."""
    text = fold(heading).replace("/", " ")
    bare = _MARKS.sub(" ", _BRACKETS.sub(" ", text)).split() or _MARKS.sub(" ", text).split()
    return " ".join(word for word in bare if word not in _LINKS)


def shape(headings: Sequence[str]) -> str:
    """A digest of the headings in their order: a mapping is remembered under it."""
    words = [simple(heading) for heading in headings]
    while words and not words[-1]:
        words.pop()
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def find(first_rows: Iterable[list], columns: Sequence[Column]) -> Found:
    """Look for the headings of `columns` in the first rows; without any, the row that looks most like headings."""
    first_rows = list(islice(first_rows, LOOKED_AT))
    best, best_worth = None, 0
    known = _Spellings(columns)
    for top in range(len(first_rows)):
        for height in (1, 2, 3):
            headings = _headings(first_rows, top, height)
            if headings is None:
                continue
            places = _places(headings, known)
            # Certainties first; of two readings that know as much, the one of fewer rows.
            worth = sum(score for _place, score in places.values()) - height
            if len(places) >= min(2, len(columns)) and worth > best_worth:
                best, best_worth = (top, height, headings, places), worth
    if best is None:
        best = _unrecognised(first_rows)
    top, height, headings, places = best
    _settle(places, headings, columns, first_rows[top + height :], known)
    return _found(first_rows, *best)


def _found(rows: list[list], top: int, height: int, headings: list[str], places: dict) -> Found:
    first = top + height
    while first < len(rows) and (not filled(rows[first]) or is_numbering(rows[first])):
        first += 1
    taken = {place for place, _score in places.values()}
    dropped = [text for place, text in enumerate(headings) if text and place not in taken and names_person(text)]
    return Found(
        first_data_row=first if first < len(rows) else top + height,
        places={name: place for name, (place, _score) in places.items()},
        headings=headings,
        dropped=dropped,
    )


def unused(headings: list[str], places: dict[str, int], dropped: list[str]) -> dict[int, str]:
    """Headings by index of the columns that nothing is taken from, but for numbers of lines and the dropped ones."""
    taken = set(places.values())
    return {
        place: text
        for place, text in enumerate(headings)
        if text and place not in taken and text not in dropped and simple(text) not in LINE_NUMBERS
    }


def _unrecognised(rows: list[list]) -> tuple[int, int, list[str], dict]:
    """The first row with the most cells of text, as headings that nothing is known of."""
    counts = [sum(type(cell) is str for cell in filled(row)) for row in rows]
    top = counts.index(max(counts)) if counts and max(counts) else 0
    return top, 1, _headings(rows, top, 1) or [], {}


def _headings(rows: list[list], top: int, height: int) -> list[str] | None:
    """The headings that rows top to top + height - 1 make together; None if they can be none."""
    part = rows[top : top + height]
    if len(part) < height or any(not filled(row) or is_numbering(row) for row in part):
        return None
    if any(not isinstance(cell, str | int | float) or isinstance(cell, bool) for row in part for cell in filled(row)):
        return None
    width = max(map(len, part))
    grid = [[_text(row[place]) if place < len(row) else "" for place in range(width)] for row in part]
    if any(len(text) > _LONGEST for row in grid for text in row):
        return None
    if height > 1 and sum(map(bool, grid[0])) < 2:
        return None  # a title above
    return [one_line(" ".join(_stacked(grid, place))) for place in range(width)]


def _text(cell) -> str:
    return one_line(str(cell)) if cell is not None else ""


def _stacked(grid: list[list[str]], place: int) -> list[str]:
    """The words of one column from above: a merged heading reaches over the columns that have something beneath it."""
    words = []
    for level, row in enumerate(grid):
        text = row[place]
        beneath = any(below[place] for below in grid[level + 1 :])
        if not text and beneath:
            owner = place
            while owner > 0 and not row[owner] and any(below[owner] for below in grid[level + 1 :]):
                owner -= 1
            text = row[owner] if any(below[owner] for below in grid[level + 1 :]) else ""
        if text and text not in words:
            words.append(text)
    return words


class _Spellings:
    """Every spelling of the columns, and every part of one: a wide sheet asks for thousands of headings."""

    def __init__(self, columns: Sequence[Column]):
        self._whole: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._sorted: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._parts: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
        self.order = {column.name: order for order, column in enumerate(columns)}
        # As our own exports and templates say it: before what others call by the same word.
        self._labels = {c.name: {simple(text) for text in in_every_language(c.label)} for c in columns}
        for column in columns:
            for spelling in {simple(text) for text in column.spellings()}:
                words = tuple(spelling.split())
                self._whole[words].append(column.name)
                self._sorted[tuple(sorted(words))].append(column.name)
                for part in _parts(words):
                    self._parts[part].append((column.name, len(words)))

    def rank(self, name: str, heading: str) -> tuple[bool, int]:
        """Of two columns with the same likeness to a simple heading the lower comes first: whose label it is."""
        return heading not in self._labels[name], self.order[name]

    def like(self, heading: str) -> dict[str, int]:
        """Likeness, 0 to 100, of a simple heading by the name of the column: the same, the same words in another order,
        or one within the other."""
        words, found = tuple(heading.split()), defaultdict(int)
        for part in _parts(words):
            for name in self._whole.get(part, ()):
                found[name] = max(found[name], _share(len(part), len(words)))
        for name, length in self._parts.get(words, ()):
            found[name] = max(found[name], _share(len(words), length))
        found |= dict.fromkeys(self._sorted.get(tuple(sorted(words)), ()), 95)
        return found | dict.fromkeys(self._whole.get(words, ()), 100)


def _parts(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Two or more words of it that follow each other, but not all; of the first words of a very long one."""
    words, size = words[:_MOST_WORDS], len(words)
    spans = {words[start:stop] for start in range(len(words)) for stop in range(start + 2, len(words) + 1)}
    return {span for span in spans if len(span) < size}


def _share(shorter: int, longer: int) -> int:
    return 60 + round(35 * shorter / longer)


def _settle(places: dict, headings: list[str], columns: Sequence[Column], rows: list[list], known: _Spellings) -> None:
    """Where a heading stands for two columns alike ("Hình thức": kind or medium) the words beneath it decide."""
    of_name = {column.name: column for column in columns}
    for name, (place, score) in list(places.items()):
        alike = known.like(simple(headings[place])).items()
        rivals = [other for other, likeness in alike if likeness == score and other not in places]
        if rivals:
            found = max([name, *rivals], key=lambda one: _fitting(of_name[one], rows, place))
            places[found] = places.pop(name)


def _fitting(column: Column, rows: list[list], place: int) -> int:
    """How many of the cells beneath a heading are words of the column, if it is a choice."""
    if column.kind != "choice":
        return 0
    known = column.answers()
    return sum(len(row) > place and fold(str(row[place])) in known for row in rows)


def _places(headings: list[str], known: _Spellings) -> dict[str, tuple[int, int]]:
    """{column name: (index, likeness)}: the best pairs first, each column and each heading once."""
    pairs = []
    for place, heading in enumerate(headings):
        words = simple(heading)
        if not words or words in LINE_NUMBERS:
            continue
        for name, score in known.like(words).items():
            if score >= _SURE or (score >= _ENOUGH and not names_person(heading)):
                pairs.append((-score, known.rank(name, words), place, name))
    found, taken = {}, set()
    doubtful = Counter((score, key) for score, _order, *keys in pairs for key in keys if -score < _SURE)
    for score, _order, place, name in sorted(pairs):
        # A mere likeness that two columns have equally is no suggestion.
        is_doubtful = doubtful[score, place] > 1 or doubtful[score, name] > 1
        if name not in found and place not in taken and not is_doubtful:
            found[name] = (place, -score)
            taken.add(place)
    return found
