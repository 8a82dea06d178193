"""Pages of the treasury months."""

from django.utils.translation import gettext_lazy as _

from common import clock, display
from common.views import RecordHistory, RegisterAction, RegisterCreate, RegisterDetail, RegisterEdit, RegisterList
from communes.scope import scope_of
from services.actions import treasury
from services.filters import TreasuryFilter
from services.forms.unit_months import ConfirmationForm, TreasuryForm
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
        ),
        (_("Confirmed by the treasury"), ["confirmed_on", "confirmation"]),
    ]  # fmt: skip
    actions = [("confirm", _("The treasury has confirmed it"))]


class TreasuryCreate(TreasuryPages, RegisterCreate):
    """A month's entry."""

    form_class = TreasuryForm
    title = _("Enter a treasury month")

    def perform(self, form):
        return treasury.create(by=self.request.user, **form.values())


class TreasuryEdit(TreasuryPages, RegisterEdit):
    """Correct an entry."""

    form_class = TreasuryForm

    def get_sentence(self):
        """Said before somebody loses a confirmation."""
        if self.object.confirmed_on is None:
            return ""
        return _("The treasury has confirmed this month. A change of its numbers takes the confirmation away.")

    def perform(self, form):
        return treasury.change(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class TreasuryConfirm(TreasuryPages, RegisterAction):
    """The treasury has confirmed the numbers."""

    form_class, act, reason = ConfirmationForm, "confirm", False
    title, verb = _("The treasury has confirmed it"), _("Save the confirmation")
    sentence = _(
        "The day and the number of the treasury's paper. A correction of the numbers takes the confirmation away again."
    )

    def get_initial(self):
        """Today, or what is there already."""
        row = self.object
        return {"confirmed_on": row.confirmed_on or clock.today(), "confirmation": row.confirmation}

    def perform(self, form):
        return treasury.confirm(self.object, by=self.request.user, version=form.version, **form.values())


class TreasuryHistory(TreasuryPages, RecordHistory):
    """Who changed what, when and why."""
