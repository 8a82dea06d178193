"""The catalogue of software, lead units and uses in the administration."""

from django.contrib import admin

from communes.actions import software
from communes.admin.base import RegisterAdmin, RowAdmin
from communes.models import Software, SoftwareLead, SoftwareUse
from communes.scope import scope_of


@admin.register(Software)
class SoftwareAdmin(RegisterAdmin):
    """The catalogue, kept by reviewers."""

    capability = "catalogue"
    fields = ("name", "kind", "sector", "note")
    list_display = ("name", "kind", "sector")
    list_filter = ("kind",)
    search_fields = ("search",)
    ordering = ("sort_key", "pk")

    def may(self, request, verb, obj=None) -> bool:
        """The catalogue belongs to no unit: who may keep it, may keep all of it."""
        return super().may(request, verb, None)

    def perform(self, request, obj, form, change):
        """Add or correct an entry."""
        if change:
            return software.change(
                obj, by=request.user, version=form.version, reason=form.reason, override=form.override, **form.values()
            )
        return software.create(by=request.user, **form.values())

    def perform_delete(self, request, obj, *, reason, override):
        """An entry made by mistake."""
        software.delete(obj, by=request.user, reason=reason, override=override)

    def history_objects(self, obj):
        return [obj, *obj.leads.all()]


@admin.register(SoftwareLead)
class SoftwareLeadAdmin(RowAdmin):
    """Lead units: the next from a day on, or corrections."""

    capability = "catalogue"
    root = "software"
    correct, remove = software.correct_lead, software.delete_lead
    fields = ("software", "unit", "since", "until")
    list_display = ("software", "unit", "since", "until")
    list_select_related = ("software", "unit")
    search_fields = ("software__search",)
    autocomplete_fields = ("software", "unit")

    @staticmethod
    def begin(programme, *, by, since, unit):
        """The next lead unit; returns its row."""
        return software.lead(programme, by=by, version=None, since=since, unit=unit).leads.get(since=since)


@admin.register(SoftwareUse)
class SoftwareUseAdmin(RegisterAdmin):
    """Uses of programmes in units."""

    fields = ("software", "unit", "required", "in_use", "accounts", "accounts_active", "updated_on", "since", "until")
    add_fields = fields[:-1]
    list_display = ("software", "unit", "required", "in_use", "accounts", "accounts_active", "since", "until")
    list_filter = ("required", "in_use")
    list_select_related = ("software", "unit")
    search_fields = ("software__search",)
    ordering = ("software__sort_key", "unit__sort_key", "-since")
    autocomplete_fields = ("software", "unit")

    def may(self, request, verb, obj=None) -> bool:
        """Officials in their unit, and who keeps the catalogue."""
        if super().may(request, verb, obj):
            return True
        if verb not in {"add", "change"} or (obj is not None and not self._sees(request, obj)):
            return False
        return software.may_write_use(request.user, obj.unit_id if obj is not None else None)

    def get_readonly_fields(self, request, obj=None):
        """Programme and unit stay; what is required is decided by who keeps the catalogue."""
        fixed = ["software", "unit"] if obj is not None else []
        return fixed if scope_of(request.user).may("catalogue") else [*fixed, "required"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Who keeps the catalogue writes the uses of the district."""
        if db_field.name == "unit" and scope_of(request.user).may("catalogue"):
            kwargs["queryset"] = db_field.related_model.objects.writable_by(request.user, "catalogue")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def perform(self, request, obj, form, change):
        """Add or correct; another value from a day on is entered on the pages."""
        if change:
            return software.correct_use(
                obj, by=request.user, version=form.version, reason=form.reason, override=form.override, **form.values()
            )
        return software.add_use(by=request.user, **form.values())

    def perform_delete(self, request, obj, *, reason, override):
        """A use entered by mistake."""
        software.delete_use(obj, by=request.user, reason=reason, override=override)
