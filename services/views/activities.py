"""Pages of the monthly counts made by hand: feedback, outreach, guidance, tasks, security."""

from django.utils.translation import gettext_lazy as _

from common.views import RecordHistory, RegisterCreate, RegisterDetail, RegisterEdit, RegisterList
from communes.scope import scope_of
from services.actions import activities
from services.filters import ActivityFilter
from services.forms.unit_months import ActivityForm
from services.models import ActivityMonth
from services.models.activity import COLUMNS
from services.tables import ActivityTable


class ActivityPages:
    """What all pages of the register share."""

    model, register = ActivityMonth, "services:activity"
    select_related = ("unit",)

    def can_write(self, user, obj=None) -> bool:
        return scope_of(user).may("registers", obj.unit_id if obj is not None else None)


class ActivityFormPage(ActivityPages):
    """The two pages with the form."""

    form_class = ActivityForm
    sentence = _(
        "Leave empty what nobody counts; 0 says that there was none. Filings are counted by their own register."
    )


class ActivityList(ActivityPages, RegisterList):
    """Monthly counts, the newest first."""

    table_class, filterset_class = ActivityTable, ActivityFilter
    title = _("Monthly counts: feedback, outreach, guidance, tasks, security")
    ordering = ("-year", "-month", "unit__sort_key")


class ActivityDetail(ActivityPages, RegisterDetail):
    """One unit's month."""

    groups = [("", ["unit", (_("Month"), lambda obj: obj.period), *COLUMNS, "note"])]


class ActivityCreate(ActivityFormPage, RegisterCreate):
    """A month's counts."""

    title = _("Enter the counts of a month")

    def perform(self, form):
        return activities.create(by=self.request.user, **form.values())


class ActivityEdit(ActivityFormPage, RegisterEdit):
    """Correct the counts."""

    def perform(self, form):
        return activities.change(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class ActivityHistory(ActivityPages, RecordHistory):
    """Who changed what, when and why."""
