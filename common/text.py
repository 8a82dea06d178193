"""Vietnamese text: one normal form, search without diacritics, and dictionary order on every database."""

import unicodedata
from functools import lru_cache

# U+00D0 and U+00F0 (Latin Eth) look like Đ and đ and are typed for them; NFC leaves them alone (domain.md, trap 4).
_REPAIR = {0xD0: "Đ", 0xF0: "đ", 0xA0: " "}
# Line and paragraph separators, form feeds and old Mac ends: a new line like any other.
_REPAIR |= dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n")
# Controls, formats (zero-width, soft hyphen, direction overrides), private use, halves of pairs.
_UNSEEN = {"Cc", "Cf", "Co", "Cs"}
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: place for place, letter in enumerate(_LETTERS, start=1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def normalise(text: str) -> str:
    """NFC, Đ for Eth, plain blanks, no zero-width or control characters; line breaks stay, ends are trimmed."""
    if text.isprintable():  # as nearly every text is: no unseen character, no white space but plain blanks
        seen = text.replace("Ð", "Đ").replace("ð", "đ")
    else:
        text = text.replace("\r\n", "\n").translate(_REPAIR)
        seen = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)
    # NFC last: what stood between a letter and its mark is gone by then.
    return unicodedata.normalize("NFC", seen).strip()


def one_line(text: str) -> str:
    """Normalised, with every run of white space as one blank."""
    return " ".join(normalise(text).split())


def fold(text: str) -> str:
    """The search form: lower case, no diacritics, đ as d, single blanks; other characters stay ("12/qd-ubnd").

    Never longer than the normalised text: the columns that keep it are not longer either.
    """
    return " ".join(normalise(text).lower().translate(_PLAIN).split())


class _Plain(dict):
    """Code of a character -> the character without its marks; as it is where it stands for several letters (½, ㎏)."""

    MOST_KEPT = 4096

    def __missing__(self, code: int) -> str:
        char = chr(code)
        letters = [c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)]
        plain = char if len(letters) > 1 else "d" if char == "đ" else "".join(letters).lower()
        if len(self) < self.MOST_KEPT:
            self[code] = plain
        return plain


_PLAIN = _Plain()


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
