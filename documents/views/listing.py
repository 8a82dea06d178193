"""The two books as lists."""

from functools import cached_property

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.lookups import SEPARATOR
from common.views import LookupView, RegisterList
from communes.scope import scope_of
from documents import companions
from documents.filters import Deadline, DocumentFilter
from documents.finding import FindingKeyset, Wanted
from documents.models import Direction, Document
from documents.tables import SAID_WITH, IncomingBook, IncomingTable, OutgoingBook, OutgoingTable
from documents.views.base import DocumentPages
from documents.words import Query
from documents.working import pressing


class DocumentList(DocumentPages, RegisterList):
    """One of the two books: `?direction=incoming` (unless said otherwise) or `outgoing`."""

    title = gettext_lazy("Documents")
    filterset_class = DocumentFilter
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
        rows = super().get_queryset()
        return rows.prefetch_related("unit", "type") if self.request.GET.get("export") else rows

    def prepare(self, table, queryset):
        """The answers likewise."""
        return queryset.prefetch_related(*table.related())

    @cached_property
    def keyset(self) -> FindingKeyset:
        """Pages by the day, on the way that suits what the filters ask for."""
        return FindingKeyset(self.filterset.wanted(), size=self.per_page)

    def _count(self, rows, table):
        if not table.pages.next and not table.pages.previous:
            return super()._count(rows, table)
        return self.keyset.count(rows, at_least=self.per_page)  # and one more, which is on another page

    @property
    def columns_name(self) -> str:
        """Each book has its own."""
        return f"{super().columns_name}.{self.direction}"

    def exported_columns(self):
        """The book with all its columns, or those of it that say what was chosen for the screen."""
        names = super().exported_columns()
        return names and [*names, *(more for name in names for more in SAID_WITH.get(name, ()))]

    def has_more_to_export(self, table) -> bool:
        """As delivered a file has all columns of the entries. Kept numbers are none: they stand in the printed book."""
        return self.chosen_columns() is not None

    def get_filterset(self):
        """The direction is always one of the two."""
        params = self.request.GET.copy()
        params["direction"] = self.direction
        return DocumentFilter(params, queryset=self.get_queryset(), request=self.request)

    def rows(self):
        """A file is read through to its end: there the index stands beside the conditions."""
        rows, wanted = super().rows(), self.filterset.wanted()
        if self.request.GET.get("export") and wanted.is_narrow:
            sql, params = wanted.condition
            return rows.filter(RawSQL(sql, params, output_field=BooleanField()))
        return rows

    def get_title(self) -> str:
        """The name of the book."""
        return _("Outgoing documents") if self.direction == Direction.OUTGOING else _("Incoming documents")

    def get_context_data(self, **kwargs):
        """Adds the tabs and the two buttons; the unit's column only for somebody who sees several units."""
        context = super().get_context_data(**kwargs)
        context["table"].query = self.filterset.query
        readable = scope_of(self.request.user).readable
        if readable is not None and len(readable) < 2:
            context["table"].columns.hide("unit")
        self._complete(context["table"])
        context["tabs"] = self._tabs()
        context["direction"] = self.direction
        if self.filterset.query:
            context |= self._elsewhere()
        context["may_register"] = self.can_write(self.request.user)
        if self.direction == Direction.INCOMING and self._is_plain(context["table"]):
            context["pressing"] = pressing(self.request.user, clock.today())
        asked = {"book": self.direction, "unit": self.request.GET.get("unit", "")[:200].rpartition(SEPARATOR)[2]}
        context["print_url"] = reverse("documents:document-print", query={k: v for k, v in asked.items() if v})
        return context

    def _is_plain(self, table) -> bool:
        """Whether this is the book as it opens: who looks for something else need not be told what presses."""
        return not self.filterset.words() and table.pages.first is None

    def _complete(self, table) -> None:
        """What the shown columns say beside the fields of the rows."""
        rows = table.data.data
        if not rows:
            return
        companions.name_kinds(rows, self.filterset.kinds)
        companions.count_files(rows)
        if table.columns["unit"].visible:
            companions.name_units(rows)

    def _elsewhere(self) -> dict:
        """Where else the words may be: `elsewhere` (label, address) in the other book, `alone` without more filters."""
        address, is_outgoing = reverse("documents:document-list"), self.direction == Direction.OUTGOING
        typed = self.filterset.value_of("q")
        other = Direction.INCOMING if is_outgoing else Direction.OUTGOING
        label = _("Search incoming documents") if is_outgoing else _("Search outgoing documents")
        return {
            "elsewhere": (label, f"{address}?{urlencode({'direction': other, 'q': typed})}"),
            "alone": f"{address}?{urlencode({'direction': self.direction, 'q': typed})}",
        }

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

    def get_queryset(self):
        return super().get_queryset().outgoing().filter(cancelled=False)

    def found(self, query: str):
        """As the list finds them; the last word may still be growing."""
        words = Query.read(query, goes_on=True)
        wanted = Wanted(query=words, marks=(f"@{Direction.OUTGOING}",), units=scope_of(self.request.user).readable)
        rows = self.get_queryset().filter(Document.objects.holding(words))
        return FindingKeyset(wanted, size=self.most).page(rows, {}).rows
