"""The matrix of units and programmes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock, display, exports
from common.views.base import RegisterPage
from communes.filters.follow_ups import ALL, MatrixFilter
from communes.models import SoftwareKind, Unit
from communes.scope import scope_of
from communes.software_matrix import matrix
from communes.tables.software_matrix import export_rows, matrix_table


class SoftwareMatrix(RegisterPage):
    """Who must use which programme, and does, as of a day; or with `?export=csv|xlsx` the file."""

    model, register = Unit, "communes:software"
    template_name = "communes/software_matrix.html"
    title = gettext_lazy("Units and programmes")

    def get(self, request, *args, **kwargs):
        """The page or the file."""
        self.filterset = MatrixFilter(request.GET, queryset=self.get_queryset(), request=request)
        units = self.filterset.qs.in_vietnamese_order()
        self.found = matrix(units, self.filterset.programmes, on=self.filterset.day)
        wanted = request.GET.get("export", "")
        if wanted in exports.WRITERS:
            return self._export(wanted)
        return self.render_to_response(self.get_context_data())

    def get_breadcrumbs(self):
        return [(_("Software"), self.url("list")), (self.get_title(), None)]

    def _table(self):
        scope, is_today = scope_of(self.request.user), self.filterset.day == clock.today()
        reach = [scope.units_for(capability) for capability in ("registers", "catalogue")] if is_today else []
        may_add = None if None in reach else frozenset().union(*reach)
        may_ask = is_today and scope.may("follow_up")
        return matrix_table(self.found, caption=str(self.get_title()), may_add=may_add, may_ask=may_ask)

    def _what(self) -> str:
        wanted = self.filterset.wanted
        return _("all kinds") if wanted == ALL else str(SoftwareKind(wanted).label)

    def _export(self, wanted: str):
        stamp = exports.Stamp(
            title=str(self.get_title()),
            source=_("Register of the system: %(name)s") % {"name": _("Uses of programmes")},
            filters=[f"{word.label}: {word.value}" for word in self._words()],
            person=str(self.request.user),
            day=self.filterset.day,
        )
        return exports.respond(wanted, self._table(), export_rows(self.found), stamp, name="software-matrix")

    def _words(self) -> list:
        return self.filterset.words()

    def get_context_data(self, **kwargs):
        """Adds the table, the day and what is shown."""
        return super().get_context_data(
            table=self._table(),
            filterset=self.filterset,
            words=self._words(),
            day=self.filterset.day,
            what=self._what(),
            overall=self.found.tally.in_words(),
            units=display.number(len(self.found.lines)),
            programmes=display.number(len(self.found.programmes)),
            **kwargs,
        )
