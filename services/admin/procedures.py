"""Procedures, their levels and offers in the administration."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import ActionForm
from communes.admin.base import RegisterAdmin, RowAdmin
from communes.forms.base import row_field
from services.actions import procedures
from services.forms.base import RulesInAction
from services.models import Procedure, ProcedureLevel, ProcedureOffer


class CatalogueAdmin:
    """A mix-in for what belongs to no unit: who may keep the catalogue, may keep all of it."""

    capability = "catalogue"

    def may(self, request, verb, obj=None) -> bool:
        """Asked without a record."""
        return super().may(request, verb, None)


class ProcedureAdminForm(RulesInAction, ActionForm):
    """A procedure; its rules run in the action."""


class ProcedureAddForm(ProcedureAdminForm):
    """A procedure with its first level."""

    level = row_field(ProcedureLevel, "level", required=False)


@admin.register(Procedure)
class ProcedureAdmin(CatalogueAdmin, RegisterAdmin):
    """The catalogue. A procedure ends on its page, together with its levels and offers."""

    form, add_form = ProcedureAdminForm, ProcedureAddForm
    fields = (
        "code", "suffix", "name", "field", "authority", "limit_value", "limit_unit", "recalled", "fee", "legal_basis",
        "valid_from", "note",
    )  # fmt: skip
    add_fields = (*fields, "level")
    list_display = ("code", "name", "field", "authority", "limit", "valid_from", "valid_until")
    list_filter = ("authority", "recalled")
    search_fields = ("search",)
    ordering = ("sort_key", "pk")

    @admin.display(description=_("time limit"))
    def limit(self, obj):
        """The time limit in words; one that is only recalled says so."""
        return obj.limit_words

    def perform(self, request, obj, form, change):
        """Add or correct."""
        if change:
            return procedures.change(
                obj, by=request.user, version=form.version, reason=form.reason, override=form.override, **form.values()
            )
        return procedures.create(by=request.user, **form.values())

    def perform_delete(self, request, obj, *, reason, override):
        """A procedure entered by mistake."""
        procedures.remove(obj, by=request.user, reason=reason, override=override)

    def history_objects(self, obj):
        return [obj, *obj.levels.all(), *obj.offers.all()]


@admin.register(ProcedureLevel)
class ProcedureLevelAdmin(CatalogueAdmin, RowAdmin):
    """Levels: the next from a day on, or corrections of any."""

    root = "procedure"
    correct, remove = procedures.correct_level, procedures.remove_row
    fields = ("procedure", "level", "since", "until", "legal_basis")
    list_display = ("procedure", "level", "since", "until")
    list_filter = ("level",)
    list_select_related = ("procedure",)
    search_fields = ("procedure__search",)
    autocomplete_fields = ("procedure",)

    @staticmethod
    def begin(procedure, *, by, **values):
        """The next level; returns its row."""
        return procedures.set_level(procedure, by=by, version=None, **values)


@admin.register(ProcedureOffer)
class ProcedureOfferAdmin(RowAdmin):
    """Offers: of another unit, or corrections. A change from a day on is made on the page of the procedure."""

    capability = "catalogue"
    root = "procedure"
    correct, remove = procedures.correct_offer, procedures.remove_row
    fields = ("procedure", "unit", "published", "postal", "since", "until")
    list_display = ("procedure", "unit", "published", "postal", "since", "until")
    list_filter = ("published", "postal")
    list_select_related = ("procedure", "unit")
    search_fields = ("procedure__search", "unit__search_key")
    autocomplete_fields = ("procedure",)

    @staticmethod
    def begin(procedure, *, by, unit, **values):
        """The new offer."""
        return procedures.offer(procedure, by=by, version=None, units=[unit], **values)[0]
