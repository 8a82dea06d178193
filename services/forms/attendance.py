"""Who was invited to a meeting and attended: one line a unit with three choices."""

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NOT_INVITED, ABSENT, ATTENDED = "", "absent", "attended"
LABELS = {NOT_INVITED: _("not invited"), ABSENT: _("absent"), ATTENDED: _("attended")}


def _states(value) -> dict[int, str]:
    """unit id -> state, of what a form holds (states) or a record (truth values)."""
    words = {True: ATTENDED, False: ABSENT}
    return {pk: words.get(state, state) if isinstance(state, bool) else state for pk, state in (value or {}).items()}


class AttendanceWidget(django_forms.Widget):
    """A table with a line for each unit of `units`."""

    template_name = "services/attendance.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.units = []

    def value_from_datadict(self, data, files, name):
        """unit id -> what was chosen for it."""
        return {unit.pk: data.get(f"{name}-{unit.pk}", NOT_INVITED) for unit in self.units}

    def value_omitted_from_data(self, data, files, name):
        return not any(f"{name}-{unit.pk}" in data for unit in self.units)

    def id_for_label(self, id_):
        return ""

    def format_value(self, value) -> str:
        """In words, for comparing two edits."""
        states = _states(value)
        found = [f"{unit.title}: {LABELS[states[unit.pk]]}" for unit in self.units if states.get(unit.pk)]
        return "; ".join(found) or "–"

    def get_context(self, name, value, attrs):
        """Adds the lines and the heads of the columns."""
        context = super().get_context(name, value, attrs)
        states = _states(value)
        context["states"] = list(LABELS.items())
        context["lines"] = [
            (unit.title, [(f"{name}-{unit.pk}", state, label, states.get(unit.pk, NOT_INVITED) == state)
                          for state, label in LABELS.items()])
            for unit in self.units
        ]  # fmt: skip
        return context


class AttendanceField(django_forms.Field):
    """Gives {Unit: attended} of the units that were invited."""

    widget = AttendanceWidget
    default_error_messages = {
        "required": _("Choose the units that were invited."),
        "invalid_choice": _("Choose one of the values offered."),
    }

    def set_units(self, units) -> None:
        """The lines of the table."""
        self.widget.units = list(units)

    def clean(self, value):
        """ValidationError for an unknown state or when nobody was invited."""
        states = _states(value)
        if any(state not in LABELS for state in states.values()):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        found = {
            unit: states[unit.pk] == ATTENDED for unit in self.widget.units if states.get(unit.pk, NOT_INVITED)
        }  # fmt: skip
        if not found and self.required:
            raise ValidationError(self.error_messages["required"], "required")
        return found

    def has_changed(self, initial, data) -> bool:
        """Compares the states, not how they are written."""
        there = {pk: state for pk, state in _states(data).items() if state}
        return _states(initial) != there
