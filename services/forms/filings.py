"""Forms of the register of filings. None asks for a citizen's name."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock, forms
from communes.forms.base import MOST_OPTIONS, UnitField, offer_units, row_field
from communes.models import Unit, UnitClosure, UnitKind
from services import statuses
from services.forms.base import RulesInAction
from services.models import Filing, FilingStatus, Procedure

NO_NAMES = _("Do not write names of applicants or other citizens here.")
# Their steps have buttons, times and rows of their own.
OWN_STEPS = (FilingStatus.SUPPLEMENT_REQUESTED, FilingStatus.COMPLETED, FilingStatus.RESULT_RETURNED)


class FilingForm(RulesInAction, forms.ModelForm):
    """What is written down at the desk."""

    unit = UnitField(label=_("Received at"))

    class Meta:
        model = Filing
        fields = [
            "unit", "procedure", "code", "received_time", "channel", "promised_time", "in_system", "resolving_unit",
            "note",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)
        offer_procedures(self)
        self.fields["code"].help_text = _("Agency, day and number, for example 000.00.12.H38-200617-0001.")
        self.fields["promised_time"].help_text = _(
            "Leave empty: it is computed from the time limit, holidays and swapped working days."
        )
        self.fields["note"].help_text = NO_NAMES
        self.fields["resolving_unit"].queryset = resolving_units(self.user)
        self.fields["resolving_unit"].empty_label = _("the unit that received it")


class FilingCreateForm(FilingForm):
    """A new filing."""

    status = forms.TypedChoiceField(
        label=_("Status"),
        choices=[(status.value, status.label) for status in statuses.FIRST],
        initial=FilingStatus.ACCEPTED,
        coerce=int,
    )


class FilingEditForm(FilingForm):
    """A correction; of a finished filing its times too. The status goes on by its own buttons."""

    class Meta:
        model = Filing
        fields = [
            "unit", "procedure", "code", "received_time", "channel", "promised_time", "finished_time", "returned_time",
            "result_channel", "paid_online", "electronic_result", "digitised", "in_system", "resolving_unit", "note",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        filing = self.instance
        keep(self, "unit", Unit, filing.unit_id)
        keep(self, "procedure", Procedure, filing.procedure_id)
        keep(self, "resolving_unit", Unit, filing.resolving_unit_id)
        for name in ("finished_time", "returned_time"):
            if getattr(filing, name) is None:
                del self.fields[name]
            else:
                self.fields[name].required = True


class StepForm(forms.Form):
    """One step of a filing and when it happened."""

    at = forms.MomentField(label=_("When"), initial=clock.now)


class StatusForm(StepForm):
    """The statuses that may follow and have no button of their own."""

    status = forms.TypedChoiceField(label=_("New status"), coerce=int)

    field_order = ["status", "at"]

    def __init__(self, *args, filing: Filing, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [("", "---------"), *next_statuses(filing)]


class FinishForm(StepForm):
    """What is known when a filing is resolved."""

    electronic_result = row_field(Filing, "electronic_result")
    digitised = row_field(Filing, "digitised")
    paid_online = row_field(Filing, "paid_online")


class ReturnForm(StepForm):
    """How the citizen got the result."""

    result_channel = row_field(Filing, "result_channel")
    electronic_result = row_field(Filing, "electronic_result")
    paid_online = row_field(Filing, "paid_online")


def next_statuses(filing: Filing) -> list[tuple[int, str]]:
    """(value, label) of the statuses that may follow and have no button of their own."""
    waits = filing.status == FilingStatus.SUPPLEMENT_REQUESTED
    return [
        (status.value, status.label)
        for status in statuses.TRANSITIONS[filing.status]
        # A filing that waits for papers goes on by their arrival.
        if status not in OWN_STEPS and not (waits and status == FilingStatus.IN_PROGRESS)
    ]


def offer_procedures(form, name: str = "procedure") -> None:
    """Let the field choose among the procedures that units within reach offer today."""
    units = Unit.objects.writable_by(form.user).values("pk")
    found = Procedure.objects.offered_at(units, on=clock.today()).order_by("sort_key")
    field = form.fields[name]
    if found.count() > MOST_OPTIONS:
        form.fields[name] = forms.LookupField(
            found, url="services:procedure-lookup", key="code", label=field.label, required=field.required
        )
        return
    field.queryset = found


def resolving_units(user):
    """Offices beside or above the units in which the person writes, and those units themselves.

    Their names are on every door; that the person sees nothing of their registers does not matter here.
    """
    writable = Unit.objects.writable_by(user).in_force(on=clock.today())
    above = UnitClosure.objects.filter(descendant__in=writable).values("ancestor_id")
    offices = Q(kind=UnitKind.OFFICE, parent__in=above)
    near = offices | Q(pk__in=writable.values("pk"), kind=UnitKind.COMMUNE)
    return Unit.objects.in_force(on=clock.today()).filter(near).in_vietnamese_order()


def keep(form, name: str, model, pk: int | None) -> None:
    """Leave the present value among the choices and chosen, whatever has ended since."""
    field = form.fields[name]
    if pk is not None:
        form.initial[name] = pk
    if pk is not None and not field.queryset.filter(pk=pk).exists():
        ids = [*field.queryset.values_list("pk", flat=True), pk]
        field.queryset = model.objects.filter(pk__in=ids).order_by("sort_key")
