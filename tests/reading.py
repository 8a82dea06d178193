"""What a person reads on a page: its visible texts and the words of its attributes; and in which language that is."""

import re
from functools import cache
from html.parser import HTMLParser
from unicodedata import normalize

import polib
from django.apps import apps
from django.db.models import CharField, TextField

from communes.models import Unit
from devtools.translations import CATALOGUE
from documents.models import DocumentType
from imports.models import Import

_ATTRIBUTES = ("title", "aria-label", "placeholder", "alt")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
# Words that Vietnamese does not have.
_ENGLISH = re.compile(r"\b(the|of|and|is|are|was|not|this|that|has|have|been|with|please|cannot|must|only)\b", re.I)
_WORD = re.compile(r"\b[a-z]{3,}\b", re.I)
_MARKS = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.I)
# In both languages alike: abbreviations, what is typed; the names of a language, of the place, of a law's grades, and
# the head of official papers.
_ALIKE = {"LAN", "SHA-256", "Internet", "internet", "camera", "dd/mm/yyyy", "mm/yyyy", "dd/mm/yyyy hh:mm"}
# Kinds of files by the names of their programs.
_ALIKE |= {"Word (DOCX)", "Excel (XLSX)", "PowerPoint (PPTX)", "văn bản OpenDocument (ODT)"}
_NAMES = re.compile(
    "Tiếng Việt|Bắc Hà|Tuyệt mật|Tối mật|Mật|Cộng hòa xã hội chủ nghĩa Việt Nam|Độc lập - Tự do - Hạnh phúc", re.I
)

# The words of the small country (tests/access/world.py), which also stand inside JSON.
_CANARY = re.compile(r"\bkanari\w+")


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0
        self._language = ""
        self._foreign: tuple[str, int] | None = None

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "html":
            self._language = values.get("lang", "")
        if self._is_foreign(tag, values.get("lang", self._language), +1):
            return
        self._silent += tag in ("script", "style")
        self.texts += [values[name] for name in _ATTRIBUTES if values.get(name)]
        if tag == "input" and values.get("type") in ("submit", "button"):
            self.texts.append(values.get("value") or "")

    def _is_foreign(self, tag: str, language: str, step: int) -> bool:
        """Whether we are in a passage that says of itself that it is in another language: a letter, a message."""
        if self._foreign is None and language != self._language and tag in ("article", "textarea"):
            self._foreign = (tag, 0)
        if self._foreign is None:
            return False
        outer, depth = self._foreign
        depth += step * (tag == outer)
        self._foreign = (outer, depth) if depth else None
        return True

    def handle_endtag(self, tag):
        if self._is_foreign(tag, self._language, -1):
            return
        self._silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self._silent and self._foreign is None:
            self.texts.append(data)


def texts(html: str) -> set[str]:
    """The texts of a page, each with single blanks."""
    reader = _Reader()
    reader.feed(html)
    return {normalize("NFC", " ".join(text.split())) for text in reader.texts} - {""}


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


def _any_of(texts) -> re.Pattern:
    """Any of these as whole words, the longest first."""
    longest = sorted(set(texts), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in longest if text), re.I)


class Data:
    """What somebody wrote into the database: names, laws, remarks; not ours, and in any language."""

    def __init__(self):
        self.texts = {unit.full_name for unit in Unit.objects.all()}
        self.texts |= {f"{kind.abbreviation} – {kind.name}" for kind in DocumentType.objects.all()}
        for model in apps.get_models():
            for column in model._meta.concrete_fields:
                if isinstance(column, CharField | TextField) and not column.choices:
                    self.texts |= set(model._base_manager.values_list(column.attname, flat=True).distinct())
        self.texts |= {text for found in Import.objects.values_list("headings", flat=True) for text in found}
        self.texts = {" ".join(text.split()) for text in self.texts if text}
        self._pattern = _any_of(text for text in self.texts if len(text) > 3)

    def without(self, text: str) -> str:
        """The rest of a text, nothing of one that is a value as a whole."""
        return "" if text in self.texts else _CANARY.sub(" ", self._pattern.sub(" ", text))


def english_in(found: dict[str, set[str]], data: Data) -> list[tuple[str, str]]:
    """(place, text) of what is English: a text of ours, a word that only English has, or several words without marks
    that the catalogue does not have in Vietnamese."""
    find = finder("en")
    unmarked = _any_of(vietnamese for _english, vietnamese in entries() if not _MARKS.search(vietnamese))

    def is_english(text: str) -> bool:
        rest = unmarked.sub(" ", data.without(text))
        if text in _ALIKE or not rest.strip():
            return False
        return bool(find({text}) or _ENGLISH.search(rest) or (len(_WORD.findall(rest)) > 1 and not _MARKS.search(rest)))

    return sorted((place, text) for place, read in found.items() for text in read if is_english(text))


def vietnamese_in(found: dict[str, set[str]], data: Data) -> list[tuple[str, str]]:
    """(place, text) of what is Vietnamese and neither written in the data nor part of our English, “(khẩn)”."""
    known = _any_of(english for english, _vietnamese in entries() if _MARKS.search(english))

    def is_vietnamese(text: str) -> bool:
        return bool(_MARKS.search(_NAMES.sub("", known.sub("", data.without(text)))))

    return sorted((place, text) for place, read in found.items() for text in read if is_vietnamese(text))
