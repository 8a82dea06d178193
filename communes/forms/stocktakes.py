"""Forms of stock-takes: opening one, the sheet with a line for each device, a device found besides."""

import json

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from common import clock, forms
from communes.actions.stocktakes import TAKEN_OUT, Mark
from communes.forms.base import UnitField, offer_units, row_field
from communes.models import Condition, LineResult, StockTakeLine, Unit

# Shorter than the labels of the register: five answers stand on one line.
FOUND_CHOICES = [
    (Condition.GOOD.value, _("in good order")),
    (Condition.BROKEN.value, Condition.BROKEN.label),
    (Condition.PROPOSED.value, _("to be liquidated")),
]
# What may be ticked on a line that is on the books, and on one that is not.
BOOKED = [(LineResult.UNCHECKED.value, LineResult.UNCHECKED.label), *FOUND_CHOICES,
          (LineResult.MISSING.value, LineResult.MISSING.label)]  # fmt: skip
UNBOOKED = [*FOUND_CHOICES, (TAKEN_OUT, _("take this line out"))]
NOTHING = Mark(LineResult.UNCHECKED.value, "")


class OpenForm(forms.Form):
    """The unit and the day."""

    unit = UnitField()
    counted_on = forms.DayField(
        label=_("Day of the stock-take"),
        initial=clock.today,
        help_text=_("Usually 31/12. The sheet lists what the register has for this day."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)


class FoundForm(forms.Form):
    """A device that stands here and is not on the sheet."""

    kind = row_field(StockTakeLine, "kind")
    serial = row_field(
        StockTakeLine, "serial", help_text=_("If the number is registered somewhere, the system says where.")
    )
    name = row_field(StockTakeLine, "name", label=_("Make, model or description"))
    condition = forms.ChoiceField(label=_("Condition"), choices=FOUND_CHOICES, initial=Condition.GOOD)
    note = row_field(StockTakeLine, "note")


def marks_of(lines) -> dict[int, Mark]:
    """What is ticked on each line now."""
    return {line.pk: Mark(line.state, line.note) for line in lines}


class SheetWidget(django_forms.Widget):
    """The lines of a sheet, each with its answers and a note."""

    template_name = "communes/stocktake_lines.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.lines: list[StockTakeLine] = []
        self.first = 1

    def value_from_datadict(self, data, files, name) -> dict[int, Mark]:
        """Line -> what was ticked and typed; a line that was not sent is not among them."""
        return {
            line.pk: Mark(data[f"line-{line.pk}"], data.get(f"note-{line.pk}", ""))
            for line in self.lines
            if f"line-{line.pk}" in data
        }

    def value_omitted_from_data(self, data, files, name) -> bool:
        return not any(f"line-{line.pk}" in data for line in self.lines)

    def id_for_label(self, id_):
        return ""

    def get_context(self, name, value, attrs):
        """Adds the lines: place on the sheet, line, note, answers (value, label, whether chosen)."""
        context = super().get_context(name, value, attrs)
        marks = value or {}
        booked, unbooked = ([(key, str(label)) for key, label in choices] for choices in (BOOKED, UNBOOKED))
        context["lines"] = [
            (place, line, mark.note, [(key, label, key == mark.state)
                                      for key, label in (unbooked if line.registered_condition == "" else booked)])
            for place, line in enumerate(self.lines, self.first)
            for mark in [marks.get(line.pk, Mark(line.state, line.note))]
        ]  # fmt: skip
        return context


class SheetField(django_forms.Field):
    """Gives {line: Mark}; what is not one of the answers, or too long, is named by its place on the sheet."""

    widget = SheetWidget
    most = StockTakeLine._meta.get_field("note").max_length

    def clean(self, value):
        """ValidationError with a sentence for each line that cannot be used."""
        wrong = []
        for place, line in enumerate(self.widget.lines, self.widget.first):
            mark = value.get(line.pk)
            known = dict(UNBOOKED if line.registered_condition == "" else BOOKED)
            if mark is not None and mark.state not in known:
                wrong.append(_("Line %(line)s: choose one of the values offered.") % {"line": place})
            elif mark is not None and len(mark.note) > self.most:
                wrong.append(
                    _("Line %(line)s: the note is too long, at most %(most)s characters.")
                    % {"line": place, "most": self.most}
                )
        if wrong:
            raise forms.ValidationError(wrong)
        return value

    def has_changed(self, initial, data) -> bool:
        """Compared line by line by the form."""
        return bool(data) and initial != data


class SheetForm(forms.Form):
    """A part of a sheet. `seen` holds what the lines said when the page was opened: only what differs is saved, so that
    two people at one sheet do not undo each other's ticks."""

    lines = SheetField(label=_("Devices"))
    seen = django_forms.CharField(required=False, widget=django_forms.HiddenInput)

    def __init__(self, *args, lines=(), first: int = 1, **kwargs):
        super().__init__(*args, **kwargs)
        widget = self.fields["lines"].widget
        widget.lines, widget.first = list(lines), first
        self.initial["seen"] = written(marks_of(lines))

    @property
    def changed(self) -> dict[int, Mark]:
        """What the person ticked otherwise than the page showed it."""
        before, typed = self.before, self.fields["lines"].widget.value_from_datadict(self.data, {}, "lines")
        return {pk: mark for pk, mark in typed.items() if mark != before.get(pk, NOTHING)}

    @property
    def before(self) -> dict[int, Mark]:
        """What the page showed; lines that nobody had touched are not named."""
        return read(self.data.get("seen", ""))


def written(marks: dict[int, Mark]) -> str:
    """Marks as text, without those that say nothing."""
    return json.dumps({pk: list(mark) for pk, mark in marks.items() if mark != NOTHING}, ensure_ascii=False)


def read(text: str) -> dict[int, Mark]:
    """The marks of `written`; nothing for what cannot be read."""
    try:
        return {int(pk): Mark(str(state), str(note)) for pk, (state, note) in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


class ConfirmForm(forms.Form):
    """A unit, a month, the figures that were seen, and the list that the person came from."""

    BACK = ("confirmation-list", "equipment-list", "staff-list", "connection-list", "software-list",
            "software-use-list")  # fmt: skip

    unit = django_forms.ModelChoiceField(Unit.objects.all(), to_field_name="slug")
    month = forms.MonthField()
    seen = django_forms.CharField(required=False, max_length=60)
    back = forms.ChoiceField(choices=[(name, name) for name in BACK])
