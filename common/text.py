"""Vietnamese text: one normal form, search without diacritics, and dictionary order on every database."""

import re
import unicodedata
from functools import lru_cache

# U+00D0 and U+00F0 (Latin Eth) look like Đ and đ and are typed for them; NFC leaves them alone (domain.md, trap 4).
_REPAIR = {0xD0: "Đ", 0xF0: "đ", 0xA0: " "}
# Line and paragraph separators, form feeds and old Mac ends: a new line like any other.
_REPAIR |= dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n")
# Controls, formats (zero-width, soft hyphen, direction overrides), private use, halves of pairs.
_UNSEEN = {"Cc", "Cf", "Co", "Cs"}
# Anything but the letters of Vietnamese in NFC, digits, common signs and blanks: nearly all text has none of it.
_UNUSUAL = re.compile("[^\t\n\x20-\x7eÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9–“”…]")
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: place for place, letter in enumerate(_LETTERS, start=1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def is_usual(text: str) -> bool:
    """Whether the text holds only common letters and signs as they are kept: it need not be looked at one by one."""
    return _UNUSUAL.search(text) is None


def normalise(text: str) -> str:
    """NFC, Đ for Eth, plain blanks, no zero-width or control characters; line breaks stay, ends are trimmed."""
    if is_usual(text):
        return text.strip()
    text = text.replace("\r\n", "\n").translate(_REPAIR)
    # NFC last: what stood between a letter and its mark is gone by then.
    seen = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)
    return unicodedata.normalize("NFC", seen).strip()


def one_line(text: str) -> str:
    """Normalised, with every run of white space as one blank."""
    return " ".join(normalise(text).split())


def fold(text: str) -> str:
    """The search form: lower case, no diacritics, đ as d, single blanks; other characters stay ("12/qd-ubnd").

    Never longer than the normalised text: the columns that keep it are not longer either.
    """
    return " ".join(normalise(text).lower().translate(_FOLDED).split())


class _Folded(dict):
    """Characters without their marks, by code point, each worked out once."""

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code))
        if len(self) < 4096:
            self[code] = plain
        return plain


_FOLDED = _Folded()


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """A character without its marks; as it is where it stands for several letters (½, ㎏)."""
    letters = [c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)]
    if len(letters) > 1:
        return char
    return "d" if char == "đ" else "".join(letters).lower()


def sort_key(text: str) -> str:
    """A string whose plain byte order is the Vietnamese dictionary order of `text` (domain.md 8.5).

    Letters first, tones second. Only hexadecimal digits (two a letter, 00 ends the letters), because every collation
    agrees on those.
    """
    places = [_place(char) for char in one_line(text).lower() if not unicodedata.combining(char)]
    return "".join(letter for letter, _tone in places) + "00" + "".join(tone for _letter, tone in places)


@lru_cache(maxsize=4096)
def _place(char: str) -> tuple[str, str]:
    """The place of a letter in two digits, and that of its tone in one."""
    parts = unicodedata.normalize("NFD", char)
    tone = next((_TONES[part] for part in parts if part in _TONES), 0)
    base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return ("01" if base == " " else f"{_letter_place(base):02x}"), str(tone)


def _letter_place(base: str) -> int:
    if base in _PLACE:
        return 0x40 + _PLACE[base]
    if base.isdigit() and base.isascii():
        return 0x20 + int(base)
    return 0x10 if base.isascii() else 0x7F
