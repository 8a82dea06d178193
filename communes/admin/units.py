"""Units, their other names and dated facts, and reorganisations. Only administrators write here."""

from django import forms as django_forms
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock, fields
from common.admin import ActionForm
from communes import reorganise
from communes.actions import names, units
from communes.admin.base import AdministratorsOnly, RegisterAdmin
from communes.models import Reorganisation, Succession, Unit, UnitAlias, UnitFact


@admin.register(Unit)
class UnitAdmin(RegisterAdmin):
    """A unit never changes its code, kind, parent or name; that is what reorganisations are for."""

    capability = "units"
    list_display = ("title", "kind", "code", "parent", "valid_from", "valid_until")
    list_filter = ("kind", "legal_type")
    list_select_related = ("parent",)
    search_fields = ("search_key",)
    ordering = ("sort_key", "valid_from")
    autocomplete_fields = ("parent",)
    add_fields = (
        "name", "legal_type", "kind", "slug", "code", "parent", "valid_from", "valid_until", "latitude", "longitude",
        "area_km2",
    )  # fmt: skip
    fields = (*add_fields, "other_names")

    # A slug has a field of its own; the house's line of text would let blanks and marks pass.
    formfield_overrides = RegisterAdmin.formfield_overrides | {models.SlugField: {"form_class": django_forms.SlugField}}

    @admin.display(description=_("Unit"), ordering="sort_key")
    def title(self, obj):
        """With a capital, since it begins the line."""
        return obj.title

    def get_readonly_fields(self, request, obj=None):
        """What makes the unit this unit."""
        fixed = ("name", "legal_type", "kind", "slug", "code", "parent", "valid_from", "valid_until", "other_names")
        return fixed if obj is not None else ()

    @admin.display(description=_("Other names"))
    def other_names(self, obj):
        """Written on pages of their own."""
        return ", ".join(alias.name for alias in obj.aliases.all()) or "–"

    def get_search_results(self, request, queryset, search_term):
        """By former names, aliases and code too."""
        return (queryset.search(search_term[:100]) if search_term else queryset), False

    def perform(self, request, obj, form, change):
        """Add, or correct place and area."""
        if change:
            return units.change_unit(obj, by=request.user, version=form.version, reason=form.reason, **form.values())
        return units.create_unit(by=request.user, **form.values())


@admin.register(UnitAlias)
class UnitAliasAdmin(AdministratorsOnly, RegisterAdmin):
    """Former names, other spellings, abbreviations."""

    list_display = ("name", "kind", "unit")
    list_filter = ("kind",)
    list_select_related = ("unit",)
    search_fields = ("search_key",)
    ordering = ("unit__sort_key", "name")
    autocomplete_fields = ("unit",)
    fields = ("unit", "name", "kind")

    def get_readonly_fields(self, request, obj=None):
        """A name stays with its unit."""
        return ("unit",) if obj is not None else ()

    def perform(self, request, obj, form, change):
        """Add or correct."""
        if change:
            return names.change_alias(obj, by=request.user, reason=form.reason, **form.values())
        return names.add_alias(by=request.user, **form.values())

    def perform_delete(self, request, obj, *, reason, override):
        """Take the name out."""
        names.delete_alias(obj, by=request.user, reason=reason)


@admin.register(UnitFact)
class UnitFactAdmin(RegisterAdmin):
    """Distance, area class, commune type, assigned posts; a new fact ends the one before it."""

    capability = "units"
    list_display = ("unit", "key", "norm_group", "value", "since", "until", "source")
    list_filter = ("key", "norm_group")
    list_select_related = ("unit",)
    ordering = ("unit__sort_key", "key", "-since")
    autocomplete_fields = ("unit",)
    add_fields = ("unit", "key", "norm_group", "value", "since", "source")
    fields = ("unit", "key", "norm_group", "value", "since", "until", "source")

    def get_readonly_fields(self, request, obj=None):
        """A fact stays with its unit."""
        return ("unit", "key") if obj is not None else ()

    def perform(self, request, obj, form, change):
        """The next value from a day on, or a correction."""
        if change:
            return names.correct_fact(obj, by=request.user, reason=form.reason, override=form.override, **form.values())
        values = form.values()
        return units.add_fact(values.pop("unit"), by=request.user, **values)


class MergeForm(ActionForm):
    """A merger: which units end, which one goes on, from when, by which resolution."""

    absorbed = django_forms.ModelMultipleChoiceField(
        label=_("Units that end"),
        queryset=Unit.objects.none(),
        help_text=_("Everything they hold goes on at the unit that takes over. Hold Ctrl to choose several."),
    )
    into = django_forms.ModelChoiceField(label=_("Unit that takes over"), queryset=Unit.objects.none())
    effective_on = fields.DayField(label=_("Effective on"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "absorbed" in self.fields:
            existing = Unit.objects.in_force(on=clock.today()).in_vietnamese_order()
            self.fields["absorbed"].queryset = self.fields["into"].queryset = existing

    def clean(self):
        """A unit does not absorb itself."""
        found = super().clean()
        if found.get("into") in (found.get("absorbed") or ()):
            self.add_error("into", _("A unit does not succeed itself."))
        return found


@admin.register(Reorganisation)
class ReorganisationAdmin(AdministratorsOnly, RegisterAdmin):
    """Rearrangements of units; adding one merges units in one transaction."""

    add_form = MergeForm
    add_fields = ("absorbed", "into", "effective_on", "resolution", "note")
    fields = ("kind", "effective_on", "resolution", "note", "applied_at", "applied_by")
    list_display = ("kind", "effective_on", "resolution", "applied_by")
    list_filter = ("kind",)
    ordering = ("-effective_on", "-pk")

    def may(self, request, verb, obj=None) -> bool:
        """What has been applied is not edited."""
        return verb in {"view", "add"} and super().may(request, verb, obj)

    def perform(self, request, obj, form, change):
        """Merge."""
        values = form.values()
        return reorganise.merge(by=request.user, **values | {"absorbed": list(values["absorbed"])})

    def history_objects(self, obj):
        return [obj, *obj.successions.all()]


@admin.register(Succession)
class SuccessionAdmin(AdministratorsOnly, RegisterAdmin):
    """Which unit went where, to look at."""

    list_display = ("predecessor", "successor", "share", "reorganisation")
    list_select_related = ("predecessor", "successor", "reorganisation")
    ordering = ("-reorganisation__effective_on", "predecessor__sort_key")

    def may(self, request, verb, obj=None) -> bool:
        """Nobody writes here; the reorganisation did."""
        return verb == "view" and super().may(request, verb, obj)
