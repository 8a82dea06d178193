"""The two books as lists."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.keyset import Keyset
from common.views import LookupView, RegisterList
from communes.scope import scope_of
from documents.filters import Deadline, DocumentFilter
from documents.models import Direction, Document
from documents.tables import SAID_WITH, IncomingBook, IncomingTable, OutgoingBook, OutgoingTable
from documents.views.base import DocumentPages


class DocumentList(DocumentPages, RegisterList):
    """One of the two books: `?direction=incoming` (unless said otherwise) or `outgoing`."""

    title = gettext_lazy("Documents")
    filterset_class = DocumentFilter
    keyset = Keyset("-registered_on", size=50)
    template_name = "documents/list.html"

    @property
    def direction(self) -> str:
        """The book that is shown."""
        wanted = self.request.GET.get("direction", "")
        return wanted if wanted in Direction.values else Direction.INCOMING

    @property
    def table_class(self):
        """The columns of that book: all of them in an export, a screenful on the page."""
        if self.request.GET.get("export"):
            return OutgoingBook if self.direction == Direction.OUTGOING else IncomingBook
        return OutgoingTable if self.direction == Direction.OUTGOING else IncomingTable

    def get_queryset(self):
        """Names of units and kinds come by queries of their own: joined, SQLite sorts all rows of the scope."""
        return super().get_queryset().prefetch_related("unit", "type")

    def prepare(self, table, queryset):
        """The answers and files likewise."""
        return queryset.prefetch_related(*table.related())

    @property
    def columns_name(self) -> str:
        """Each book has its own."""
        return f"{super().columns_name}.{self.direction}"

    def exported_columns(self):
        """The book with all its columns, or those of it that say what was chosen for the screen."""
        names = super().exported_columns()
        return names and [*names, *(more for name in names for more in SAID_WITH.get(name, ()))]

    def has_more_to_export(self, table) -> bool:
        """As delivered a file is the whole book."""
        return self.chosen_columns() is not None

    def get_filterset(self):
        """The direction is always one of the two."""
        params = self.request.GET.copy()
        params["direction"] = self.direction
        return DocumentFilter(params, queryset=self.get_queryset(), request=self.request)

    def get_title(self) -> str:
        """The name of the book."""
        return _("Outgoing documents") if self.direction == Direction.OUTGOING else _("Incoming documents")

    def get_context_data(self, **kwargs):
        """Adds the tabs and the two buttons; the unit's column only for somebody who sees several units."""
        context = super().get_context_data(**kwargs)
        readable = scope_of(self.request.user).readable
        if readable is not None and len(readable) < 2:
            context["table"].columns.hide("unit")
        context["tabs"] = self._tabs()
        context["may_register"] = self.can_write(self.request.user)
        return context

    def _tabs(self) -> list[tuple]:
        """(label, address, whether we are there): the two books, and what is late in the first."""
        address = reverse("documents:document-list")
        is_outgoing = self.direction == Direction.OUTGOING
        is_late = not is_outgoing and self.request.GET.get("deadline") == Deadline.OVERDUE
        return [
            (_("Incoming"), address, not is_outgoing and not is_late),
            (_("Overdue"), f"{address}?deadline={Deadline.OVERDUE}", is_late),
            (_("Outgoing"), f"{address}?direction={Direction.OUTGOING}", is_outgoing),
        ]


class DocumentLookup(LookupView):
    """Outgoing documents by number, notation or words, newest first: what may answer an incoming one."""

    model = Document
    key = "code"
    ordering = ("-registered_on", "-pk")

    def get_queryset(self):
        return super().get_queryset().outgoing().filter(cancelled=False)
