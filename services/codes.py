"""The code of a filing: agency, day of receipt, running number (domain.md 4.3)."""

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import Refused

# 000.00.12.H38-200617-0001 by TT 01/2018/TT-VPCP, H38.12.03-210617-0001 with the agency codes of QĐ 20/2020/QĐ-TTg.
_CODE = re.compile(
    r"(?P<agency>[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}|[A-Z][0-9]{2}(?:\.[0-9]{2,3}){0,4})"
    r"-(?P<day>[0-9]{6})-(?P<number>[0-9]{3,6})"
)
_NUMBER = re.compile(r"[0-9]{1,6}")
_PROCEDURE = re.compile(r"[0-9]\.[0-9]{6}")
_SUFFIX = re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}")


def check_filing_code(code: str, received: datetime) -> None:
    """Refused, at the field `code`, unless the code is well formed and names the day of receipt."""
    match = _CODE.fullmatch(code)
    if match is None:
        raise Refused(
            _("A filing code looks like 000.00.12.H38-200617-0001: agency, day as yymmdd, running number."),
            field="code",
        )
    day = timezone.localtime(received).date()
    if match["day"] != f"{day:%y%m%d}":
        raise Refused(
            _("The code says %(coded)s, the filing was received on %(day)s. One of them is wrong.")
            % {"coded": _day_in_words(match["day"]), "day": f"{day:%d/%m/%Y}"},
            field="code",
        )


def check_procedure_code(code: str, suffix: str = "") -> None:
    """Refused unless the national part reads like 1.001193 and the local part, if any, like 000.00.00.H38."""
    if not _PROCEDURE.fullmatch(code):
        raise Refused(_("A national procedure code looks like 1.001193."), field="code")
    if suffix and not _SUFFIX.fullmatch(suffix):
        raise Refused(_("The local suffix looks like 000.00.00.H38."), field="suffix")


def filing_code(agency: str, day: date, number: int, *, digits: int = 4) -> str:
    """The code of the `number`-th filing of a day at an agency."""
    return f"{agency}-{day:%y%m%d}-{number:0{digits}}"


def parts_of(code: str) -> tuple[str, str] | None:
    """(agency, running number as written) of a filing code; None for anything else."""
    match = _CODE.fullmatch(code)
    return (match["agency"], match["number"]) if match else None


def is_number(typed: str) -> bool:
    """Whether somebody typed no more than the running number."""
    return bool(_NUMBER.fullmatch(typed))


def without_codes(text: str) -> str:
    """The text without its filing codes, whose digits are nobody's number."""
    return _CODE.sub("", text)


def _day_in_words(digits: str) -> str:
    return f"{digits[4:]}/{digits[2:4]}/20{digits[:2]}"
