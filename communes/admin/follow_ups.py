"""Follow-ups in the administration."""

from django.contrib import admin

from communes.actions import follow_ups
from communes.admin.base import RegisterAdmin
from communes.models import FollowUp


@admin.register(FollowUp)
class FollowUpAdmin(RegisterAdmin):
    """Reviewers ask and put right; answering and closing are done on the pages."""

    capability = "follow_up"
    fields = ("unit", "software", "subject", "text", "asked_on", "deadline", "answer", "closing_note")
    add_fields = ("unit", "software", "subject", "text", "deadline")
    list_display = ("subject", "unit", "software", "asked_on", "deadline", "answered_at", "closed_at")
    list_select_related = ("unit", "software")
    search_fields = ("search",)
    ordering = ("-asked_on", "-pk")
    autocomplete_fields = ("unit", "software")

    def get_readonly_fields(self, request, obj=None):
        """Whom it was asked of and what came back stay."""
        return ("unit", "software", "asked_on", "answer", "closing_note") if obj is not None else ()

    def perform(self, request, obj, form, change):
        """Ask, or correct."""
        if change:
            return follow_ups.correct(obj, by=request.user, version=form.version, reason=form.reason, **form.values())
        return follow_ups.ask(by=request.user, **form.values())

    def perform_delete(self, request, obj, *, reason, override):
        """A follow-up entered by mistake."""
        follow_ups.delete(obj, by=request.user, reason=reason)
