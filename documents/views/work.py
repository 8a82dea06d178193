"""The list of work (theo dõi giải quyết văn bản đến): what waits, the most overdue on top."""

from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock, display
from common.keyset import Count, Keyset
from common.views import RegisterList
from communes.scope import scope_of
from documents.models import Document
from documents.views.base import DocumentPages
from documents.work_filters import WorkFilter, filters_in
from documents.work_tables import WorkTable
from documents.working import Day, Waiting


class WorkList(DocumentPages, RegisterList):
    """Open incoming documents that the person's units handle; `?waiting=` one of working.Waiting."""

    title = gettext_lazy("Follow-up of handling")
    table_class = WorkTable
    template_name = "documents/work.html"
    # The tabs say how many there are of each.
    shows_count = False

    @property
    def keyset(self) -> Keyset:
        """By deadline; without one by arrival, what has waited longest first."""
        return Keyset("registered_on" if self.filterset.is_undated else "due_on", size=50)

    @cached_property
    def day(self) -> Day:
        """Today with its calendar."""
        return Day.load(clock.today())

    def get_queryset(self):
        """What is handled within the scope, a part of what is seen; names come by queries of their own."""
        return Document.objects.handled_within(self.request.user).prefetch_related("handling_unit", "type")

    def get_filterset(self):
        """The filters, as of today."""
        return WorkFilter(self.request.GET, queryset=self.get_queryset(), request=self.request, day=self.day)

    def rows(self):
        """With a deadline, unless those without one are asked for."""
        return self.filterset.qs if self.filterset.value_of("waiting") else self.filterset.qs.unresolved()

    def prepare(self, table, queryset):
        """The table knows the day."""
        table.day = self.day
        return queryset

    def get_context_data(self, **kwargs):
        """Adds the tabs with their counts, and what may be done with many rows."""
        context = super().get_context_data(**kwargs)
        user, table = self.request.user, context["table"]
        readable = scope_of(user).readable
        if readable is not None and len(readable) < 2:
            table.columns.hide("unit")
        if not self.can_write(user):
            table.columns.hide("chosen")
        return context | {
            "tabs": self._tabs(),
            "may_act": self.can_write(user),
            "list_query": filters_in(self.request.GET),
            "by_unit_url": reverse("dashboards:handling") if readable is None or len(readable) > 1 else None,
        }

    def _tabs(self) -> list[tuple]:
        """(label, count, value of `waiting`, whether we are there, whether it presses)."""
        counts, here = self.day.counts(self.filterset.narrowed()), self.filterset.value_of("waiting") or ""
        dated = [counts[waiting] for waiting in Waiting if waiting != Waiting.UNDATED]
        total = Count(sum(count.number for count in dated), all(count.is_exact for count in dated))
        tabs = [(_("With a deadline"), total, "", here == "", False)]
        for waiting in Waiting:
            late = waiting == Waiting.OVERDUE and counts[waiting].number > 0
            tabs.append((display.sentence_case(waiting.label), counts[waiting], str(waiting), here == waiting, late))
        return tabs
