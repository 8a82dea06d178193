"""Vietnamese text: one normal form, search without diacritics, and dictionary order on every database."""

import unicodedata

# U+00D0 and U+00F0 (Latin Eth) look like Đ and đ and are typed for them; NFC leaves them alone (domain.md, trap 4).
_REPAIR = {0xD0: "Đ", 0xF0: "đ", 0xA0: " ", 0x200B: None, 0x200C: None, 0x200D: None, 0xFEFF: None, 0xAD: None}
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: place for place, letter in enumerate(_LETTERS, start=1)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def normalise(text: str) -> str:
    """NFC, Đ for Eth, plain blanks, no zero-width or control characters; line breaks stay, ends are trimmed."""
    text = unicodedata.normalize("NFC", text.translate(_REPAIR).replace("\r\n", "\n"))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Co", "Cs"}).strip()


def one_line(text: str) -> str:
    """Normalised, with every run of white space as one blank."""
    return " ".join(normalise(text).split())


def fold(text: str) -> str:
    """The search form: lower case, no diacritics, đ as d, single blanks; other characters stay ("12/qd-ubnd")."""
    text = normalise(text).casefold().replace("đ", "d")
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.split())


def sort_key(text: str) -> str:
    """A string whose plain byte order is the Vietnamese dictionary order of `text` (domain.md 8.5).

    Letters first, tones second. Only hexadecimal digits (two a letter, 00 ends the letters), because every collation
    agrees on those.
    """
    letters, tones = [], []
    for char in one_line(text).casefold():
        base, tone = "", 0
        for part in unicodedata.normalize("NFD", char):
            if part in _TONES:
                tone = _TONES[part]
            else:
                base += part
        base = unicodedata.normalize("NFC", base)
        letters.append("01" if base == " " else f"{_letter_place(base):02x}")
        tones.append(str(tone))
    return "".join(letters) + "00" + "".join(tones)


def _letter_place(base: str) -> int:
    if base in _PLACE:
        return 0x40 + _PLACE[base]
    if base.isdigit() and base.isascii():
        return 0x20 + int(base)
    return 0x10 if base.isascii() else 0x7F
