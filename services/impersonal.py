"""What must not come into this register: names of citizens and their numbers (design.md 1, domain.md 8.2)."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from common.errors import Refused
from common.personal import calls_by_name, has_personal_number
from common.text import fold
from services import codes

# Headings of one-stop exports that name a person or something of a person, as they read without diacritics.
_OF_PERSONS = re.compile(
    r"\b(?:ho(?: va)?(?: chu dem)? ten|nguoi (?:nop|yeu cau|de nghi|nhan|(?:duoc )?uy quyen|dan)|chu ho(?: so)?|"
    r"cong dan|ca nhan|khach hang|dai dien|sdt|(?:so )?dien thoai|di dong|email|thu dien tu|cmnd|cccd|cmt|can cuoc|"
    r"chung minh|ho chieu|(?:ma|so) dinh danh|dia chi|noi o|thuong tru|tam tru|(?:ngay|nam) sinh|gioi tinh|dan toc|"
    r"applicants?|citizens?|persons?|full name|phone|address|birth\w*|id (?:card|number))\b"
)
# A bare "Tên" or "Name" is a person's unless it says whose.
_BARE = {"ten", "name", "ho", "ho dem"}
# Such a word makes it a column about the filing: "Ngày nộp của công dân". Whoever doubts drops the column.
_OF_FILINGS = re.compile(r"\b(?:thu tuc|procedure|linh vuc|kenh|hinh thuc|ngay|thoi gian|day|time|channel)\b")


def names_person(heading: str) -> bool:
    """Whether a column with this heading holds names of citizens or their numbers, addresses and the like."""
    words = " ".join(re.sub(r"[^\w, ]", " ", fold(heading)).split())
    if words in _BARE:
        return True
    return bool(_OF_PERSONS.search(words)) and not _OF_FILINGS.search(_OF_PERSONS.sub(" ", words))


def without_persons(headings: Sequence[str], rows: Sequence[Sequence]) -> tuple[list[str], list[list], list[str]]:
    """(headings, rows, dropped headings) of a table without the columns that name persons."""
    kept = [place for place, heading in enumerate(headings) if not names_person(heading)]
    dropped = [heading for heading in headings if names_person(heading)]
    cut = [[row[place] for place in kept if place < len(row)] for row in rows]
    return [headings[place] for place in kept], cut, dropped


def require_impersonal(note: str) -> None:
    """Refused if a note holds a telephone or identity number, or surely a person's name; the digits of filing codes are
    no number."""
    if has_personal_number(codes.without_codes(note)):
        raise Refused(
            _(
                "The note must not hold a telephone number or an identity number: the register keeps only what its "
                "figures need (Decree 13/2023, Law 91/2025). Take the number out."
            ),
            field="note",
        )
    if calls_by_name(note):
        raise Refused(
            _(
                "The note must not name a person: the register keeps only what its figures need (Decree 13/2023, Law "
                "91/2025). Take the name out; the filing's code is enough to find it."
            ),
            field="note",
        )
