"""How values look on pages and paper: Vietnamese numbers, dates and words; nothing known is a dash that says so."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from django.db import models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.months import Month

NO_BREAK_SPACE = "\u00a0"
# The formats of common.formats, which are the same in both languages.
_VIETNAMESE = str.maketrans({",": ".", ".": ","})


def nothing() -> SafeString:
    """The dash for "no data", with the words on hover and for screen readers."""
    return _nothing_in(get_language())


@cache
def _nothing_in(language: str | None) -> SafeString:
    """Made once a language: a page may show it a thousand times."""
    text = _("no data")
    return format_html(
        '<span class="nothing" title="{}"><span aria-hidden="true">–</span>'
        '<span class="visually-hidden">{}</span></span>',
        text,
        text,
    )


def rounded(value, places: int) -> Decimal:
    """Half up, as the offices round (never the banker's way of round())."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number(value, places: int | None = None) -> str:
    """`71.814`, `1.234,5`; with `places` exactly so many decimals. TypeError-free: other things come back as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    if places is not None:
        value = rounded(value, places)
    elif isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and places is None:
        value = value.normalize() if value != value.to_integral() else value.quantize(Decimal(1))
    # Not number_format: it asks for the language and three formats each time, and a page has a thousand numbers.
    return f"{value:,f}".translate(_VIETNAMESE) if isinstance(value, Decimal) else f"{value:,}".replace(",", ".")


def share(value, places: int = 2) -> str:
    """A percentage as a number of percent: 81.82 is `81,82 %`."""
    return f"{number(value, places)}{NO_BREAK_SPACE}%"


def size(bytes_: int) -> str:
    """Of a file, as people read it: `312 kB`, `1,4 MB`, `20 MB`; thousands, as disks and browsers count."""
    if bytes_ < 1_000_000:
        return f"{number(max(1, round(bytes_ / 1000)))}{NO_BREAK_SPACE}kB"
    millions = rounded(bytes_ / 1_000_000, 1)
    return f"{number(millions)}{NO_BREAK_SPACE}MB"


def signed_change(value, places: int | None = None) -> str:
    """A difference with its sign: `+1.204`, `−35`, `0` (a true minus, so that it lines up with the plus)."""
    text = number(abs(value), places)
    if value > 0:
        return f"+{text}"
    return f"−{text}" if value < 0 else text


def day(value) -> str:
    """`03/08/2020` of a date, or of a moment in local time."""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


def day_on_paper(value: date) -> str:
    """A day as official papers write it: "ngày 05 tháng 3 năm 2020". Days below 10 and months 1 and 2 begin with 0."""
    month = f"{value.month:02}" if value.month < 3 else f"{value.month}"
    return _("day %(day)s month %(month)s year %(year)s") % {
        "day": f"{value.day:02}", "month": month, "year": value.year
    }  # fmt: skip


def moment(value: datetime) -> str:
    """`03/08/2020 14:05` in local time."""
    value = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(value)} {value:%H:%M}"


def month(value) -> str:
    """`06/2020` of a Month, a (year, month) pair or a date."""
    if isinstance(value, Month):
        return value.label
    if isinstance(value, date):
        return f"{value.month:02}/{value.year:04}"
    year, number_ = value
    return f"{number_:02}/{year:04}"


def yes_no(value: bool) -> str:
    """The words for a truth value."""
    return _("yes") if value else _("no")


def show(value):
    """Any single value as a page shows it; None and "" are the dash, a record is a link to its page."""
    if value is None or value == "":
        return nothing()
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, int | float | Decimal):
        return number(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Month):
        return value.label
    if isinstance(value, models.Model):
        return linked(value)
    return value


def bar(value, largest) -> SafeString:
    """A bar as long as the value is of the largest, to stand behind the number in its cell; nothing for 0 or no data.

    A drawing, because the policy of the pages forbids styles in the markup.
    """
    if not value or not largest:
        return SafeString("")
    width = max(0, min(100, rounded(Decimal(str(value)) * 100 / Decimal(str(largest)), 1)))
    return format_html(
        '<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect width="{}" height="1"/></svg>',
        str(width),
    )


def linked(obj: models.Model):
    """The name of a record, as a link when it has a page."""
    if hasattr(obj, "get_absolute_url"):
        return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), obj)
    return str(obj)


def field_value(obj: models.Model, path: str):
    """The value at `field` or `fk__field` of a record; choices by their label, a missing relation is None."""
    *steps, last = path.split("__")
    for step in steps:
        obj = getattr(obj, step)
        if obj is None:
            return None
    label = getattr(obj, f"get_{last}_display", None)
    value = getattr(obj, last)
    if label is not None and value not in (None, ""):
        return label()
    return value() if callable(value) and not isinstance(value, models.Manager) else value


def field_label(model: type[models.Model], path: str) -> str:
    """The verbose name of the field at `path`; for a property or method its `short_description`, else its name."""
    first, _sep, rest = path.partition("__")
    known = {field.name: field for field in model._meta.get_fields()}
    if first not in known:
        member = getattr(model, first, None)
        member = getattr(member, "fget", member)
        return str(getattr(member, "short_description", first.replace("_", " ")))
    if rest and known[first].is_relation:
        return field_label(known[first].related_model, rest)
    return str(getattr(known[first], "verbose_name", first))


def sentence_case(text) -> str:
    """First letter as a capital, the rest as written (verbose names are small letters)."""
    text = str(text)
    return text[:1].upper() + text[1:]
