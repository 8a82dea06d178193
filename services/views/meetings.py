"""Pages of the register of online meetings."""

from django.utils.translation import gettext_lazy as _

from common import clock
from common.views import RecordHistory, RegisterCreate, RegisterDetail, RegisterEdit, RegisterList
from communes.models import UnitClosure
from communes.scope import scope_of
from services.actions import meetings
from services.filters import MeetingFilter
from services.forms.others import MeetingForm
from services.models import Meeting
from services.tables import AttendanceTable, MeetingTable
from services.views.base import sees_one_unit


class MeetingPages:
    """What all pages of the register share."""

    model, register = Meeting, "services:meeting"
    select_related = ("host_unit",)

    def can_write(self, user, obj=None) -> bool:
        """Reviewers, for meetings that a unit of theirs held."""
        return scope_of(user).may("catalogue", obj.host_unit_id if obj is not None else None)


class MeetingList(MeetingPages, RegisterList):
    """Meetings, the newest first."""

    table_class, filterset_class = MeetingTable, MeetingFilter
    title = _("Online meetings")
    ordering = ("-held_on",)

    def get_queryset(self):
        return super().get_queryset().with_numbers(self.request.user)

    def get_context_data(self, **kwargs):
        """Numbers of units for those who see several."""
        context = super().get_context_data(**kwargs)
        hidden = ["invited", "attended"] if sees_one_unit(self.request.user) else ["own_part"]
        for name in hidden:
            context["table"].columns.hide(name)
        return context


class MeetingDetail(MeetingPages, RegisterDetail):
    """One meeting with the units that the person sees."""

    groups = [("", ["subject", "held_on", (_("Held by"), lambda obj: obj.host_unit.title), "note"])]

    def related_tables(self, obj):
        rows = obj.attendances.visible_to(self.request.user).select_related("unit").order_by("unit__sort_key")
        return [(_("Units invited"), AttendanceTable, rows)]


class MeetingFormPage(MeetingPages):
    """The two pages with the table of units."""

    template_name = "services/meeting_form.html"


class MeetingCreate(MeetingFormPage, RegisterCreate):
    """A new meeting."""

    form_class = MeetingForm
    title = _("Enter an online meeting")

    def get_initial(self):
        """Today, held by the person's district."""
        home = scope_of(self.request.user).home_unit_id
        above = UnitClosure.objects.filter(descendant_id=home, ancestor__kind="district").first()
        return {"held_on": clock.today(), "host_unit": above.ancestor_id if above else None}

    def perform(self, form):
        return meetings.create(by=self.request.user, **form.values())


class MeetingEdit(MeetingFormPage, RegisterEdit):
    """Correct a meeting or its list."""

    form_class = MeetingForm

    def perform(self, form):
        return meetings.change(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class MeetingHistory(MeetingPages, RecordHistory):
    """Who changed what, when and why."""

    def history_objects(self, obj):
        return [obj, *obj.attendances.visible_to(self.request.user)]
