"""Form fields that read what offices type (71.814, dd/mm/yyyy, NFD text), and say in a sentence when they cannot."""

import re
from datetime import date, datetime
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common import display, text
from common.months import Month

# What stands in a select while nothing is chosen: where something must be, and where nothing may stay.
CHOOSE, NOTHING_CHOSEN = _("choose from the list"), _("nothing chosen")

FIRST_YEAR, LAST_YEAR = 1900, 2100
# [0-9], not \d: other scripts' digits would pass here and surprise every later reader.
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[. \u00a0\u202f][0-9]{3})+(?:,[0-9]+)?")
_PLAIN = re.compile(r"[+-]?[0-9]+(?:,[0-9]+)?")
_DAY = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})\s*[/.-]\s*([0-9]+)")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MOMENT = re.compile(r"(.+?)[T ,]+([0-9]{1,2})[:hg]([0-9]{2})?(?::([0-9]{2})(?:\.[0-9]+)?)?")
_MONTH = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{4})|([0-9]{4})-([0-9]{2})")


def _shown(value) -> str:
    value = str(value)
    return value if len(value) <= 40 else f"{value[:40]}…"


def parse_number(raw: str) -> Decimal:
    """A number as Vietnamese offices write it: dots group thousands, a comma starts the decimals.

    ValidationError when it cannot be read one way only: "1.5" might be one and a half or a slip for 1.500.
    """
    raw = raw.strip().replace("−", "-")
    if _GROUPED.fullmatch(raw) or _PLAIN.fullmatch(raw):
        return Decimal(re.sub(r"[. \u00a0\u202f]", "", raw).replace(",", "."))
    if re.fullmatch(r"[+-]?[0-9]+\.[0-9]+", raw):
        raise ValidationError(
            _("Decimals follow a comma (%(comma)s), thousands stand in threes (71.814). You typed “%(value)s”."),
            "invalid",
            {"comma": raw.replace(".", ","), "value": _shown(raw)},
        )
    raise ValidationError(_("Write a number with digits. You typed “%(value)s”."), "invalid", {"value": _shown(raw)})


class _NumberMixin:
    """Text input with the number keyboard; a browser's own number input refuses 71.814."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput)
        kwargs["localize"] = True
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        return attrs if isinstance(widget, forms.TextInput) and not widget.is_hidden else {}


class WholeNumberField(_NumberMixin, forms.IntegerField):
    """A whole number; `71.814` is seventy-one thousand."""

    default_error_messages = {
        "min_value": _("The number must be at least %(limit_value)s."),
        "max_value": _("The number must be at most %(limit_value)s."),
    }

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        if not str(value).strip():
            return None
        number = parse_number(str(value))
        if number != number.to_integral_value():
            raise ValidationError(_("Write a whole number, without decimals."), "invalid")
        if abs(number) >= 2**63:
            raise ValidationError(_("This number is too large."), "invalid")
        return int(number)


class NumberField(_NumberMixin, forms.DecimalField):
    """A number with decimals after a comma: `1.234,5`."""

    default_error_messages = WholeNumberField.default_error_messages

    def to_python(self, value):
        if value in self.empty_values or not str(value).strip():
            return None
        return value if isinstance(value, Decimal) else parse_number(str(value))


def parse_day(raw: str) -> date:
    """A day as dd/mm/yyyy (also with dots, hyphens, or as 2020-08-03). ValidationError with the reason otherwise."""
    raw = raw.strip()
    if match := _ISO.fullmatch(raw):
        year, month, day = match.groups()
    elif match := _DAY.fullmatch(raw):
        day, month, year = match.groups()
    else:
        raise ValidationError(
            _("Write the day as day/month/year, for example 02/01/2020. You typed “%(value)s”."),
            "invalid",
            {"value": _shown(raw)},
        )
    if len(year) != 4:
        raise ValidationError(_("Write all four digits of the year, for example 2020."), "invalid")
    try:
        value = date(int(year), int(month), int(day))
    except ValueError as error:
        written = f"{day:0>2}/{month:0>2}/{year}"
        raise ValidationError(_("The day %(day)s is not in the calendar."), "invalid", {"day": written}) from error
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        limits = {"first": f"{FIRST_YEAR}", "last": f"{LAST_YEAR}"}
        raise ValidationError(_("The year must lie between %(first)s and %(last)s."), "invalid", limits)
    return value


class DayInput(forms.DateInput):
    """A text input for dd/mm/yyyy; browsers' own date inputs show American dates on many machines."""

    def __init__(self, attrs=None, format=None):
        super().__init__({"placeholder": _("dd/mm/yyyy"), "autocomplete": "off", "size": 12, **(attrs or {})}, format)

    def format_value(self, value):
        return display.day(value) if isinstance(value, date) else value


class DayField(forms.DateField):
    """A day typed as dd/mm/yyyy."""

    widget = DayInput

    def to_python(self, value):
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else parse_day(str(value))


class MomentInput(forms.DateTimeInput):
    """A text input for dd/mm/yyyy HH:MM."""

    def __init__(self, attrs=None, format=None):
        super().__init__(
            {"placeholder": _("dd/mm/yyyy hh:mm"), "autocomplete": "off", "size": 18, **(attrs or {})}, format
        )

    def format_value(self, value):
        return display.moment(value) if isinstance(value, datetime) else value


class MomentField(forms.DateTimeField):
    """A day and a time of day in the local time zone; a day alone is its first minute."""

    widget = MomentInput

    def prepare_value(self, value):
        return value

    def to_python(self, value):
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, datetime):
            return value if timezone.is_aware(value) else timezone.make_aware(value)
        raw, hour, minute = str(value).strip(), 0, 0
        if match := _MOMENT.fullmatch(raw):
            raw, hour, minute = match[1], int(match[2]), int(match[3] or 0)
        day = value if isinstance(value, date) else parse_day(raw)
        if hour > 23 or minute > 59:
            raise ValidationError(_("Write the time as hours:minutes, from 00:00 to 23:59."), "invalid")
        return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))


class MonthField(forms.CharField):
    """A reporting month typed as mm/yyyy (or 2020-06, as in addresses); gives a common.months.Month."""

    def to_python(self, value):
        if isinstance(value, Month) or value in self.empty_values:
            return value or None
        match = _MONTH.fullmatch(str(value).strip())
        try:
            year, month = (match[2] or match[3], match[1] or match[4]) if match else ("", "")
            return Month(int(year), int(month))
        except ValueError as error:
            raise ValidationError(
                _("Write the month as month/year, for example 06/2020. You typed “%(value)s”."),
                "invalid",
                {"value": _shown(value)},
            ) from error

    def prepare_value(self, value):
        return value.label if isinstance(value, Month) else value

    def widget_attrs(self, widget):
        return {"placeholder": _("mm/yyyy"), "autocomplete": "off", "size": 9}


class LineField(forms.CharField):
    """One line of text: NFC, Đ for Eth, single blanks, no control characters."""

    clean_text = staticmethod(text.one_line)

    def to_python(self, value):
        if value in self.empty_values:
            return self.empty_value
        value = self.clean_text(str(value))
        if value == "":
            return self.empty_value
        if self.max_length is not None and len(value) > self.max_length:
            self._refuse_length(len(value))
        return value

    def _refuse_length(self, length: int):
        # Instead of the maxlength attribute, with which browsers cut pasted text without a word.
        raise ValidationError(
            ngettext_lazy(
                "At most %(limit)s character; you typed %(length)s.",
                "At most %(limit)s characters; you typed %(length)s.",
                self.max_length,
            ),
            "max_length",
            {"limit": display.number(self.max_length), "length": display.number(length)},
        )

    def widget_attrs(self, widget):
        return {}


class TextField(LineField):
    """Text of several lines, normalised, line breaks kept."""

    widget = forms.Textarea
    clean_text = staticmethod(text.normalise)

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)


class ReasonField(LineField):
    """Why something is changed; it stands in the record's history for good."""

    def __init__(self, **kwargs):
        defaults = {
            "label": _("Reason"),
            "max_length": 500,
            "help_text": _("Kept in the history of the record, with your name."),
            "error_messages": {"required": _("Write the reason for the change.")},
        }
        super().__init__(**{**defaults, **kwargs})


class YesNoField(forms.TypedChoiceField):
    """Yes or no as a select; with `required=False` also `empty_label` (None), "not known" unless given."""

    def __init__(self, *, empty_label=None, **kwargs):
        if empty_label is None:
            empty_label = CHOOSE if kwargs.get("required", True) else _("not known")
        choices = [("", empty_label), ("true", _("yes")), ("false", _("no"))]
        super().__init__(choices=choices, coerce=lambda value: value == "true", empty_value=None, **kwargs)

    def prepare_value(self, value):
        return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value
