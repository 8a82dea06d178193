"""Pages of the catalogue of software and of the uses of programmes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import clock
from common.views import RecordHistory, RegisterAction, RegisterCreate, RegisterDetail, RegisterEdit
from communes.actions import software
from communes.filters.registers import SoftwareFilter, SoftwareUseFilter
from communes.forms.network import EndForm
from communes.forms.software import LeadForm, SoftwareCreateForm, SoftwareForm, UseCreateForm, UseForm
from communes.models import Software, SoftwareUse
from communes.scope import scope_of
from communes.tables.software import LeadTable, ProgrammeUseTable, SoftwareTable, SoftwareUseTable, UseOverTimeTable
from communes.views.base import OfDayList

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
        """The programme, when the page was opened from its own."""
        wanted = self.request.GET.get("software", "")
        return {"software": int(wanted)} if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else {}

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
