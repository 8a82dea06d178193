"""What a person reads on a page: its visible texts and the words of its attributes; and what the catalogue says."""

import re
from functools import cache
from html.parser import HTMLParser

import polib

from devtools.translations import CATALOGUE

_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self._silent += tag in ("script", "style")
        self.texts += [values[name] for name in _ATTRIBUTES if values.get(name)]
        if tag == "input" and values.get("type") in ("submit", "button"):
            self.texts.append(values.get("value") or "")

    def handle_endtag(self, tag):
        self._silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self._silent:
            self.texts.append(data)


def texts(html: str) -> set[str]:
    """The texts of a page, each with single blanks."""
    reader = _Reader()
    reader.feed(html)
    return {" ".join(text.split()) for text in reader.texts} - {""}


@cache
def entries() -> list[tuple[str, str]]:
    """(English, Vietnamese) of every text of ours that differs between the two languages."""
    found = []
    for entry in polib.pofile(str(CATALOGUE)):
        vietnamese = entry.msgstr or entry.msgstr_plural.get(0, "")
        for english in filter(None, (entry.msgid, entry.msgid_plural)):
            if len(english) > 3 and english.casefold() != vietnamese.casefold():
                found.append((english, vietnamese))
    return found


@cache
def finder(language: str):
    """`find(texts)` gives those that are, as a whole, a text of ours in that language ("en" or "vi")."""
    sources = [pair[language == "vi"] for pair in entries()]
    plain = {source.casefold() for source in sources if not _PLACEHOLDER.search(source)}
    patterns = [_pattern(source) for source in sources if _PLACEHOLDER.search(source)]
    either = re.compile("|".join(f"(?:{pattern})" for pattern in patterns if pattern), re.IGNORECASE)

    def find(read: set[str]) -> set[str]:
        return {text for text in read if text.rstrip(":").casefold() in plain or either.fullmatch(text)}

    return find


def _pattern(source: str) -> str:
    """A sentence with anything in its gaps; empty for one with too few words of its own to be known again."""
    own = _PLACEHOLDER.split(source)
    words = [word for part in own for word in part.split() if len(word) > 2 and word.isalpha()]
    return ".{1,200}".join(re.escape(" ".join(part.split(" "))) for part in own) if len(words) > 2 else ""
