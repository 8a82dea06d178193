"""Filings with their requests and transfers in the administration."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import ActionForm
from communes.admin.base import RegisterAdmin, RowAdmin
from communes.models import Unit
from communes.scope import scope_of
from services import statuses
from services.actions import filings
from services.forms.base import RulesInAction
from services.forms.filings import NO_NAMES, resolving_units
from services.models import Filing, FilingSupplement, FilingTransfer
from services.tables import state_badge


class FilingAdminForm(RulesInAction, ActionForm):
    """A filing; its rules run in the action."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "note" in self.fields:
            self.fields["note"].help_text = NO_NAMES
        if self.stored is None and "status" in self.fields:
            self.fields["status"].choices = [(s.value, s.label) for s in statuses.FIRST]


@admin.register(Filing)
class FilingAdmin(RegisterAdmin):
    """Filings are entered and corrected; only administrators set a status directly or delete one."""

    form = FilingAdminForm
    add_fields = (
        "unit", "procedure", "code", "received_time", "status", "channel", "promised_time", "in_system",
        "resolving_unit", "note",
    )  # fmt: skip
    fields = (
        "unit", "procedure", "code", "received_time", "status", "promised_time", "finished_time", "returned_time",
        "channel", "result_channel", "paid_online", "electronic_result", "digitised", "in_system", "resolving_unit",
        "note",
    )  # fmt: skip
    list_display = ("code", "received_time", "status", "state", "procedure", "unit")
    list_filter = ("status", "channel", "timeliness")
    list_select_related = ("procedure", "unit")
    search_fields = ("search",)
    ordering = ("-received_time", "-pk")
    autocomplete_fields = ("procedure",)

    @admin.display(description=_("Against the deadline"))
    def state(self, obj):
        """Where it stands toward its deadline now."""
        return state_badge(obj)

    def units_of(self, obj):
        """The unit that holds it now."""
        return {obj.holding_unit_id}

    def get_readonly_fields(self, request, obj=None):
        """The status goes on by its steps."""
        return () if obj is None or scope_of(request.user).is_administrator else ("status",)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offices that resolve filings are named although their registers are not seen."""
        if db_field.name == "resolving_unit":
            everything = scope_of(request.user).is_administrator
            kwargs["queryset"] = Unit.objects.in_vietnamese_order() if everything else resolving_units(request.user)
            return db_field.formfield(queryset=kwargs["queryset"])
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def perform(self, request, obj, form, change):
        """Receive or correct."""
        if change:
            return filings.correct(
                obj, by=request.user, version=form.version, reason=form.reason, override=form.override, **form.values()
            )
        return filings.receive(by=request.user, **form.values())

    def perform_delete(self, request, obj, *, reason, override):
        """A filing entered by mistake."""
        filings.remove(obj, by=request.user, reason=reason, override=override)

    def history_objects(self, obj):
        return [obj, *obj.supplements.all(), *obj.transfers.all()]


class OfFilingAdmin(RowAdmin):
    """Rows that belong to a filing."""

    root = "filing"
    list_select_related = ("filing",)
    search_fields = ("filing__search",)
    autocomplete_fields = ("filing",)

    def units_of(self, obj):
        """The unit that holds the filing."""
        return {obj.filing.holding_unit_id}


@admin.register(FilingSupplement)
class FilingSupplementAdmin(OfFilingAdmin):
    """Requests for supplements; answers are entered on the page of the filing."""

    correct, remove = filings.correct_supplement, filings.remove_supplement
    fields = ("filing", "requested_time", "answered_time")
    add_fields = fields[:-1]
    list_display = ("filing", "requested_time", "answered_time")
    ordering = ("-requested_time", "-pk")

    @staticmethod
    def begin(filing, *, by, requested_time):
        """A request; returns its row."""
        asked = filings.request_supplement(filing, by=by, version=None, at=requested_time)
        return asked.supplements.get(requested_time=requested_time)


@admin.register(FilingTransfer)
class FilingTransferAdmin(OfFilingAdmin):
    """Written by reorganisations only."""

    fields = ("filing", "from_unit", "to_unit", "on")
    list_display = ("filing", "from_unit", "to_unit", "on")
    list_select_related = ("filing", "from_unit", "to_unit")
    ordering = ("-on", "-pk")

    def may(self, request, verb, obj=None) -> bool:
        """Nobody writes here."""
        return verb == "view" and super().may(request, verb, obj)
