"""Forms of the register of filings. None asks for a citizen's name."""

from django.db.models import Q
from django.forms import Textarea
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common import clock, forms
from common.folding import FoldedMixin
from common.quick import QuickMomentField
from communes.forms.base import MOST_OPTIONS, UnitField, offer_units, row_field
from communes.forms.together import ManyForm
from communes.models import Unit, UnitClosure, UnitKind
from services import statuses
from services.forms.base import RulesInAction
from services.models import Channel, Filing, FilingStatus, Procedure, ProcedureOffer
from services.numbering import habit_of

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
        field_classes = {"received_time": QuickMomentField}

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

    def validate_unique(self):
        """The action says which filing has the code already."""


class FilingCreateForm(FoldedMixin, FilingForm):
    """A new filing, in a few keys: of the code its number, or nothing at all; the procedure by a part of its name."""

    head = ("unit",)
    more = ("status", "result_channel", "promised_time", "in_system", "resolving_unit", "note")
    usual = ("status", "in_system", "result_channel", "resolving_unit")
    # What a filing hands on to the one that is typed after it.
    kept = ("unit", "procedure", "channel", "in_system", "resolving_unit")
    field_order = ["unit", "procedure", "code", "received_time", "channel"]

    status = forms.TypedChoiceField(
        label=_("Status"),
        choices=[(status.value, status.label) for status in statuses.FIRST],
        initial=FilingStatus.ACCEPTED,
        coerce=int,
    )
    result_channel = forms.ChoiceField(
        label=_("Channel of the result"),
        choices=[("", _("by post if it came by post, otherwise in person")), *Channel.choices],
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code, procedure = self.fields["code"], self.fields["procedure"]
        code.required = False
        code.help_text = _("The number alone is enough, for example 12.")
        if self.next_code:
            code.widget.attrs["placeholder"] = self.next_code
            code.help_text = _("Empty means the next one, %(code)s. The number alone is enough, for example 12.") % {
                "code": self.next_code
            }
        procedure.widget.attrs |= {"data-kinds": True, "data-first": True}
        procedure.empty_label = _("type a part of the name or of the code")
        if not self.is_bound:
            procedure.widget.attrs["autofocus"] = True

    @cached_property
    def next_code(self) -> str:
        """What an empty field becomes unless somebody else enters first; empty while unit or habit are unknown."""
        unit, moment = self.initial.get("unit"), self.initial.get("received_time")
        habit = habit_of(unit) if unit and moment else None
        return habit.next_code(timezone.localtime(moment).date()) if habit else ""


class FilingEditForm(FilingForm):
    """A correction; of a finished filing its times too. The status goes on by its own buttons."""

    class Meta:
        model = Filing
        fields = [
            "unit", "procedure", "code", "received_time", "channel", "promised_time", "finished_time", "returned_time",
            "result_channel", "paid_online", "electronic_result", "digitised", "in_system", "resolving_unit", "note",
        ]  # fmt: skip
        field_classes = dict.fromkeys(("received_time", "finished_time", "returned_time"), QuickMomentField)

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


class TableForm(forms.Form):
    """Several filings, pasted from a spreadsheet."""

    unit = UnitField(label=_("Received at"))
    table = forms.TextField(
        label=_("Table"),
        widget=Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=_(
            "Copy the cells in the spreadsheet, headings included, and paste them here. All rows or none. Headings: "
            "filing code, procedure code, received; channel and note may be there. Row 1 is the one below the headings."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)


class StepForm(forms.Form):
    """One step of a filing and when it happened."""

    at = QuickMomentField(label=_("When"), initial=clock.now)


class StatusForm(StepForm):
    """The statuses that may follow and have no button of their own."""

    status = forms.TypedChoiceField(label=_("New status"), coerce=int)

    field_order = ["status", "at"]

    def __init__(self, *args, filing: Filing, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [("", forms.CHOOSE), *next_statuses(filing)]
        # What was sent is none of these: the page was opened before somebody else went on, or the address was made up.
        self.fields["status"].error_messages["invalid_choice"] = _(
            "From “%(now)s” the filing cannot go there by this page. Choose from the list, or use the other buttons."
        ) % {"now": filing.get_status_display()}


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


class FinishManyForm(ManyForm):
    """When several filings were resolved."""

    at = QuickMomentField(label=_("When"), initial=clock.now)
    field_order = ["at", "leave_out"]


class ReturnManyForm(FinishManyForm):
    """How several citizens got their results."""

    result_channel = forms.ChoiceField(
        label=_("Channel of the result"),
        choices=[("", _("each as it is noted")), *Channel.choices],
        required=False,
    )
    field_order = ["at", "result_channel", "leave_out"]


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
    """Let the field choose among the procedures that units within reach offer or have offered, those in use first.

    Whether the unit offers it on the day of receipt, the action says.
    """
    units = Unit.objects.writable_by(form.user).values("pk")
    offers = ProcedureOffer.objects.filter(unit__in=units)
    found = Procedure.objects.filter(pk__in=offers.values("procedure_id")).order_by("sort_key")
    field = form.fields[name]
    if found.count() > MOST_OPTIONS:
        form.fields[name] = forms.LookupField(
            found, url="services:procedure-lookup", key="code", label=field.label, required=field.required
        )
        return
    field.queryset = found.in_order_of(Filing.objects.used_lately(form.initial.get("unit")))


def resolving_units(user):
    """Offices beside or above the units in which the person writes, and those units themselves.

    Their names are on every door; that the person sees nothing of their registers does not matter here.
    """
    today = clock.today()
    return resolvers_of(Unit.objects.writable_by(user).in_force(on=today)).in_force(on=today).in_vietnamese_order()


def resolvers_of(units):
    """Who may resolve what these units receive, on any day: offices beside or above them, and communes among them."""
    above = UnitClosure.objects.filter(descendant__in=units).values("ancestor_id")
    offices = Q(kind=UnitKind.OFFICE, parent__in=above)
    return Unit.objects.filter(offices | Q(pk__in=units.values("pk"), kind=UnitKind.COMMUNE))


def keep(form, name: str, model, pk: int | None) -> None:
    """Leave the present value among the choices and chosen, whatever has ended since."""
    field = form.fields[name]
    if pk is not None:
        form.initial[name] = pk
    if pk is not None and not field.queryset.filter(pk=pk).exists():
        ids = [*field.queryset.values_list("pk", flat=True), pk]
        field.queryset = model.objects.filter(pk__in=ids).order_by("sort_key")
