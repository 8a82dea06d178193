"""Forms of the reasons why people did not use a channel."""

from django.utils.translation import gettext_lazy as _

from common import clock, forms
from common.months import Month
from communes.forms.base import UnitField, offer_units
from communes.models import Unit
from services.forms.base import RulesInAction
from services.forms.filings import NO_NAMES, keep, offer_procedures
from services.models import Procedure, ReasonCount, UnusedChannel, causes_of

# Beyond this a number is a slip of the hand: no unit has as many visitors in a month.
MOST_PEOPLE = 100_000


class ReasonsForm(forms.Form):
    """What a unit counted in a month: a number for each reason, by the channel that was not used."""

    template_name = "services/reasons_fields.html"

    unit = UnitField()
    month = forms.MonthField(label=_("Month"))
    procedure = forms.ModelChoiceField(
        Procedure.objects.none(), label=_("Procedure"), required=False, empty_label=_("any procedure"),
        help_text=_("Leave this as it is if you did not ask what people came for."),
    )  # fmt: skip
    note = forms.LineField(label=_("Note"), required=False, max_length=500, help_text=NO_NAMES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)
        offer_procedures(self)
        self.initial.setdefault("month", Month.of(clock.today()) - 1)
        for channel in UnusedChannel:
            for cause in causes_of(channel):
                self.fields[f"{channel}_{cause}"] = forms.WholeNumberField(
                    label=cause.label, required=False, min_value=0, max_value=MOST_PEOPLE
                )

    @property
    def head(self) -> list:
        """The fields above the numbers."""
        return [self[name] for name in ("unit", "month", "procedure")]

    @property
    def groups(self) -> list[tuple]:
        """(channel in words, its fields) for each channel."""
        return [
            (channel.label, [self[f"{channel}_{cause}"] for cause in causes_of(channel)]) for channel in UnusedChannel
        ]

    @property
    def foot(self) -> list:
        """The fields beneath the numbers."""
        return [self["note"]]

    def values(self) -> dict:
        """As services.actions.reasons.record takes it."""
        found = super().values()
        people = {
            (channel.value, cause.value): found.pop(f"{channel}_{cause}")
            for channel in UnusedChannel
            for cause in causes_of(channel)
        }
        return found | {"people": people}


class ReasonForm(RulesInAction, forms.ModelForm):
    """One count, to correct it."""

    unit = UnitField()
    month = forms.MonthField(label=_("Month"))

    class Meta:
        model = ReasonCount
        fields = ["unit", "channel", "procedure", "cause", "people", "note"]

    field_order = ["unit", "month", "channel", "procedure", "cause", "people", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)
        offer_procedures(self)
        keep(self, "unit", Unit, self.instance.unit_id)
        keep(self, "procedure", Procedure, self.instance.procedure_id)
        self.initial["month"] = self.instance.period
        self.fields["procedure"].empty_label = _("any procedure")
        self.fields["note"].help_text = NO_NAMES
