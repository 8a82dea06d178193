"""Forms of the follow-ups."""

from django.forms import Textarea
from django.utils.translation import gettext_lazy as _

from common import clock, forms
from communes.actions.follow_ups import usual_deadline
from communes.forms.base import UnitField, UnitsField, offer_units, row_field
from communes.models import FollowUp, Software, Unit

DEADLINE_HELP = _("Today or later. A day off (weekend or holiday) is moved to the next working day.")


class DeadlineField(forms.DayField):
    """The day by which the unit answers; ten working days from today unless the person says otherwise."""

    def __init__(self, **kwargs):
        defaults = {
            "label": _("Answer due"),
            "help_text": DEADLINE_HELP,
            "initial": lambda: usual_deadline(clock.today()),
        }
        super().__init__(**{**defaults, **kwargs})


def _box():
    return Textarea(attrs={"rows": 5})


def _usual():
    return usual_deadline(clock.today())


class AskForm(forms.Form):
    """A follow-up of one unit, about a programme or anything else."""

    unit = UnitField()
    software = forms.ModelChoiceField(
        queryset=Software.objects.order_by("sort_key"), label=_("Programme"), required=False,
        empty_label=_("no programme in particular"),
    )  # fmt: skip
    subject = row_field(FollowUp, "subject", help_text=_("Without “V/v”; it stands in the letter."))
    text = row_field(FollowUp, "text", help_text=_("A few sentences for the letter; may stay empty."), widget=_box())
    deadline = DeadlineField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self, capability="follow_up")


class AskSeveralForm(forms.Form):
    """One subject and deadline for several units: all `units` that miss the programme, ticked but for those `asked`."""

    units = UnitsField(Unit.objects.none(), label=_("Units"))
    subject = AskForm.base_fields["subject"]
    text = AskForm.base_fields["text"]
    deadline = DeadlineField()

    def __init__(self, *args, units, asked, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units
        self.fields["units"].error_messages["required"] = _("Choose at least one unit.")
        self.initial["units"] = [unit.pk for unit in units if unit.pk not in asked]


class DeadlineForm(forms.Form):
    """Another deadline."""

    deadline = DeadlineField(label=_("New deadline"))


class AnswerForm(forms.Form):
    """What the unit says."""

    answer = row_field(
        FollowUp, "answer", required=True, help_text=_("What has been done, since when; or why not."), widget=_box()
    )


class CloseForm(forms.Form):
    """Done with."""

    closing_note = row_field(
        FollowUp, "closing_note", help_text=_("May stay empty when the unit has answered; otherwise say why.")
    )
