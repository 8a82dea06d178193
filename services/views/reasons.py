"""Pages of the reasons why people did not use a channel."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common import display
from common.views import (
    RecordHistory,
    RegisterCreate,
    RegisterDelete,
    RegisterDetail,
    RegisterEdit,
    RegisterList,
)
from communes.scope import scope_of
from services.actions import reasons
from services.filters import ReasonFilter
from services.forms.reasons import ReasonForm, ReasonsForm
from services.models import ReasonCount
from services.tables import ReasonTable


class ReasonPages:
    """What all pages of the register share."""

    model, register = ReasonCount, "services:reason"
    select_related = ("unit", "procedure")

    def can_write(self, user, obj=None) -> bool:
        return scope_of(user).may("registers", obj.unit_id if obj is not None else None)


class ReasonList(ReasonPages, RegisterList):
    """Counts, the newest month first."""

    template_name = "services/reason_list.html"
    table_class, filterset_class = ReasonTable, ReasonFilter
    title = _("Reasons why channels are not used")
    ordering = ("-year", "-month", "unit__sort_key", "channel", "-people")
    select_related = ("unit",)


class ReasonDetail(ReasonPages, RegisterDetail):
    """One count."""

    groups = [
        (
            "",
            [
                "unit", (_("Month"), lambda obj: obj.period), "channel", "cause", "people",
                (_("Procedure"), lambda obj: display.linked(obj.procedure) if obj.procedure else _("any procedure")),
                "note",
            ],
        )
    ]  # fmt: skip


class ReasonCreate(ReasonPages, RegisterCreate):
    """What a unit counted in a month, on one page."""

    form_class = ReasonsForm
    title = _("Enter the reasons of a month")
    sentence = _(
        "Ask people who come in person why they did not file online, or did not use the post, and enter how many gave "
        "each reason. Leave a reason empty that nobody gave."
    )

    def perform(self, form):
        return reasons.record(by=self.request.user, **form.values())

    def get_success_url(self, result) -> str:
        """The rows of the unit and month."""
        row = result[0]
        months = {"month_from": str(row.period), "month_until": str(row.period)}
        return reverse("services:reason-list", query={"unit": row.unit.slug, **months})

    def get_success_message(self, result) -> str:
        number = len(result)
        return ngettext("%(number)s reason has been saved.", "%(number)s reasons have been saved.", number) % {
            "number": number
        }


class ReasonEdit(ReasonPages, RegisterEdit):
    """Correct a count."""

    form_class = ReasonForm

    def perform(self, form):
        return reasons.change(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class ReasonDelete(ReasonPages, RegisterDelete):
    """Take a count out."""

    sentence = _("Delete a count only if it was entered by mistake; a wrong number is corrected.")

    def perform(self, form):
        reasons.remove(self.object, by=self.request.user, version=form.version, reason=form.reason)


class ReasonHistory(ReasonPages, RecordHistory):
    """Who changed what, when and why."""
