"""Pages of the catalogue of software and of the uses of programmes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common import clock, display
from common.views import RecordHistory, RegisterAction, RegisterCreate, RegisterDetail, RegisterEdit
from communes.actions import software
from communes.filters.registers import SoftwareFilter, SoftwareUseFilter
from communes.forms.network import EndForm
from communes.forms.software import LeadForm, SoftwareCreateForm, SoftwareForm, UseCreateForm, UseForm
from communes.models import FollowUp, Software, SoftwareKind, SoftwareLead, SoftwareUse, UnitKind
from communes.scope import scope_of
from communes.tables.software import LeadTable, ProgrammeUseTable, SoftwareTable, SoftwareUseTable, UseOverTimeTable
from communes.views.base import OfDayList, numbers_of

# --- The catalogue ---------------------------------------------------------------------------------------------------


class SoftwarePages:
    """What all pages of the catalogue share: reviewers keep it, everybody reads it."""

    model, register = Software, "communes:software"

    def can_write(self, user, obj=None) -> bool:
        return scope_of(user).may("catalogue")


class SoftwareList(SoftwarePages, OfDayList):
    """The catalogue as of a day."""

    template_name = "communes/software_list.html"
    table_class, filterset_class = SoftwareTable, SoftwareFilter
    is_confirmed = True
    title = _("Software")
    ordering = ("sort_key",)
    unit_path = None

    def get_context_data(self, **kwargs):
        """Adds how many specialised programmes the reader's territory has, and what the own unit has to answer."""
        user, day = self.request.user, self.filterset.day
        return super().get_context_data(specialised=specialised_led(user, on=day), owed=owed_by(user), **kwargs)


class SoftwareDetail(SoftwarePages, RegisterDetail):
    """One programme: who leads it, who uses it."""

    groups = [(_("Programme"), ["name", "kind", "sector", "note"])]
    actions = [("lead", _("Set the lead unit"))]

    def related_tables(self, obj):
        leads = obj.leads.select_related("unit").order_by("-since")
        uses = obj.uses.visible_to(self.request.user).in_force(on=clock.today()).select_related("unit")
        return [
            (_("Uses in units"), ProgrammeUseTable, uses.order_by("unit__sort_key", "pk")),
            (_("Lead units"), LeadTable, leads),
        ]

    def get_buttons(self, obj):
        """Officials add their unit's use from here."""
        found = super().get_buttons(obj)
        if software.may_write_use(self.request.user, None):
            address = reverse("communes:software-use-create", query={"software": obj.pk})
            found.append({"label": _("Add a use"), "url": address, "kind": "plain"})
        if scope_of(self.request.user).may("follow_up"):
            found.append({"label": _("Follow up missing units"), "url": self.url("ask", obj), "kind": "plain"})
        return found


class SoftwareCreate(SoftwarePages, RegisterCreate):
    """A new entry of the catalogue."""

    form_class = SoftwareCreateForm
    title = _("Add a programme")

    def perform(self, form):
        return software.create(by=self.request.user, **form.values())


class SoftwareEdit(SoftwarePages, RegisterEdit):
    """Correct an entry."""

    form_class = SoftwareForm

    def perform(self, form):
        return software.change(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class SoftwareSetLead(SoftwarePages, RegisterAction):
    """Another lead unit from a day on."""

    form_class, reason, act = LeadForm, "optional", "lead"
    title, verb = _("Set the lead unit"), _("Save the lead unit")
    sentence = _("From the day given this unit leads the programme. The past stays as it is.")

    def perform(self, form):
        return software.lead(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class SoftwareHistory(SoftwarePages, RecordHistory):
    """Who changed what, when and why; lead units too."""

    def history_objects(self, obj):
        return [obj, *obj.leads.all()]


def specialised_led(user, *, on) -> str:
    """The fact for who reads a district or province, as the measure counts it: each programme at its one lead unit."""
    scope = scope_of(user)
    if scope.readable is not None and scope.home_unit.kind not in (UnitKind.DISTRICT, UnitKind.PROVINCE):
        return ""
    leads = SoftwareLead.objects.visible_to(user).in_force(on=on)
    number = leads.filter(software__kind=SoftwareKind.SPECIALISED).count()
    text = ngettext(
        "%(number)s specialised programme, counted once.", "%(number)s specialised programmes, each counted once.",
        number,
    )  # fmt: skip
    return text % {"number": display.number(number)} if number else ""


def owed_by(user) -> str:
    """How many follow-ups wait for the answer of the person's units; nothing for who answers none."""
    scope = scope_of(user)
    unit_ids = scope.units_for("answer")
    if not unit_ids:
        return ""
    number = FollowUp.objects.waiting().filter(unit__in=unit_ids).count()
    text = ngettext(
        "%(number)s follow-up waits for the answer of your unit.",
        "%(number)s follow-ups wait for the answer of your unit.",
        number,
    )
    return text % {"number": display.number(number)} if number else ""


# --- Uses ------------------------------------------------------------------------------------------------------------


class UsePages:
    """What all pages of the uses share: officials write those of their unit, reviewers those of the district."""

    model, register = SoftwareUse, "communes:software-use"
    select_related = ("software", "unit")

    def can_write(self, user, obj=None) -> bool:
        return software.may_write_use(user, obj.unit_id if obj is not None else None)

    def can_act(self, user, obj, name: str) -> bool:
        return obj.until is None and self.can_write(user, obj)


class UseList(UsePages, OfDayList):
    """Uses as of a day."""

    table_class, filterset_class = SoftwareUseTable, SoftwareUseFilter
    is_confirmed = True
    title = _("Uses of programmes")
    ordering = ("software__sort_key", "unit__sort_key")


class UseDetail(UsePages, RegisterDetail):
    """One unit's use of one programme over one stretch of time."""

    groups = [
        (
            _("Use"),
            ["software", "unit", "required", "in_use", "accounts", "accounts_active", "updated_on", "since", "until"],
        ),
    ]  # fmt: skip
    actions = [("change", _("Change from a day on")), ("end", _("No longer in use"))]

    def related_tables(self, obj):
        rows = SoftwareUse.objects.filter(software=obj.software_id, unit=obj.unit_id)
        return [(_("This unit's use over time"), UseOverTimeTable, rows.order_by("-since"))]


class UseCreate(UsePages, RegisterCreate):
    """A unit begins to use a programme."""

    form_class = UseCreateForm
    title = _("Add a use")

    def get_initial(self):
        """The programme, when the page was opened from its own; the unit too, from a cell of the matrix."""
        return numbers_of(self.request.GET, "software", "unit", user=self.request.user)

    def perform(self, form):
        return software.add_use(by=self.request.user, **form.values())


class UseChange(UsePages, RegisterAction):
    """Other numbers from a day on."""

    form_class, reason, act = UseForm, "optional", "change"
    title, verb = _("Change from a day on"), _("Save")
    sentence = _("From the day given these values hold. The past stays as it is.")

    def get_initial(self):
        names = ("required", "in_use", "accounts", "accounts_active", "updated_on")
        return {name: getattr(self.object, name) for name in names}

    def perform(self, form):
        return software.change_use(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class UseEnd(UsePages, RegisterAction):
    """The unit no longer uses the programme."""

    form_class, reason, act = EndForm, "optional", "end"
    title, verb = _("The use ends"), _("End the use")
    sentence = _("From the day given the unit no longer uses the programme. The past stays as it is.")

    def perform(self, form):
        return software.end_use(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class UseHistory(UsePages, RecordHistory):
    """Who changed what, when and why, over all rows of the unit and programme."""

    def history_objects(self, obj):
        return list(SoftwareUse.objects.filter(software=obj.software_id, unit=obj.unit_id))
