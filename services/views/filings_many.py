"""Many filings at once: one step for those ticked in a list, and new ones from a table."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import clock, display
from common.views import RegisterCreate
from communes.views.together import Together
from services.actions import filings_many, filings_table
from services.forms.filings import FinishManyForm, ReturnManyForm, TableForm
from services.models import Desk
from services.views.filings import FilingPages


class FilingsTable(FilingPages, RegisterCreate):
    """Several filings from a table."""

    form_class = TableForm
    title, verb = gettext_lazy("Enter several filings"), gettext_lazy("Enter all of them")
    sentence = gettext_lazy(
        "Columns with names, telephone numbers or addresses of applicants are dropped before anything is saved."
    )

    def perform(self, form):
        return filings_table.enter(by=self.request.user, **form.values())

    def get_success_url(self, result) -> str:
        """The register."""
        return self.url("list")

    def get_success_message(self, result) -> str:
        """How many, and which columns went."""
        said = ngettext("%(count)s filing is entered.", "%(count)s filings are entered.", result.number)
        parts = [said % {"count": display.number(result.number)}]
        if result.dropped:
            parts.append(_("Dropped because they name persons: %(names)s.") % {"names": ", ".join(result.dropped)})
        if result.unknown:
            parts.append(_("Passed over because they are not known: %(names)s.") % {"names": ", ".join(result.unknown)})
        return " ".join(parts)


class FilingsTogether(FilingPages, Together):
    """For the filings ticked in one of the lists of what waits."""

    parameter, ordering = "filing", ("received_time", "pk")
    select_related = ("procedure",)
    none_chosen = gettext_lazy("No filing is chosen. Tick the filings in the list, then press the button above it.")
    too_many = gettext_lazy("More than 500 filings are too many for one act. Narrow the list by its filters first.")
    desk = Desk.OPEN

    def get_initial(self) -> dict:
        return {"at": clock.now().replace(second=0, microsecond=0)}

    def line_of(self, row) -> str:
        """Code, procedure and deadline."""
        if row.late_from is None:
            return f"{row.code} · {row.procedure.name}"
        return _("%(code)s · %(name)s (due %(due)s)") % {
            "code": row.code,
            "name": row.procedure.name,
            "due": display.moment(row.late_from),
        }

    def get_cancel_url(self) -> str:
        """The list of what waits."""
        return reverse("services:filing-list", query={"desk": self.desk})

    def get_breadcrumbs(self):
        """Under that list."""
        return [(_("Filings"), self.get_cancel_url()), (self.get_title(), None)]


class FinishTogether(FilingsTogether):
    """Several filings were resolved."""

    title, verb = gettext_lazy("Finish several filings"), gettext_lazy("Finish")
    sentence = gettext_lazy("The time of finishing decides of each whether it is early, on time or late.")
    form_class = FinishManyForm

    def act(self, values):
        return filings_many.finish_many(**values)

    def get_success_message(self, result) -> str:
        """How many."""
        number = len(result.rows)
        said = ngettext("%(count)s filing is finished.", "%(count)s filings are finished.", number)
        return said % {"count": display.number(number)} + self.left_out(result)


class ReturnTogether(FilingsTogether):
    """Several citizens have their results."""

    title, verb = gettext_lazy("Return several results"), gettext_lazy("Save")
    sentence = gettext_lazy("What was not finished before is finished at the same time.")
    form_class, desk = ReturnManyForm, Desk.RESULTS

    def act(self, values):
        return filings_many.return_many(**values)

    def get_success_message(self, result) -> str:
        """How many."""
        number = len(result.rows)
        said = ngettext("%(count)s result is returned.", "%(count)s results are returned.", number)
        return said % {"count": display.number(number)} + self.left_out(result)
