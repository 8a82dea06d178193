"""Forms of what a unit enters once a month: treasury months and monthly counts."""

from django.utils.translation import gettext_lazy as _

from common import clock, forms
from common.months import Month
from communes.forms.base import UnitField, offer_units, row_field
from communes.models import Unit
from services.forms.base import RulesInAction
from services.forms.filings import keep
from services.models import ActivityMonth, TreasuryMonth
from services.models.activity import COLUMNS


class UnitMonthForm(RulesInAction, forms.ModelForm):
    """A unit and a month; for a new entry the month before this one."""

    unit = UnitField()
    month = forms.MonthField(label=_("Month"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)
        keep(self, "unit", Unit, self.instance.unit_id)
        if self.instance.pk:
            self.initial["month"] = self.instance.period
        else:
            self.initial.setdefault("month", Month.of(clock.today()) - 1)


class TreasuryForm(UnitMonthForm):
    """A unit's transactions of a month."""

    class Meta:
        model = TreasuryMonth
        fields = ["unit", "transactions", "online", "returned", "note"]

    field_order = ["unit", "month", "transactions", "online", "returned", "note"]


class ConfirmationForm(forms.Form):
    """When the treasury confirmed the month, and by which paper."""

    confirmed_on = row_field(TreasuryMonth, "confirmed_on", required=True)
    confirmation = row_field(TreasuryMonth, "confirmation")


class ActivityForm(UnitMonthForm):
    """What a unit counted by hand in a month."""

    class Meta:
        model = ActivityMonth
        fields = ["unit", *COLUMNS, "note"]

    field_order = ["unit", "month", *COLUMNS, "note"]
