"""Declared values, targets and indicators in the administration; measures are shown, not changed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import ActionForm
from common.fields import LineField
from common.months import Month
from communes.admin.base import RegisterAdmin
from communes.scope import scope_of
from indicators import actions
from indicators.models import DeclaredValue, Indicator, Measure, Target


class DeclareForm(ActionForm):
    """Adding asks for no reason as a change does, but a value that differs from the register's has one of its own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"] = LineField(
            label=_("Reason for differing from the register"), required=False, max_length=500
        )


@admin.register(DeclaredValue)
class DeclaredValueAdmin(RegisterAdmin):
    """Declared by officials of the unit; corrected with a reason; in stored units (value × 10^decimals)."""

    fields = ("unit", "measure", "year", "month", "value", "blank")
    add_form, add_fields = DeclareForm, (*fields, "reason")
    list_display = ("unit", "measure", "year", "month", "value", "blank", "approved_at")
    list_filter = ("measure__section", "year", "month")
    list_select_related = ("unit", "measure")
    ordering = ("-year", "-month", "-pk")
    autocomplete_fields = ("unit", "measure")

    def get_readonly_fields(self, request, obj=None):
        """What the value is of does not change; another one is declared anew."""
        return ("unit", "measure", "year_in_digits", "month") if obj is not None else ()

    def perform(self, request, obj, form, change):
        """Declare, or declare something else for the same month."""
        values = form.values()
        if change:
            month = Month(obj.year, obj.month)
            found = {"unit": obj.unit, "measure": obj.measure, "month": month, "reason": form.reason}
            return actions.declare(by=request.user, version=form.version, override=form.override, **found, **values)
        month = Month(values.pop("year"), values.pop("month"))
        return actions.declare(by=request.user, month=month, reason=form.reason, **values)

    def perform_delete(self, request, obj, *, reason, override):
        """Take the declared value back."""
        actions.withdraw(by=request.user, declared=obj, reason=reason, override=override)


@admin.register(Target)
class TargetAdmin(RegisterAdmin):
    """Targets are set by reviewers."""

    capability = "catalogue"
    fields = ("indicator", "unit_kind", "year", "value", "legal_basis", "proven")
    list_display = ("indicator", "unit_kind", "year", "value", "legal_basis", "proven")
    list_filter = ("year", "unit_kind")
    list_select_related = ("indicator",)
    ordering = ("indicator__position", "-year")
    autocomplete_fields = ("indicator",)

    def may(self, request, verb, obj=None) -> bool:
        """Every member reads targets; reviewers set them."""
        return _catalogue(request, verb, self.capability)

    def get_queryset(self, request):
        """The same for everybody."""
        return self.model.objects.select_related("indicator").order_by(*self.ordering)

    def perform(self, request, obj, form, change):
        """Set or correct a target."""
        if change:
            return actions.change_target(
                obj, by=request.user, version=form.version, reason=form.reason, **form.values()
            )
        return actions.set_target(by=request.user, **form.values())


@admin.register(Indicator)
class IndicatorAdmin(RegisterAdmin):
    """The texts, direction, basis and dates of indicators; the terms come with the system."""

    fields = (
        "label_vi", "label_en", "formula_vi", "formula_en", "direction", "legal_basis", "proven", "note_vi", "note_en",
        "valid_from", "valid_until",
    )  # fmt: skip
    list_display = ("key", "label_vi", "direction", "legal_basis", "proven")
    search_fields = ("key", "label_vi", "label_en")
    ordering = ("position",)

    def may(self, request, verb, obj=None) -> bool:
        """Every member reads; administrators correct; nobody adds or deletes here."""
        return verb not in ("add", "delete") and _catalogue(request, verb, "units")

    def get_queryset(self, request):
        """The same for everybody."""
        return self.model.objects.order_by(*self.ordering)

    def perform(self, request, obj, form, change):
        """Correct the texts."""
        return actions.change_indicator(obj, by=request.user, version=form.version, reason=form.reason, **form.values())


@admin.register(Measure)
class MeasureAdmin(RegisterAdmin):
    """What is counted every month; it comes with the system."""

    fields = ("key", "label_vi", "label_en", "section", "kind", "in_register", "in_report", "distinct", "decimals")
    list_display = ("key", "label_vi", "section", "kind", "in_register", "in_report")
    list_filter = ("section", "kind")
    search_fields = ("key", "label_vi", "label_en")
    ordering = ("position",)

    def may(self, request, verb, obj=None) -> bool:
        """Every member reads."""
        return verb == "view" and scope_of(request.user).is_member

    def get_queryset(self, request):
        """The same for everybody."""
        return self.model.objects.order_by(*self.ordering)


def _catalogue(request, verb: str, capability: str) -> bool:
    scope = scope_of(request.user)
    if verb == "view":
        return scope.is_member
    return scope.is_administrator or (verb != "delete" and scope.may(capability))
