"""Forms of meetings, holidays and swapped days."""

from django.forms import Textarea
from django.utils.translation import gettext_lazy as _

from common import clock, forms
from common.models import Holiday, SwappedWorkday
from communes.forms.base import UnitField, offer_units
from communes.models import Unit
from services.forms import holiday_lines
from services.forms.attendance import AttendanceField
from services.forms.base import RulesInAction
from services.forms.filings import keep
from services.models import Meeting


class MeetingForm(forms.ModelForm):
    """A meeting and the units that were invited and attended."""

    host_unit = UnitField(label=_("Held by"))
    attendances = AttendanceField(label=_("Units"))

    class Meta:
        model = Meeting
        fields = ["held_on", "host_unit", "subject", "note"]

    field_order = ["held_on", "host_unit", "subject", "attendances", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self, "host_unit", capability="catalogue")
        units = Unit.objects.in_force(on=clock.today()).writable_by(self.user, "catalogue")
        known = {}
        if self.instance.pk:
            keep(self, "host_unit", Unit, self.instance.host_unit_id)
            # Of a meeting of several districts each sees its own units.
            known = dict(self.instance.attendances.visible_to(self.user).values_list("unit_id", "attended"))
            units = Unit.objects.filter(pk__in=[*units.values_list("pk", flat=True), *known])
        self.fields["attendances"].set_units(units.exclude(kind="province").in_vietnamese_order())
        self.initial["attendances"] = known


class HolidayForm(forms.ModelForm):
    """A holiday."""

    class Meta:
        model = Holiday
        fields = ["day", "name", "legal_basis"]


class HolidaysForm(forms.Form):
    """The holidays of a year, or some of them, line by line."""

    days = forms.TextField(
        label=_("Holidays"),
        widget=Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=_(
            "A line for each day, or for days in a row: the day, then the name. For example “02/09/2022 National Day” "
            "or “31/01/2022-04/02/2022 Lunar New Year”. Cells of a spreadsheet can be pasted. All lines or none."
        ),
    )
    legal_basis = forms.house_formfield(
        Holiday._meta.get_field("legal_basis"), help_text=_("The decision that names these days.")
    )

    def clean_days(self) -> list:
        """[(day, name)], each day once."""
        return holiday_lines.read(self.cleaned_data["days"])


class SwapForm(RulesInAction, forms.ModelForm):
    """A swapped working day."""

    class Meta:
        model = SwappedWorkday
        fields = ["day_off", "worked_on", "legal_basis"]
