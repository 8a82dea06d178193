"""State secrets stay out of a networked register (domain.md 3.6): refused with the reason, never stored or logged.

Two doors: what people say of a document (`refuse_secret`), and marks that stand in what is sent (`refuse_marks`). The
second looks for marks, not for words: "bảo mật thông tin", "mật độ dân số" or "danh mục bí mật nhà nước độ Tối mật" are
subjects of open documents. Abbreviations like -M or /TM mean too many other things to be taken for one.
"""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePath

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Refused
from common.text import is_usual, one_line


class Secrecy(models.TextChoices):
    """What forms, imports and the API ask; no column holds it."""

    NONE = "none", _("not secret")
    MAT = "mat", _("Mật (confidential)")
    TOI_MAT = "toi_mat", _("Tối mật (secret)")
    TUYET_MAT = "tuyet_mat", _("Tuyệt mật (top secret)")


SENTENCE = _(
    "A document that carries a secrecy mark must not be entered here: the law on the protection of state secrets keeps "
    "it, with its abstract, out of every networked computer. Register it in the separate paper book. "
    "Nothing of it has been saved."
)
MARK_SENTENCE = _(
    "Here stands a secrecy mark (Mật, Tối mật, Tuyệt mật). A document that carries one must not be entered here: the "
    "law on the protection of state secrets keeps it, with its abstract, out of every networked computer. Register it "
    "in the separate paper book. Nothing of it has been saved. If the word is no mark, write it in small letters "
    "within the sentence, and a grade that is only spoken of as “độ Tối mật”."
)
# Where a mark is looked for: what is written about a document, and why something is done with it. Names of people and
# offices (organ_name, recipients, signer, assigned_to, kept_by) are not looked at: Mật is a given name.
NOTATIONS = ("code", "series")
TITLES = ("subject", "note", "instruction", "purpose", "reason", "cancel_reason")


FILE_SENTENCE = _(
    "The name of file %(place)s carries a secrecy mark (Mật, Tối mật, Tuyệt mật). A document that carries one must not "
    "be brought here: the law on the protection of state secrets keeps it out of every networked computer. "
    "Nothing of it has been saved. If the word is no mark, give the file another name."
)


def refuse_secret(secrecy: str) -> None:
    """Refused for anything but `none`; call before anything is looked at, stored or logged."""
    if secrecy != Secrecy.NONE:
        raise Refused(SENTENCE, field="secrecy")


def refuse_marks(**texts) -> None:
    """Invalid at each field (one of NOTATIONS or TITLES, others are passed over) in which a mark stands.

    Call before anything is stored or logged; the sentence repeats nothing of the text.
    """
    marked = marked_fields(texts)
    if marked:
        raise Invalid({name: [str(MARK_SENTENCE)] for name in marked})


def refuse_marked_files(names: Iterable[str], *, field: str) -> None:
    """Invalid at `field` with a sentence for each file whose name carries a mark; it names the place, not the name."""
    marked = [place for place, name in enumerate(names, start=1) if is_marked_file(name)]
    if marked:
        raise Invalid({field: [FILE_SENTENCE % {"place": place} for place in marked]})


def marked_fields(texts: dict) -> list[str]:
    """The names of the fields in which a mark stands."""
    found = [name for name in NOTATIONS if is_marked_notation(texts.get(name) or "")]
    return found + [name for name in TITLES if is_marked_title(texts.get(name) or "")]


# --- Finding marks ---------------------------------------------------------------------------------------------------

_GRADE = r"(?:tuyệt\s*mật|tối\s*mật|mật)"
_HIGH = r"(?:tuyệt\s*mật|tối\s*mật)"
# "độ Mật", "độ Tuyệt mật, Tối mật và Mật", "dấu “Mật”": somebody writes about grades.
_ABOUT = re.compile(
    rf"(?<!\w)(?:độ|cấp|mức|dấu)\s+[\"“'‘]?{_GRADE}[\"”'’]?(?:\s*(?:,|và|hoặc|/)\s*(?:độ\s+)?[\"“'‘]?{_GRADE}[\"”'’]?)*(?!\w)",
    re.I,
)
# Compounds in which "mật" is no grade: bảo mật, bí mật, mật khẩu, mật độ, ong mật, mật ong …
_BEFORE = "bảo|bí|cơ|kín|thân|nghiêm|chu|ong|lấy|trăng|gấu|túi|sỏi|gan|ống|đường|rỉ|nước|chè|hạt|khai thác|sản xuất"
_AFTER = "khẩu|độ|mã|thiết|ong|vụ|đàm|thám|phục|nghị|tông|thư|mía|gấu|rỉ|viên|sơn|hoa"
_COMPOUND = re.compile(rf"(?<!\w)(?:(?:{_BEFORE})\s+mật|(?<!tuyệt )(?<!tối )mật\s+(?:{_AFTER}))(?!\w)", re.I)
# "Độ mật: Tối mật" is a label with its answer.
_LABEL = re.compile(rf"(?<!\w)độ\s+(?:bảo\s+)?mật\s*[:=-]\s*[\"“]?{_GRADE}(?!\w)", re.I)
_BRACKETED = re.compile(rf"[\[({{【<*]\s*(?:độ\s+)?{_GRADE}\s*[\])}}】>*]", re.I)
# A mark before the title: followed by a stop, or by the name of a kind of document; the high grades by anything.
_KINDS = (
    "nghị quyết|quyết định|chỉ thị|quy chế|quy định|thông cáo|thông báo|hướng dẫn|chương trình|kế hoạch|phương án|"
    "đề án|dự án|báo cáo|biên bản|tờ trình|hợp đồng|công văn|công điện|giấy mời|phiếu"
)
_FIRST = re.compile(rf"\W*(?:{_HIGH}(?!\w)|mật\s*(?:[:.,;|/–—-]|$)|mật\s+(?:{_KINDS})(?!\w))", re.I)
# Behind the title; "mật" alone only with a capital: "chè, gừng, mật" are goods.
_LAST = re.compile(rf"(?:[-–—,;:.|/]\s*)(?:(?i:{_HIGH})|M(?i:ật))\s*[.!]*$")
_CAPITALS = re.compile(r"(?<!\w)(?:(?:TUYỆT|TỐI)\s*)?MẬT(?!\w)")
# A letter that says what it is and goes on with its number: "Công văn mật số 12", "Văn bản Mật".
_KIND_FIRST = re.compile(rf"(?<!\w)(?:{_KINDS}|văn bản|tài liệu)\s+{_GRADE}\s+số(?!\w)", re.I)
# Typed without marks at all, before a stop: "Toi mat: …".
_PLAIN_FIRST = re.compile(r"\W*(?:(?:tuyet|toi)\s*mat|mat)\s*:", re.I)
_HIGH_WITHIN = re.compile(rf"(?<!\w){_HIGH}(?!\w)", re.I)
_PLAIN_CAPITALS = re.compile(r"(?:^\W*|[\[({]\s*)(?:(?:TUYET|TOI)\s*)?MAT\s*(?:[\])}:]|$)|(?<!\w)TUYET\s*MAT(?!\w)")
_MAYBE = re.compile(r"m\s*[aậ]\s*t", re.I)
_SPACED = re.compile(r"(?<!\w)M Ậ T(?!\w)")


def is_marked_title(text: str) -> bool:
    """Whether a secrecy mark stands in a title or another running text."""
    if _has_none(text):
        return False
    text = _plain(text)
    if "mật" not in text.lower() and "mat" not in text.lower():
        return False
    if _LABEL.search(text):
        return True
    text = _COMPOUND.sub("…", _ABOUT.sub("…", text))
    if _FIRST.match(text) or _PLAIN_FIRST.match(text):
        return True
    if any(mark.search(text) for mark in (_BRACKETED, _LAST, _KIND_FIRST, _HIGH_WITHIN, _PLAIN_CAPITALS)):
        return True
    # In a title all in capitals the word alone says nothing; a high grade does.
    is_shouted = text.upper() == text
    return any(not is_shouted or len(found[0]) > len("MẬT") for found in _CAPITALS.finditer(text))


def is_marked_file(name: str) -> bool:
    """Whether a mark stands in a file's name, the ending left out; words may hang together by lines, as they do there:
    `TUYET_MAT-ke-hoach.pdf`."""
    stem = PurePath(_plain(name)).stem.replace("_", " ")
    return is_marked_title(stem) or is_marked_title(stem.replace("-", " "))


def is_marked_notation(text: str) -> bool:
    """Whether a mark stands in a number and notation, or in the name of a book: a group "mật" in any letters."""
    if _has_none(text):
        return False
    words = re.findall(r"[^\W\d_]+", _plain(text).casefold())
    joined = {"tuyệtmật", "tốimật", "tuyetmat", "toimat"}
    if re.match(r"\W*\d+\s*[-/]\s*MAT\s*/", _plain(text)):
        return True  # "12-MAT/UBND": where the kind stands
    pairs = zip(["", *words], words, strict=False)
    return any(word in joined or (word == "mật" and before not in ("bảo", "bí")) for before, word in pairs)


def _has_none(text: str) -> bool:
    """A quick look that settles nearly all texts: common letters, and nothing in them that could become a mark."""
    return is_usual(text) and _MAYBE.search(text) is None


def _plain(text: str) -> str:
    """One line in common letters: full-width ones narrowed, letter-spaced marks drawn together."""
    line = one_line(unicodedata.normalize("NFKC", one_line(str(text))))
    return _SPACED.sub("MẬT", line.replace("T U Y Ệ T", "TUYỆT").replace("T Ố I", "TỐI"))
