"""Text in the font encodings of old: TCVN3 (ABC, fonts ".VnTime") and VNI ("VNI-Times").

Their letters are other signs shown in a special font: "B¾c Hµ", "Baéc Haø". They are recognised by pairs of signs that
no Vietnamese text in Unicode has, and refused: a guess might store another word. No Django here (imports.sheets.plain).
"""

import re
from collections import Counter

# A letter that only Vietnamese in Unicode has: then the text is no old encoding, whatever else stands in it.
_UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
_TCVN3 = re.compile(
    "(?<=[A-Za-z])[µ¸¶·¹¾¼½»Æ×ÖÑÞß÷ªÎÏËØÜ¬«¦¡¢£¤¥§](?![A-Z0-9])|(?<=[A-Za-z])[©¨](?=[a-z])"
    # đ stands before a vowel, for "Intel®Core" is a mark of trade; Đ in abbreviations before any letter, for a
    # paragraph ("§ 5", "§§ 5–7") has another sign or a number.
    "|®(?=[aeiouy¡-ÿ])|§(?=[A-Za-z¡-¦¨-ÿ])"
)
_VNI = re.compile(
    "[aA][øùûõïéèúüëêâáàåãäØÙÛÕÏÉÈÚÜËÊÂÁÀÅÃÄ]"
    "|[eE][âáàåãäøùûõïÂÁÀÅÃÄØÙÛÕÏ]"
    "|[oO][âåäøùûõïÂÅÄØÙÛÕÏ]"
    "|[uU][øûõïØÛÕÏ]"
    "|[ôöÔÖ][øùûõïØÙÛÕÏ]"
    "|[ñÑ](?=[aeiouöôAEIOUÖÔ])"
)
# Signs that Vietnamese never has: one pair with such a sign is enough.
_FOREIGN = set("øûïåäëüöñæØÛÏÅÄËÜÖÑÆ")


def is_unicode(text: str) -> bool:
    """Whether a letter stands in it that the old encodings do not have."""
    return bool(_UNICODE.search(text))


def encoding_of(text: str) -> str:
    """ "TCVN3", "VNI", or "" for text in Unicode and for plain letters."""
    if text.isascii() or is_unicode(text):
        return ""
    if _TCVN3.search(text):
        return "TCVN3"
    pairs = _VNI.findall(text)
    if len(pairs) > 1 or any(_FOREIGN.intersection(pair) for pair in pairs):
        return "VNI"
    return ""


class Tally:
    """Which encoding a whole sheet is in: a short word of the old ones looks like any other, many cells do not."""

    def __init__(self):
        self._old, self._unicode = Counter(), 0

    def add(self, text: str) -> None:
        """Count a cell."""
        if text.isascii():
            return
        if is_unicode(text):
            self._unicode += 1
        elif encoding := encoding_of(text):
            self._old[encoding] += 1

    def encoding(self) -> str:
        """ "TCVN3", "VNI", or "" for a sheet in Unicode."""
        old = sum(self._old.values())
        return self._old.most_common(1)[0][0] if old > max(1, self._unicode) else ""


# In the bytes of a file: signs of TCVN3 that Windows' Vietnamese code page never has beside a letter, and its own way
# of writing, a vowel and then its tone. Both as Latin-1 shows them.
_TCVN3_BYTES = re.compile("(?<=[A-Za-z])[µ¸¶·¹¾¼½»ª]|(?<=[A-Za-z])[©¨](?=[a-z])|®(?=[a-zA-Z¡-ÿ])")
_TONES = re.compile("[aeiouyAEIOUYâêôãõýÂÊÔÃÕÝ][ÌÒÞìò]")


def encoding_of_bytes(data: bytes) -> str:
    """As `encoding_of`, of a file that is no UTF-8 nor UTF-16."""
    text = data[:1_000_000].decode("latin-1")
    tcvn3, vni, tones = (len(pairs.findall(text)) for pairs in (_TCVN3_BYTES, _VNI, _TONES))
    if max(tcvn3, vni) <= max(tones, 1):
        return ""
    return "TCVN3" if tcvn3 >= vni else "VNI"
