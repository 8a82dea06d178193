"""Holidays as people write or paste them: a day, or days in a row, and a name on each line."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from common import forms
from common.text import one_line

_DAY = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
_LINE = re.compile(rf"({_DAY})(?:\s*(?:-|–|—|đến|to|\s)\s*({_DAY}))?[\s:;,]+(.*\w.*)")
LONGEST_ROW = 31


def read(text: str) -> list[tuple[date, str]]:
    """[(day, name)] in the order of the lines; ValidationError with a sentence for each line that is not."""
    found: dict[date, tuple[int, str]] = {}
    errors = []
    lines = [(number, one_line(line)) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    for number, line in lines:
        try:
            for day, name in _days(line):
                if day in found:
                    words = {"day": f"{day:%d/%m/%Y}", "first": found[day][0]}
                    raise forms.ValidationError(_("%(day)s stands in line %(first)s already.") % words)
                found[day] = number, name
        except forms.ValidationError as error:
            errors.append(_("Line %(line)s: %(said)s") % {"line": number, "said": " ".join(error.messages)})
    if errors:
        raise forms.ValidationError(errors)
    return [(day, name) for day, (_number, name) in found.items()]


def _days(line: str) -> Iterator[tuple[date, str]]:
    match = _LINE.fullmatch(line)
    if match is None:
        raise forms.ValidationError(_("Write the day, such as 02/09/2022, and then the name of the holiday."))
    first, last, name = match.groups()
    first = _day(first)
    last = _day(last) if last else first
    if not 0 <= (last - first).days < LONGEST_ROW:
        raise forms.ValidationError(
            _("The last day must follow the first one, at most %(most)s days in a row.") % {"most": LONGEST_ROW}
        )
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number), name


def _day(text: str) -> date:
    return forms.DayField().clean(re.sub(r"[.-]", "/", text))
