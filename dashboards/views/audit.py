"""The audit trail: who did what, when and why, with the values before and after."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from common import exports
from common.keyset import Keyset
from common.models import AuditEvent
from common.tables import Pages
from common.views.base import RegisterPage
from common.views.listing import RegisterList
from dashboards import acts, trail
from dashboards.filters import TrailFilter
from dashboards.tables import TrailTable


class Audit(RegisterList):
    """The events that the person may read, newest first, as a page or as a file."""

    model = AuditEvent
    register = "dashboards:audit"
    title = gettext_lazy("Audit trail")
    table_class, filterset_class = TrailTable, TrailFilter
    keyset = Keyset("-pk", size=15)
    exports_columns = False
    template_name = "dashboards/audit.html"

    def get_queryset(self):
        """Those with a change in the units that the person audits."""
        return trail.visible_events(self.request.user)

    def get_context_data(self, **kwargs):
        """Adds to the events of this page what they changed."""
        context = super().get_context_data(**kwargs)
        events = context["table"].data.data
        told = trail.tell(events, self.request.user)
        for event in events:
            event.told = told.get(event.pk, trail.Told())
        return context

    def _export(self, wanted: str):
        return exports.WRITERS[wanted](trail.Export(self.rows(), self.request.user), self.get_stamp(), "audit")


class AuditEventPage(RegisterPage):
    """One event with all its changes, page by page."""

    model = AuditEvent
    template_name = "dashboards/audit_event.html"
    keyset = Keyset("pk", size=50)

    def get_queryset(self):
        """Out of scope and missing are the same."""
        return trail.visible_events(self.request.user)

    def get(self, request, *args, **kwargs):
        """The page of the event."""
        self.object = event = self.get_object()
        page = self.keyset.page(trail.visible_changes(request.user).filter(event=event), request.GET)
        if not page.rows and not page.is_first:
            raise Http404
        context = self.get_context_data(
            event=event,
            act=acts.in_words(event.action),
            seal=trail.seal_number(event),
            lines=trail.lines(page.rows, request.user),
            pages=Pages(
                next={"after": page.next, "before": None} if page.next else None,
                previous={"before": page.previous, "after": None} if page.previous else None,
                first=None if page.is_first else {"before": None, "after": None},
            ),
        )
        return self.render_to_response(context)

    def get_title(self):
        return acts.in_words(self.object.action)

    def get_breadcrumbs(self):
        return [(str(Audit.title), reverse("dashboards:audit")), (self.get_title(), None)]
