"""One reader a kind of column: from a raw cell to the value that the register stores, or a sentence why not."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common import display
from common.months import Month
from common.text import fold, normalise
from imports.columns import Column
from imports.sheets import days, legacy, numbers
from imports.sheets.problems import Ask, FailedCell, SwappedDay, Unreadable, convert
from imports.sheets.units import UnitNames

# What a person answers, once a column, when a numeric cell may have lost its thousands: see numbers.doubtful.
ANSWERS = ("thousands", "decimals")
# Anything but letters, digits, usual signs and blanks of Vietnamese in NFC: most cells pass here in one look.
_ODD = re.compile("[^\t\n\x20-\x7eÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9–“”…]")
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
_YES = {"co", "yes", "y", "true", "dung", "1", "x", "✓", "✔", "☑", "da"}
_NO = {"khong", "no", "n", "false", "sai", "0", "chua", "k", "ko", "☐"}
# A long number as text files have it after Excel: 8,93481E+12.
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{1,3}", re.I)
# What Excel shows for a formula without a result; in text files it is all that is left.
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)\s*")
_LONGEST_SHOWN = 60
_REMEMBERED = 5000
_MOST_DIGITS = 10**15  # Excel keeps fifteen digits of a number and writes zeros for the rest


@dataclass
class Context:
    """What reading needs beside the cell: `units` resolves names; `answers`: ANSWERS by the name of the column;
    `is_ours`: the file is an export of this system."""

    units: UnitNames | None = None
    answers: dict[str, str] = field(default_factory=dict)
    is_ours: bool = False
    _choices: dict[str, dict[str, str]] = field(default_factory=dict)

    def choices(self, column: Column) -> dict[str, str]:
        """The answers of a column of choices, asked once."""
        if column.name not in self._choices:
            self._choices[column.name] = column.answers()
        return self._choices[column.name]


@dataclass(frozen=True)
class Problem:
    """A refused cell: which column, what stood there, why not, and what it may have meant; `asks`: an Ask."""

    column: str
    shown: str
    sentence: str
    candidates: list = field(default_factory=list)
    asks: bool = False


def read(kind: str, raw, column: Column, context: Context, *, on: date | None = None):
    """The value of one cell, None for an empty one; raises Unreadable, or Ask where only the person can tell."""
    if raw is None or raw == "":
        return None
    if type(raw) is FailedCell or (type(raw) is str and raw[0] == "#" and _ERROR.fullmatch(raw)):
        raise Unreadable(
            _(
                "The formula of this cell has no result (%(value)s). Type the value instead, or open the file in "
                "Excel, put the formula right and save it."
            )
            % {"value": raw}
        )
    if type(raw) is SwappedDay:
        raise Unreadable(
            _(
                "In this column Excel seems to have taken days for months: %(value)s may be another day. Let the "
                "system export the table again, and open it with the Vietnamese setting of dates or choose it as it is."
            )
            % {"value": raw}
        )
    try:
        return READERS[kind](raw, column, context, on)
    except ValidationError as error:
        raise Unreadable(" ".join(error.messages)) from error


def clean(raw: str) -> str:
    """The text as registers store it (NFC, Đ, plain blanks); Unreadable for the font encodings of old."""
    if not _ODD.search(raw) and (raw.isascii() or legacy.is_unicode(raw)):
        return raw.strip()
    if _TURNED.search(raw):
        raise Unreadable(_("The cell hides signs that turn the direction of writing. Type its text anew."))
    if encoding := legacy.encoding_of(raw):
        raise Unreadable(convert(encoding))
    return normalise(raw)


def _text(raw, column: Column, _context, _on) -> str | None:
    if isinstance(raw, str):
        text = clean(raw)
        if column.is_code and _ROUNDED.fullmatch(text):
            raise _too_many_digits()
    elif isinstance(raw, bool):
        text = display.yes_no(raw)
    elif column.is_code and isinstance(raw, date | time):
        raise Unreadable(
            _(
                "Excel has taken what was typed here for a day or a time. Format the column as text, type it again and "
                "choose the file again."
            )
        )
    elif isinstance(raw, date):
        text = display.moment(raw) if isinstance(raw, datetime) else display.day(raw)
    elif isinstance(raw, time):
        text = f"{raw:%H:%M}"
    else:
        if abs(raw) >= _MOST_DIGITS:
            raise _too_many_digits()
        padded = f"{raw:.{column.decimals}f}" if column.decimals and isinstance(raw, float) else ""
        # Zeros at the end are put back; nothing is rounded, which would make one code of another.
        text = padded if padded and float(padded) == raw else str(raw)
    if len(text) > column.longest:
        raise Unreadable(
            _("At most %(limit)s characters fit; the cell has %(length)s. Shorten it.")
            % {"limit": display.number(column.longest), "length": display.number(len(text))}
        )
    return text or None


def _too_many_digits() -> Unreadable:
    return Unreadable(
        _(
            "Excel keeps only 15 digits of such a number. Format the column as text, type the number again and choose "
            "the file again."
        )
    )


def _whole(raw, column: Column, context: Context, _on) -> int | None:
    return numbers.whole(_line(raw), context.answers.get(column.name), is_ours=context.is_ours)


def _number(raw, column: Column, context: Context, _on) -> Decimal | None:
    return numbers.number(_line(raw), context.answers.get(column.name), is_ours=context.is_ours)


def _day(raw, _column, _context, _on) -> date | None:
    return days.day(_line(raw))


def _moment(raw, _column, _context, _on) -> datetime | None:
    return days.moment(_line(raw))


def _month(raw, _column, _context, _on) -> Month | None:
    return days.month(_line(raw))


def _line(raw):
    """Text in one line; everything else as it is."""
    return " ".join(clean(raw).split()) if isinstance(raw, str) else raw


def _yes_no(raw, _column, _context, _on) -> bool | None:
    if isinstance(raw, bool):
        return raw
    words = fold(str(raw))
    if words in _YES or words in _NO:
        return words in _YES
    if not words:
        return None
    raise Unreadable(_("Write yes or no; “%(value)s” is neither.") % {"value": shown(raw)})


def _choice(raw, column: Column, context: Context, _on) -> str | None:
    words = fold(clean(raw) if isinstance(raw, str) else str(raw))
    if not words:
        return None
    found = context.choices(column).get(words)
    if found is None:
        labels = [label for _value, label in column.options()]
        offered = ", ".join(f"“{label}”" for label in labels[:12]) + (", …" if len(labels) > 12 else "")
        raise Unreadable(_("Write one of %(labels)s.") % {"labels": offered}, labels)
    return found


def _unit(raw, _column, context: Context, on: date | None):
    if isinstance(raw, bool | date | time):
        raise Unreadable(_("Write the name or the code of a unit."))
    line = _line(raw)
    return context.units.find(line, on=on) if line != "" else None


READERS: dict[str, Callable] = {
    "text": _text, "whole": _whole, "number": _number, "day": _day, "moment": _moment, "month": _month,
    "yes_no": _yes_no, "choice": _choice, "unit": _unit,
}  # fmt: skip


def shown(raw) -> str:
    """A raw cell as its refusal quotes it."""
    if isinstance(raw, datetime):
        text = display.moment(raw)
    elif isinstance(raw, date):
        text = display.day(raw)
    elif isinstance(raw, bool):
        text = display.yes_no(raw)
    elif isinstance(raw, int | float):
        text = display.number(raw) if abs(raw) < _MOST_DIGITS else str(raw)
    else:
        text = normalise(str(raw))
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


class RowReader:
    """Reads rows of a mapped sheet: `places` has the index of each column by its name.

    What cells meant is remembered for a while: most of a sheet stands in it many times.
    """

    def __init__(self, columns: Sequence[Column], places: dict[str, int], context: Context):
        self.context = context
        mapped = [column for column in columns if column.name in places]
        # Units last: what a name means depends on the day of the row.
        self._columns = [(column, places[column.name], {}) for column in sorted(mapped, key=_is_unit)]
        self._missing = [column for column in columns if column.required and column.name not in places]

    def read(self, row: list) -> tuple[dict, list[Problem]]:
        """(values by name of column, problems); a column with a problem has no value, an empty cell has None."""
        values, problems, on = {}, [], None
        width = len(row)
        for column, place, known in self._columns:
            raw = row[place] if place < width else None
            key = (type(raw), raw, on if column.kind == "unit" else None)
            result = known.get(key)
            if result is None:
                result = self._read(column, raw, on)
                if len(known) < _REMEMBERED:
                    known[key] = result
            value, problem = result
            if problem is not None:
                problems.append(problem)
                continue
            values[column.name] = value
            if on is None and value is not None and column.dates_row:
                on = _day_of(column, value)
        problems.extend(_lacking(column) for column in self._missing)
        return values, problems

    def _read(self, column: Column, raw, on: date | None) -> tuple[object, Problem | None]:
        try:
            value = read(column.kind, raw, column, self.context, on=on)
        except Unreadable as error:
            is_ask = isinstance(error, Ask)
            return None, Problem(column.name, shown(raw), error.sentence, error.candidates, is_ask)
        return (None, _lacking(column)) if value is None and column.required else (value, None)


def _day_of(column: Column, value) -> date | None:
    """The day that a value of time says; of a month its last one."""
    if column.kind == "month":
        return value.last_day()
    if column.kind == "moment":
        return value.date()
    return value if column.kind == "day" else None


def _is_unit(column: Column) -> bool:
    return column.kind == "unit"


def _lacking(column: Column) -> Problem:
    return Problem(column.name, "", _("“%(column)s” is empty. Fill it in.") % {"column": column.label})
