"""The document register in the administration: entries, kinds, and the counters to look at."""

from django import forms as django_forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common import display
from common.admin import ActionForm
from communes.admin.base import RegisterAdmin
from communes.models import Unit
from communes.scope import scope_of
from documents.actions import deadlines, entries, kinds
from documents.forms.fields import RulesInAction, SecrecyField, number_field, series_field
from documents.models import Attachment, DeadlineRule, Document, DocumentType, NumberCounter, NumberReservation
from documents.tables import state_badge

# Given once, when the document is entered; a mistake in one of them is a cancelled number and a new entry.
FIXED = ("direction", "unit", "entry", "series", "handling_unit")


class DocumentAdminForm(RulesInAction, ActionForm):
    """An entry of either book."""

    secrecy = SecrecyField()
    number, series = number_field(), series_field()
    no_deadline = django_forms.BooleanField(
        label=_("No deadline: the document needs no answer"),
        required=False,
        help_text=_("Left unticked, an empty deadline of an incoming document is worked out from the urgency."),
    )
    cancelled = django_forms.BooleanField(
        label=_("Cancelled"),
        required=False,
        help_text=_("The reason for the change becomes the reason for cancelling."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("cancelled",) if self.stored is None else ("number", "series", "no_deadline"):
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
        if obj is None:
            handling.insert(3, "no_deadline")
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


@admin.register(DeadlineRule)
class DeadlineRuleAdmin(RegisterAdmin):
    """Rules on deadlines, kept by whom the pages say."""

    list_display = ("urgency", "unit", "working_days", "valid_from", "basis")
    list_filter = ("urgency",)
    list_select_related = ("unit",)
    ordering = ("urgency", "-valid_from", "pk")
    fields = ("unit", "urgency", "working_days", "valid_from", "basis")

    def may(self, request, verb, obj=None) -> bool:
        """As on the pages: a wrong rule may go."""
        if verb == "view" or (obj is not None and not self._sees(request, obj)):
            return super().may(request, verb, obj)
        scope = scope_of(request.user)
        if obj is None:
            return any(scope.may(capability) for capability in deadlines.CAPABILITIES)
        return deadlines.may_keep(request.user, obj.unit_id)

    def get_readonly_fields(self, request, obj=None):
        """The unit and the urgency of a rule stay."""
        return ("unit", "urgency") if obj else ()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """New rules are for units whose rules the person keeps."""
        if db_field.name == "unit":
            kwargs["queryset"] = deadlines.units_kept_by(request.user).in_vietnamese_order()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def perform(self, request, obj, form, change):
        """Add or correct."""
        if not change:
            return deadlines.add(by=request.user, **form.values())
        return deadlines.change(obj, by=request.user, version=form.version, reason=form.reason, **form.values())

    def perform_delete(self, request, obj, *, reason, override):
        """A rule entered by mistake."""
        deadlines.remove(obj, by=request.user, reason=reason)


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


@admin.register(NumberReservation)
class NumberReservationAdmin(RegisterAdmin):
    """The kept numbers, to look at; they are kept, filled and given up on their own pages."""

    list_display = ("__str__", "direction", "purpose", "kept_on", "kept_by", "state", "unit")
    list_filter = ("direction", "state")
    list_select_related = ("unit", "kept_by")
    search_fields = ("search",)
    ordering = ("-pk",)

    def may(self, request, verb, obj=None) -> bool:
        """Nobody writes here."""
        return verb == "view" and super().may(request, verb, obj)


@admin.register(Attachment)
class AttachmentAdmin(RegisterAdmin):
    """The files of all entries, to look at; they are added, replaced and withdrawn on the page of the document."""

    list_display = ("name", "kind", "bytes", "document", "unit", "added_at", "withdrawn_at")
    list_filter = ("kind",)
    list_select_related = ("document", "unit")
    search_fields = ("name", "sha256")
    ordering = ("-pk",)
    fields = (
        "file", "kind", "bytes", "sha256", "document", "unit", "added_at", "added_by", "replaced_by", "withdrawn_at",
        "withdrawn_by", "withdraw_reason",
    )  # fmt: skip
    readonly_fields = fields

    @admin.display(description=_("size"), ordering="size")
    def bytes(self, obj):
        """`312 kB`."""
        return display.size(obj.size)

    @admin.display(description=_("file name"))
    def file(self, obj):
        """The name, which downloads what is not withdrawn."""
        if obj.withdrawn_at is not None:
            return obj.name
        return format_html('<a href="{}">{}</a>', reverse("documents:attachment-download", args=[obj.pk]), obj.name)

    def may(self, request, verb, obj=None) -> bool:
        """Nobody writes here."""
        return verb == "view" and super().may(request, verb, obj)
