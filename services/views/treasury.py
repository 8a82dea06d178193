"""Pages of the treasury months."""

from django.utils.translation import gettext_lazy as _

from common import display
from common.views import RecordHistory, RegisterCreate, RegisterDetail, RegisterEdit, RegisterList
from communes.scope import scope_of
from services.actions import treasury
from services.filters import TreasuryFilter
from services.forms.others import TreasuryForm
from services.models import TreasuryMonth
from services.tables import TreasuryTable


def _share(value):
    return None if value is None else display.share(value)


class TreasuryPages:
    """What all pages of the register share."""

    model, register = TreasuryMonth, "services:treasury"
    select_related = ("unit",)

    def can_write(self, user, obj=None) -> bool:
        return scope_of(user).may("registers", obj.unit_id if obj is not None else None)


class TreasuryList(TreasuryPages, RegisterList):
    """Treasury months, the newest first."""

    table_class, filterset_class = TreasuryTable, TreasuryFilter
    title = _("Transactions with the State Treasury")
    ordering = ("-year", "-month", "unit__sort_key")


class TreasuryDetail(TreasuryPages, RegisterDetail):
    """One unit's month."""

    groups = [
        (
            "",
            [
                "unit", (_("Month"), lambda obj: obj.period), "transactions", "online",
                (_("Online (%)"), lambda obj: _share(obj.online_share)), "returned", "note",
            ],
        )
    ]  # fmt: skip


class TreasuryCreate(TreasuryPages, RegisterCreate):
    """A month's entry."""

    form_class = TreasuryForm
    title = _("Enter a treasury month")

    def perform(self, form):
        return treasury.create(by=self.request.user, **form.values())


class TreasuryEdit(TreasuryPages, RegisterEdit):
    """Correct an entry."""

    form_class = TreasuryForm

    def perform(self, form):
        return treasury.change(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class TreasuryHistory(TreasuryPages, RecordHistory):
    """Who changed what, when and why."""
