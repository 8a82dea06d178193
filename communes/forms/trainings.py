"""Forms that record one course for several people."""

from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.utils.translation import gettext_lazy as _

from common import clock, forms
from communes.forms.base import SinceField, UnitField, offer_units, row_field
from communes.models import StaffMember, Training, Unit
from communes.scope import scope_of


class UnitChoiceForm(forms.Form):
    """The unit whose people are offered; its value lives in the address."""

    unit = UnitField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)

    @property
    def chosen(self) -> Unit | None:
        """The unit chosen; else the only one in which the person writes, or the person's own."""
        if self.is_bound:
            return self.cleaned_data.get("unit") if self.is_valid() else None
        return self._usual

    @property
    def has_choice(self) -> bool:
        """Whether there is more than one unit to choose from."""
        queryset = self.fields["unit"].queryset
        return queryset[:2].count() > 1

    @property
    def _usual(self) -> Unit | None:
        home = scope_of(self.user).home_unit_id
        units = list(self.fields["unit"].queryset[:2])
        return units[0] if len(units) == 1 else next((unit for unit in units if unit.pk == home), None)


class PeopleField(ModelMultipleChoiceField):
    """People to tick, each with the post."""

    widget = CheckboxSelectMultiple

    def label_from_instance(self, obj):
        """Name and post: two people of a commune may have the same name."""
        return f"{obj.full_name} – {obj.position_here}"


class CourseForm(forms.Form):
    """A course and those who took it."""

    subject = row_field(Training, "subject")
    trained_on = SinceField(label=_("Day of the course"))
    people = PeopleField(
        StaffMember.objects.none(),
        label=_("Who took it"),
        error_messages={"required": _("Choose who took the course.")},
        help_text=_("Those who work, or this year worked, in the unit."),
    )

    def __init__(self, *args, unit=None, **kwargs):
        super().__init__(*args, **kwargs)
        if unit is not None:
            self.fields["people"].queryset = StaffMember.objects.worked_in(unit, year=clock.today().year)
