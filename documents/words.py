"""The words of a document as they are searched: whole, without diacritics, side by side where somebody asks for that.

A search finds whole words, so that "ta" does not bring every "tài"; "15/QĐ-UBND" and “dịch tả” in quotes are words that
stand side by side. Words are kept in plain letters and digits alone, which every database reads in the same way.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from common.text import fold, normalise

LONGEST_QUERY = 500
# Between the fields, so that no phrase is found across two of them.
BREAK = "."
_WORD = re.compile(r"[^\W_]+")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))


def words_of(text: str) -> list[str]:
    """The words of a text in their order: folded, letters and digits only, numbers without leading zeros (05 is 5)."""
    return [_plain(word) for word in _WORD.findall(fold(text))]


def kept(fields: Iterable[str]) -> str:
    """What the column holds: ` 15 . 15 qd ubnd . ve viec `, each word between blanks; empty for no words."""
    found = f" {BREAK} ".join(filter(None, map(_joined, fields)))
    return f" {found} " if found else ""


@lru_cache(maxsize=20_000)
def _joined(field: str) -> str:
    return " ".join(words_of(field))


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    if not word.isascii():
        word = "".join(char if char.isascii() else f"u{ord(char):x}" for char in word)
    return word.lstrip("0") or "0" if word.isdigit() else word


@lru_cache(maxsize=20_000)
def _shown(word: str) -> str:
    """A word of a shown text as it is searched: the same few hundred stand in all the rows of a page."""
    return _plain(fold(word))


@dataclass(frozen=True)
class Query:
    """What somebody looks for: runs of words; each must occur, the words of one run side by side.

    `goes_on`: the last word may be the beginning of a longer one, as while somebody types.
    """

    runs: tuple[tuple[str, ...], ...] = ()
    goes_on: bool = False

    @classmethod
    def read(cls, typed: str, *, goes_on: bool = False) -> "Query":
        """Of typed text. Quotes hold a phrase, also one that is never closed; everything but letters and digits only
        parts or joins words."""
        typed = typed[:LONGEST_QUERY]
        runs = []
        for place, part in enumerate(normalise(typed).translate(_QUOTES).split('"')):
            runs += [part] if place % 2 else part.split()
        found = [run for run in (tuple(words_of(run)) for run in runs) if run]
        if not goes_on or not found or typed[-1:].isspace():
            return cls(tuple(dict.fromkeys(found)))
        *whole, last = found
        return cls((*dict.fromkeys(run for run in whole if run != last), last), goes_on=True)

    def __bool__(self):
        return bool(self.runs)

    @cached_property
    def pieces(self) -> list[str]:
        """What the column must contain, with the blanks around: " dich ta ", " 15 qd ubnd "."""
        found = [f" {' '.join(run)} " for run in self.runs]
        if self.goes_on:
            found[-1] = found[-1].rstrip()
        return found

    def found_in(self, text: str) -> list[tuple[int, int]]:
        """Where the words stand in a text as it is shown: (beginning, end), in order, none overlapping."""
        words = list(map(_shown, _SHOWN.findall(text)))
        runs = [run for run in self.runs if all(word in words for word in run)]
        if not runs:
            return []  # as in most cells of a page
        marked = set()
        for run in runs:
            for first, word in enumerate(words):
                if word == run[0] and tuple(words[first : first + len(run)]) == run:
                    marked.update(range(first, first + len(run)))
        places = [match.span() for match in _SHOWN.finditer(text)] if marked else []
        return [places[place] for place in sorted(marked)]


# Text as it is kept is composed, so that a letter and its marks are one character.
_SHOWN = re.compile(r"[^\W_]+")
