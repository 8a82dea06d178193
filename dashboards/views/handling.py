"""The page on who is late with incoming documents."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock, display, exports
from common.months import Month
from common.tables import Rows
from common.views.base import RegisterPage
from communes.models import Unit
from dashboards import handling


class HandlingByUnit(RegisterPage):
    """Unit by unit, the most overdue first."""

    model, register = Unit, "documents:handling"
    template_name = "dashboards/handling.html"
    title = gettext_lazy("Handling of incoming documents by unit")

    def get(self, request, *args, **kwargs):
        """The page, or with `?export=csv|xlsx` the table as a file."""
        self.filterset = handling.UnitsFilter(request.GET, queryset=self.get_queryset(), request=request)
        wanted = request.GET.get("export", "")
        if wanted in exports.WRITERS:
            return self.export(wanted)
        return self.render_to_response(self.get_context_data())

    def export(self, wanted: str):
        """All that the page counts; where too much is open to be counted, no rows and the reason."""
        today = clock.today()
        found = handling.rows(self.filterset.qs, self.request.user, today)
        filters = [f"{word.label}: {word.value}" for word in self.filterset.words()]
        if found is None:
            said = _("More than %(most)s documents are open here; they are not counted. Choose a unit.")
            filters.append(said % {"most": display.number(handling.MOST_OPEN)})
        stamp = exports.Stamp(
            title=str(self.get_title()),
            source=_("Register of documents; shares from the monthly figures of the year, provisional"),
            filters=filters,
            person=str(self.request.user),
        )
        return exports.WRITERS[wanted](handling.export(found or []), stamp, "handling-by-unit")

    def get_breadcrumbs(self):
        """Under the list of work."""
        return [(_("Follow-up of handling"), reverse("documents:handling-list")), (self.get_title(), None)]

    def get_context_data(self, **kwargs):
        """Adds the table, or nothing where too much is open to be counted."""
        today = clock.today()
        found = handling.rows(self.filterset.qs, self.request.user, today)
        table = None
        if found is not None:
            table = handling.HandlingTable(Rows(found, Unit), orderable=False)
            table.caption = self.get_title()
        first = Month(Month.of(today).year, 1).first_day()
        return super().get_context_data(
            table=table,
            filterset=self.filterset,
            words=self.filterset.words(),
            most=display.number(handling.MOST_OPEN),
            dates={"first": display.day(first), "last": display.day(today)},
            **kwargs,
        )
