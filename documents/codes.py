"""Number and notation of documents (NĐ 30/2020/NĐ-CP, Appendix I; domain.md 3.1, 3.2): 15/QĐ-UBND, 120/UBND-VP.

Those of outgoing documents are composed, or completed and checked; those of incoming ones stay as others wrote them.
"""

import re
import unicodedata
from functools import lru_cache

from django.utils.translation import gettext as _

from common.errors import Refused
from common.text import is_usual, one_line
from communes.models import Unit, UnitAlias, UnitKind
from documents.models import Document, DocumentType

# The book of legislative documents, which are numbered apart and carry the year: 05/2020/QĐ-UBND.
LEGISLATIVE = "QPPL"
# Sao y, trích sao, sao lục: a copy carries the abbreviation of copying instead of that of its kind.
COPIES = ("SY", "TrS", "SL")
_FORM = re.compile(r"(?:(?P<num>[0-9]{1,6})(?:/(?P<year>[0-9]{4}))?/)?(?P<sym>[^\W\d_]{1,15}(?:-[\w.&]{1,20}){0,4})")
# Letters of other scripts that look like ours, and the dashes and strokes that are typed for - and /.
_ALIKE = str.maketrans(
    "АВЕІЈКМНОРСТХаеіјорсух" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "‐‑‒–—―−﹣" + "∕⁄",
    "ABEIJKMHOPCTXaeijopcyx" + "ABEZHIKMNOPTYX" + "--------" + "//",
)  # fmt: skip


def tidy(code: str) -> str:
    """A notation in the letters that it was meant in: full-width and look-alike letters, odd dashes and blanks around
    them put right. As written where other scripts remain: nobody then knows what was meant."""
    line = one_line(code)
    if is_usual(line) and "–" not in line:
        return re.sub(r"\s*([/-])\s*", r"\1", line)
    # Letter by letter: NFKC would also take apart what stands for several letters.
    plain = one_line("".join(_narrow(char) for char in line).translate(_ALIKE))
    plain = re.sub(r"\s*([/-])\s*", r"\1", plain)
    return line if _foreign(plain) else plain


@lru_cache(maxsize=4096)
def _narrow(char: str) -> str:
    found = unicodedata.normalize("NFKC", char)
    return found if len(found) == 1 else char


def _foreign(text: str) -> str:
    """The first letter or digit that is not one of ours; empty if there is none."""
    return next(filter(_is_foreign, text), "")


@lru_cache(maxsize=4096)
def _is_foreign(char: str) -> bool:
    if char.isalpha():
        return not unicodedata.name(char, "").startswith("LATIN")
    return char.isnumeric() and not char.isascii()


# --- Composing -------------------------------------------------------------------------------------------------------


def composed(document: Document) -> str:
    """The notation that the document gets when nobody writes one."""
    agency, office = agency_of(document.unit)
    return notation(document.number, document.type, agency, office, year=_year_of(document))


def notation(number: int, kind: DocumentType | None, agency: str, office: str, *, year: int | None = None) -> str:
    """`08/BC-VHTT`; without an abbreviation of the kind (công văn) `120/UBND-VP`: agency and drafting office.

    `year`: only of legislative documents, `05/2020/QĐ-UBND`.
    """
    abbreviation = kind.abbreviation if kind else ""
    groups = [abbreviation, agency] if abbreviation else [agency, office]
    symbol = "-".join(group for group in groups if group)
    return _joined(number, year, symbol)


def agency_of(unit: Unit) -> tuple[str, str]:
    """The agency's abbreviation and that of the office that drafts its letters, as they stand in a notation.

    A commune, district or province issues as its people's committee; an office by its registered abbreviation.
    """
    if unit.kind != UnitKind.OFFICE:
        return "UBND", "VP"
    short = UnitAlias.objects.filter(unit=unit, kind=UnitAlias.Kind.SHORT).order_by("pk").first()
    return (short.name if short else "", "")


def year_in(series: str, year: int) -> int | None:
    """The year that a notation of this book carries."""
    return year if series == LEGISLATIVE else None


def _year_of(document: Document) -> int | None:
    return year_in(document.series, document.year)


def _joined(number: int, year: int | None, symbol: str) -> str:
    return "/".join(part for part in (f"{number:02}", str(year) if year else "", symbol) if part)


# --- Checking --------------------------------------------------------------------------------------------------------


def written(document: Document) -> str:
    """The notation that somebody wrote for an outgoing document, completed: `QĐ-UBND` or `5/QĐ-UBND` is `05/QĐ-UBND`.

    Refused at field `code` where it does not fit the number, the book or the kind, with the notation that would.
    """
    code = tidy(document.code)
    if code == composed(document):
        return code
    char = _foreign(code)
    if char:
        raise _refused(
            document,
            _("The notation contains “%(char)s”, which is no letter or digit of Vietnamese. Type it anew.")
            % {"char": char},
        )
    match = _FORM.fullmatch(code)
    if match is None:
        raise _refused(document, _("This is not the form of a number and notation."))
    _check_number(document, match)
    return _joined(document.number, _year_of(document), _symbol(document, match["sym"]))


def _check_number(document: Document, match: re.Match) -> None:
    if match["num"] and int(match["num"]) != document.number:
        raise Refused(
            _(
                "The notation begins with %(written)s, but the number in the register is %(number)s. Leave the number "
                "in the notation out, and it is filled in."
            )
            % {"written": match["num"], "number": f"{document.number:02}"},
            field="code",
        )
    year = _year_of(document)
    if match["year"] and year is None:
        raise _refused(
            document,
            _("Only legislative documents carry the year; they are numbered in a book of their own, %(book)s.")
            % {"book": LEGISLATIVE},
        )
    if match["year"] and int(match["year"]) != year:
        raise _refused(document, _("The register is that of %(year)s.") % {"year": year})


def _symbol(document: Document, symbol: str) -> str:
    """The groups behind the number, the abbreviation in the decree's own capitals."""
    first, *others = symbol.split("-")
    copy = next((short for short in COPIES if short.casefold() == first.casefold()), None)
    agency = agency_of(document.unit)[0]
    if copy and copy != agency:
        return "-".join([copy, *(others or ([agency] if agency else []))])
    wanted = document.type.abbreviation if document.type_id else ""
    if wanted:
        if first.casefold() != wanted.casefold() or not others:
            words = {"kind": document.type, "short": wanted}
            raise _refused(
                document, _("The notation of “%(kind)s” begins with %(short)s and names the agency.") % words
            )
        return "-".join([wanted, *others])
    if document.type_id and first != agency and _is_abbreviation(first):
        words = {"kind": document.type, "short": first}
        raise _refused(document, _("“%(kind)s” has no abbreviation; %(short)s belongs to another kind.") % words)
    return symbol


def _is_abbreviation(group: str) -> bool:
    # "CV" is what many write before a công văn; the decree gives it none.
    return group.casefold() == "cv" or DocumentType.objects.filter(abbreviation__iexact=group).exists()


def _refused(document: Document, fact: str) -> Refused:
    """The fact, and what to write instead."""
    advice = _("Leave the field empty to have %(code)s.") % {"code": composed(document)}
    return Refused(f"{fact} {advice}", field="code")
