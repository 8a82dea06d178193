"""Numbers as offices write them in cells, and what Excel makes of them."""

import math
import re
from decimal import Decimal

from django.utils.translation import gettext as _

from common import display
from common.fields import parse_number
from imports.sheets.problems import Ask, Unreadable

_PERCENT = re.compile(r"\s*%$")
# One and a half, written with a dot: thousands stand in threes, so nothing else can be meant.
_DOT_DECIMALS = re.compile(r"[+-]?(?:[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,15})|0\.[0-9]{3})")
_ENGLISH = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[+-]?[0-9]{1,3}(?:,[0-9]{3}){2,}")
_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_LONGEST = 30
_LARGEST = 2**53


def number(raw, answer: str | None, *, is_ours: bool = False) -> Decimal | None:
    """The number in a cell, `81,82 %` as 81.82. `answer`: how this column's doubtful cells are meant."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise Unreadable(_("Write a number with digits."))
    if isinstance(raw, str):
        return _of_text(raw, is_ours)
    if not math.isfinite(raw) or abs(raw) >= _LARGEST:
        raise Unreadable(_("This number is too large."))
    value = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    if is_ours or answer == "decimals":
        return value
    if answer == "thousands" and value != value.to_integral_value() and _may_be_thousands(value):
        return value * 1000  # 8.410 lost its last digit too
    if answer is None and doubtful(value):
        raise _ask(value)
    return value


def whole(raw, answer: str | None, *, is_ours: bool = False) -> int | None:
    """A whole number; a numeric cell with decimals may have lost its thousands, which the person is asked."""
    value = number(raw, "decimals", is_ours=is_ours)
    if value is None or value == value.to_integral_value():
        return None if value is None else int(value)
    if isinstance(raw, float) and not is_ours and _may_be_thousands(value):
        if answer == "thousands":
            return int(value * 1000)
        if answer is None:
            raise _ask(value, is_whole=True)
    raise Unreadable(_("Write a whole number, without decimals."))


def doubtful(value: Decimal) -> bool:
    """Whether a numeric cell has exactly three decimals: Excel in English reads a typed 8.412 so."""
    return value.as_tuple().exponent == -3 and _may_be_thousands(value)


def _may_be_thousands(value: Decimal) -> bool:
    return 1 <= abs(value) < 1000 and (value * 1000) == (value * 1000).to_integral_value()


def _ask(value: Decimal, *, is_whole: bool = False) -> Ask:
    thousands = int(value * 1000)
    if is_whole:
        sentence = _(
            "The cell holds %(decimals)s, a number with decimals. If %(thousands)s is meant, say so for this column."
        )
    else:
        sentence = _("Is %(thousands)s meant, or %(decimals)s? Excel may have taken the dot for a decimal point.")
    told = sentence % {"thousands": display.number(thousands), "decimals": display.number(value)}
    return Ask(told, [thousands] if is_whole else [Decimal(thousands), value])


def _of_text(raw: str, is_ours: bool) -> Decimal | None:
    text = _PERCENT.sub("", raw.strip().replace("−", "-"))
    if not text:
        return None
    if len(text) > _LONGEST:
        raise Unreadable(_("This number is too large."))
    if (is_ours and _PLAIN.fullmatch(text)) or _DOT_DECIMALS.fullmatch(text):
        value = Decimal(text)
    elif _ENGLISH.fullmatch(text):
        value = Decimal(text.replace(",", ""))
    else:
        value = parse_number(text)
    if abs(value) >= _LARGEST:
        raise Unreadable(_("This number is too large."))
    return value
