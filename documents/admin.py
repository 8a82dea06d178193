"""The document register in the administration: entries, kinds, and the counters to look at."""

from django import forms as django_forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from common.admin import ActionForm
from communes.admin.base import RegisterAdmin
from communes.models import Unit
from documents.actions import entries, kinds
from documents.forms.fields import RulesInAction, SecrecyField, number_field, series_field
from documents.models import Document, DocumentType, NumberCounter
from documents.tables import state_badge

# Given once, when the document is entered; a mistake in one of them is a cancelled number and a new entry.
FIXED = ("direction", "unit", "entry", "series", "handling_unit")


class DocumentAdminForm(RulesInAction, ActionForm):
    """An entry of either book."""

    secrecy = SecrecyField()
    number, series = number_field(), series_field()
    cancelled = django_forms.BooleanField(
        label=_("Cancelled"),
        required=False,
        help_text=_("The reason for the change becomes the reason for cancelling."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("cancelled",) if self.stored is None else ("number", "series"):
            self.fields.pop(name, None)


@admin.register(Document)
class DocumentAdmin(RegisterAdmin):
    """Entries are added, corrected and cancelled; none is deleted, since a register keeps its numbers."""

    form = DocumentAdminForm
    list_display = ("entry", "direction", "registered_on", "code", "subject", "unit", "state")
    list_display_links = ("entry",)
    list_filter = ("direction", "medium", "signature", "urgency", "cancelled")
    list_select_related = ("unit",)
    search_fields = ("search",)
    search_help_text = _("Words, a number and notation, or a phrase in quotes.")
    ordering = ("-registered_on", "-pk")
    autocomplete_fields = ("answered_by",)

    @admin.display(description=_("number"))
    def entry(self, obj):
        """The number with its leading zero and its year."""
        return f"{obj.number:02} / {obj.year}"

    @admin.display(description=_("State"))
    def state(self, obj):
        """Where the entry stands today."""
        return state_badge(obj)

    def get_fieldsets(self, request, obj=None):
        """What stays first, then the columns of the books; a new entry has no handling unit and nothing to cancel."""
        new = ["direction", "unit", "number", "series"]
        book = ["direction", "unit", "entry", "series", "handling_unit", "cancelled"] if obj else new
        entry = [
            "registered_on", "code", "issued_on", "organ_name", "type", "subject", "signer", "position", "recipients",
            "kept_by", "signature", "medium", "in_software", "urgency", "circulation", "pages", "copies",
            "transferred_on", "note",
        ]  # fmt: skip
        if obj is None or self.has_change_permission(request, obj):
            entry.append("secrecy")
        handling = ["assigned_to", "instruction", "due_on", "completed_on", "answered_by"]
        # Fieldsets of the base class end with the reason for a change.
        reason = super().get_fieldsets(request, obj)[1:]
        return [
            (_("Book"), {"fields": book}),
            (_("Entry"), {"fields": entry}),
            (_("Handling (incoming documents)"), {"fields": handling}),
            *reason,
        ]

    def get_readonly_fields(self, request, obj=None):
        """Unit, book and number of an entry stay."""
        return FIXED if obj else ()

    def get_search_results(self, request, queryset, search_term):
        """As the register finds them; the last word may still be growing, as in the choice of an answer."""
        return queryset.search(search_term, goes_on=True), False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """New entries go into units in which the person may write."""
        if db_field.name == "unit":
            kwargs["queryset"] = Unit.objects.writable_by(request.user).in_vietnamese_order()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def may(self, request, verb, obj=None) -> bool:
        """Nobody deletes an entry: the number is cancelled and stays visible."""
        return verb != "delete" and super().may(request, verb, obj)

    def perform(self, request, obj, form, change):
        """Enter, or correct and cancel or take the cancellation back."""
        values = form.values()
        if not change:
            return entries.register(by=request.user, **values)
        wanted = values.pop("cancelled")
        why = {"by": request.user, "reason": form.reason, "override": form.override}
        version, edited = form.version, set(form.changed_data) & set(values)
        if obj.cancelled and not wanted:
            obj = entries.reinstate(obj, version=version, **why)
            version = obj.version
        if edited or obj.cancelled == wanted:
            obj = entries.change(obj, version=version, **why, **values)
            version = obj.version
        if wanted and not obj.cancelled:
            obj = entries.cancel(obj, version=version, **why)
        return obj


@admin.register(DocumentType)
class DocumentTypeAdmin(RegisterAdmin):
    """The kinds of documents."""

    capability = "catalogue"
    list_display = ("number", "name", "abbreviation")
    list_display_links = ("number", "name")
    search_fields = ("name", "abbreviation")
    ordering = ("number",)
    fields = ("number", "name", "abbreviation")

    def units_of(self, obj):
        """The catalogue belongs to no unit."""
        return set()

    def may(self, request, verb, obj=None) -> bool:
        """A kind that documents name is never deleted."""
        return verb != "delete" and super().may(request, verb, None)

    def perform(self, request, obj, form, change):
        """Add or correct a kind."""
        if change:
            return kinds.change_kind(obj, by=request.user, version=form.version, reason=form.reason, **form.values())
        return kinds.add_kind(by=request.user, **form.values())


@admin.register(NumberCounter)
class NumberCounterAdmin(RegisterAdmin):
    """The last number of each book, to look at; only the allocator writes it."""

    list_display = ("unit", "direction", "series", "year", "last")
    list_filter = ("direction",)
    list_select_related = ("unit",)
    ordering = ("-year", "unit", "direction", "series")

    def may(self, request, verb, obj=None) -> bool:
        """Nobody writes here."""
        return verb == "view" and super().may(request, verb, obj)
