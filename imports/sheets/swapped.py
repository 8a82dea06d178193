"""Columns in which Excel took days for months: it was set to English and was given 03/08/2020.

What can be month/day/year became a date, a wrong one; what cannot stayed text. So the dates of such a column all have
days up to 12, and its texts all begin with more. Runs in a child process (common.confined), no Django.
"""

import re
from collections import defaultdict
from datetime import date

# So many of each before a column is suspected: of 4 and 4 honest days one column in 1,200 looks so by chance.
_ENOUGH = 4
_TEXT = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-][0-9]{4}(?:[ T].*)?")
_LONGEST = 20


class SwappedDays:
    """Counts the days of every column."""

    def __init__(self):
        self._cells, self._texts = defaultdict(int), defaultdict(int)
        self._honest: set[int] = set()

    def add(self, row: list) -> None:
        """A raw row."""
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                self._note(place, cell.day <= 12, self._cells)
            elif type(cell) is str and 7 < len(cell) < _LONGEST and (match := _TEXT.fullmatch(cell.strip())):
                self._note(place, int(match[1]) > 12, self._texts)

    def _note(self, place: int, is_suspect: bool, counts: dict[int, int]) -> None:
        if is_suspect:
            counts[place] += 1
        else:
            self._honest.add(place)

    def columns(self) -> list[int]:
        """The indexes of the suspected columns."""
        enough = (place for place, number in self._cells.items() if min(number, self._texts[place]) >= _ENOUGH)
        return sorted(place for place in enough if place not in self._honest)
