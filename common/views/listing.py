"""The list of a register: filters as words, a table by pages, the same rows as CSV or XLSX."""

from django.utils.translation import gettext as _

from common import exports
from common.keyset import Count, Keyset, bounded_count
from common.tables import list_page, sorted_for_export
from common.views.base import RegisterPage


class RegisterList(RegisterPage):
    """A subclass names `table_class`, `filterset_class`, `title`; long registers also a `keyset`."""

    table_class = None
    filterset_class = None
    keyset: Keyset | None = None
    ordering: tuple | list = ("-pk",)
    per_page = 50
    # Some registers stand without a figure above the table because counting them costs more than it tells.
    shows_count = True
    template_name = "generic/list.html"

    def get(self, request, *args, **kwargs):
        """The page, or with `?export=csv|xlsx` the file."""
        self.filterset = self.get_filterset()
        wanted = request.GET.get("export", "")
        if wanted in exports.WRITERS:
            return self._export(wanted)
        return self.render_to_response(self.get_context_data())

    def get_filterset(self):
        """The filters over what the user may see; None for a register without filters."""
        if self.filterset_class is None:
            return None
        return self.filterset_class(self.request.GET, queryset=self.get_queryset(), request=self.request)

    def rows(self):
        """The records that scope and filters leave."""
        return self.filterset.qs if self.filterset is not None else self.get_queryset()

    def get_breadcrumbs(self):
        """The list is the top of its register."""
        return [(self.get_title() or self.list_title(), None)]

    def get_title(self):
        return self.title or self.list_title()

    def get_context_data(self, **kwargs):
        """Adds the table, the filters in force and the number of rows."""
        rows = self.rows()
        table = list_page(
            self.table_class,
            rows,
            self.request.GET,
            ordering=self.ordering,
            per_page=self.per_page,
            keyset=self.keyset,
        )
        table.caption = self.get_title()
        return super().get_context_data(
            table=table,
            count=self._count(rows, table),
            filterset=self.filterset,
            words=self.filterset.words() if self.filterset is not None else [],
            create_url=self.url("create") if self.can_write(self.request.user) else None,
            **kwargs,
        )

    def _count(self, rows, table) -> Count | None:
        if not self.shows_count:
            return None
        pages = table.pages
        if not pages.next and not pages.previous:
            return Count(len(table.rows), is_exact=True)
        return bounded_count(rows)

    def _export(self, wanted: str):
        table, rows = sorted_for_export(
            self.table_class, self.rows(), self.request.GET, ordering=self.ordering, keyset=self.keyset
        )
        words = self.filterset.words() if self.filterset is not None else []
        stamp = exports.Stamp(
            title=str(self.get_title()),
            source=self.get_source(),
            filters=[f"{word.label}: {word.value}" for word in words],
            person=str(self.request.user),
        )
        return exports.respond(wanted, table, rows, stamp, name=self.register.rpartition(":")[2] or "export")

    def get_source(self) -> str:
        """Where the rows come from, for the stamp of exports."""
        return _("Register of the system: %(name)s") % {"name": self.list_title()}
