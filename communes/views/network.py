"""Pages of the registers of connections and of villages."""

from django.utils.translation import gettext_lazy as _

from common.views import RecordHistory, RegisterAction, RegisterCreate, RegisterDetail, RegisterEdit
from communes.actions import network
from communes.filters.registers import ConnectionFilter, VillageFilter
from communes.forms.network import (
    COUNTS,
    ConnectionCreateForm,
    ConnectionForm,
    CountForm,
    EndForm,
    UpgradeForm,
    VillageCreateForm,
    VillageForm,
)
from communes.models import Connection, ConnectionKind, Village
from communes.tables.network import ConnectionTable, VillageCountTable, VillageTable
from communes.views.base import OfDayList, OwnUnitPages, RootDetail, RootPages, numbers_of

# --- Connections -----------------------------------------------------------------------------------------------------


class ConnectionPages(OwnUnitPages):
    """What all pages of the register share."""

    model, register = Connection, "communes:connection"
    select_related = ("unit",)

    def can_act(self, user, obj, name: str) -> bool:
        """What has ended can still be corrected, not ended or replaced again."""
        return (obj.until is None or name == "edit") and self.can_write(user, obj)


class ConnectionList(ConnectionPages, OfDayList):
    """Connections as of a day."""

    table_class, filterset_class = ConnectionTable, ConnectionFilter
    template_name = "communes/connection_list.html"
    is_confirmed = True
    title = _("Connections")
    ordering = ("unit__sort_key", "kind")


class ConnectionDetail(ConnectionPages, RegisterDetail):
    """One connection."""

    groups = [
        (
            _("Connection"),
            ["unit", "kind", "technology", "bandwidth_mbps", "provider", "installed_by", "funded_by", "since", "until",
             "note"],
        ),
    ]  # fmt: skip
    actions = [("upgrade", _("Replace by another line")), ("end", _("No longer in use"))]


class ConnectionCreate(ConnectionPages, RegisterCreate):
    """A new connection."""

    form_class = ConnectionCreateForm
    title = _("Add a connection")

    def get_initial(self):
        """The unit and the kind, when the page was opened from the list of those without."""
        given = numbers_of(self.request.GET, "unit", user=self.request.user)
        kind = self.request.GET.get("kind", "")
        return given | ({"kind": kind} if kind in ConnectionKind.values else {})

    def perform(self, form):
        return network.create_connection(by=self.request.user, **form.values())


class ConnectionEdit(ConnectionPages, RegisterEdit):
    """Correct a connection for its whole time."""

    form_class = ConnectionForm
    sentence = _("For correcting mistakes: the change counts from the first day. A new line has a button of its own.")

    def perform(self, form):
        return network.change_connection(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class ConnectionUpgrade(ConnectionPages, RegisterAction):
    """Another line in the place of this one."""

    form_class, reason, act = UpgradeForm, "optional", "upgrade"
    title, verb = _("Replace by another line"), _("Replace")
    sentence = _("This connection ends on the day given, and the new one begins on it.")

    def get_initial(self):
        names = ("technology", "bandwidth_mbps", "provider", "installed_by", "funded_by")
        return {name: getattr(self.object, name) for name in names}

    def perform(self, form):
        return network.upgrade_connection(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class ConnectionEnd(ConnectionPages, RegisterAction):
    """No longer there from a day on."""

    form_class, reason, act = EndForm, "optional", "end"
    title, verb = _("The connection ends"), _("End the connection")
    sentence = _("From the day given the connection is no longer counted. The past stays as it is.")

    def perform(self, form):
        return network.end_connection(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class ConnectionHistory(ConnectionPages, RecordHistory):
    """Who changed what, when and why."""


# --- Villages --------------------------------------------------------------------------------------------------------


class VillagePages(RootPages):
    """What all pages of the register share."""

    model, register = Village, "communes:village"
    rows_name = "counts"


class VillageList(VillagePages, OfDayList):
    """Villages with what was counted last by a day."""

    table_class, filterset_class = VillageTable, VillageFilter
    template_name = "communes/village_list.html"
    title = _("Villages")
    ordering = ("sort_key",)
    unit_path = "here__unit"


class VillageDetail(VillagePages, RootDetail):
    """One village with all its counts."""

    groups = [(_("Village"), ["here__unit", "note"])]

    actions = [("count", _("Enter a new count"))]

    def related_tables(self, obj):
        return [(_("Counts"), VillageCountTable, obj.shown_rows)]


class VillageCreate(VillagePages, RegisterCreate):
    """A new village with its first count."""

    form_class = VillageCreateForm
    title = _("Add a village")

    def perform(self, form):
        return network.create_village(by=self.request.user, **form.values())


class VillageEdit(VillagePages, RegisterEdit):
    """Correct the name or the note."""

    form_class = VillageForm

    def perform(self, form):
        return network.change_village(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class VillageNewCount(VillagePages, RegisterAction):
    """A new count from a day on."""

    form_class, reason, act = CountForm, "optional", "count"
    title, verb = _("Enter a new count"), _("Save the count")
    sentence = _("The new count holds from the day given. The counts before it stay as they are.")

    def get_initial(self):
        return self.starting_from(*COUNTS)

    def perform(self, form):
        return network.count_village(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class VillageHistory(VillagePages, RecordHistory):
    """Who changed what, when and why."""
