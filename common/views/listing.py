"""The list of a register: filters as words, a table by pages, the same rows as CSV or XLSX."""

from django.utils.translation import gettext as _

from common import clock, columns, exports
from common.keyset import Count, Keyset, bounded_count
from common.tables import joined, list_page, sorted_for_export
from common.views.base import RegisterPage

LONGEST_WAY_BACK = 2000


class RegisterList(RegisterPage):
    """A subclass names `table_class`, `filterset_class`, `title`; long registers also a `keyset`."""

    table_class = None
    filterset_class = None
    keyset: Keyset | None = None
    ordering: tuple | list = ("-pk",)
    per_page = 50
    # Some registers stand without a figure above the table because counting them costs more than it tells.
    shows_count = True
    # Whether an export has the columns of the table; the trail exports rows of its own.
    exports_columns = True
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
            columns=self.chosen_columns(),
            prepare=self.prepare,
        )
        table.caption = self.get_title()
        return super().get_context_data(
            table=table,
            columns=self._chooser(table),
            exports_every=self.exports_columns and self.has_more_to_export(table),
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

    # --- Columns ---

    @property
    def columns_name(self) -> str:
        """Under which name the person's choice of columns is kept: the route's, so that every list has its own."""
        return self.request.resolver_match.view_name

    def chosen_columns(self) -> frozenset[str] | None:
        """What the person has chosen for this list; None for nothing yet."""
        return columns.chosen(self.request.user, self.columns_name)

    def exported_columns(self):
        """What a file holds: everything if asked for, else what was chosen, else the columns of a delivered export."""
        if self.request.GET.get(columns.PARAMETER) == columns.EVERY:
            return columns.every(self.table_class)
        chosen = self.chosen_columns()
        return getattr(self.table_class.Meta, "export_columns", None) if chosen is None else chosen

    def has_more_to_export(self, table) -> bool:
        """Whether a file with all columns says more than one without asking for them."""
        delivered = getattr(table.Meta, "export_columns", None) if self.chosen_columns() is None else None
        usual = delivered or [column.name for column in table.columns]
        offered = [column for column in table.columns.iterall() if not column.column.exclude_from_export]
        return any(column.name not in usual for column in offered)

    def prepare(self, table, queryset):
        """The rows with what the shown columns read; overridden where some are worked out by the database."""
        return joined(table, queryset)

    def _chooser(self, table) -> columns.Chooser:
        address = self.request.get_full_path()
        return columns.Chooser(
            table,
            name=self.columns_name,
            # Very long addresses are not led back to (accounts.redirects); the list itself is better than nothing.
            address=address if len(address) <= LONGEST_WAY_BACK else self.request.path,
            is_changed=self.chosen_columns() is not None,
            is_exported=self.exports_columns,
        )

    # --- Exports ---

    def _export(self, wanted: str):
        table, rows = sorted_for_export(
            self.table_class, self.rows(), self.request.GET, ordering=self.ordering, keyset=self.keyset,
            columns=self.exported_columns(), prepare=self.prepare,
        )  # fmt: skip
        return exports.respond(wanted, table, rows, self.get_stamp(), name=self.register.rpartition(":")[2] or "export")

    def get_stamp(self) -> exports.Stamp:
        """What an export says about itself."""
        words = self.filterset.words() if self.filterset is not None else []
        return exports.Stamp(
            title=str(self.get_title()),
            source=self.get_source(),
            filters=[f"{word.label}: {word.value}" for word in words],
            person=str(self.request.user),
            day=self.get_day(),
        )

    def get_day(self):
        """The day that the rows are of."""
        return clock.today()

    def get_source(self) -> str:
        """Where the rows come from, for the stamp of exports."""
        return _("Register of the system: %(name)s") % {"name": self.list_title()}
