"""Number and notation of outgoing documents (NĐ 30/2020/NĐ-CP, Appendix I; domain.md 3.2): 15/QĐ-UBND, 120/UBND-VP."""

import re

from django.utils.translation import gettext as _

from common.errors import Refused
from communes.models import Unit, UnitAlias, UnitKind
from documents.models import Document, DocumentType

_LEADING = re.compile(r"[0-9]+")


def compose(*, number: int, kind: DocumentType | None, unit: Unit) -> str:
    """The notation that a document of this kind and number gets in the unit."""
    return notation(number, kind, *agency_of(unit))


def notation(number: int, kind: DocumentType | None, agency: str, office: str) -> str:
    """`08/BC-VHTT`; without an abbreviation of the kind (công văn) `120/UBND-VP`: agency and drafting office."""
    abbreviation = kind.abbreviation if kind else ""
    groups = [abbreviation, agency] if abbreviation else [agency, office]
    symbol = "-".join(group for group in groups if group)
    return f"{number:02}/{symbol}" if symbol else f"{number:02}"


def agency_of(unit: Unit) -> tuple[str, str]:
    """The agency's abbreviation and that of the office that drafts its letters, as they stand in a notation.

    A commune, district or province issues as its people's committee; an office by its registered abbreviation.
    """
    if unit.kind != UnitKind.OFFICE:
        return "UBND", "VP"
    short = UnitAlias.objects.filter(unit=unit, kind=UnitAlias.Kind.SHORT).order_by("pk").first()
    return (short.name if short else "", "")


def check(document: Document) -> None:
    """Refused if the notation of an outgoing document begins with another number than the register gives it."""
    match = _LEADING.match(document.code)
    if match and int(match[0]) != document.number:
        raise Refused(
            _("The notation begins with %(written)s, but the number in the register is %(number)s.")
            % {"written": match[0], "number": f"{document.number:02}"},
            field="code",
        )
