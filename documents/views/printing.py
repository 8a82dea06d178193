"""Printing a book of the decree: what to print is chosen here, the work itself is done in the background."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from common import clock
from common.jobs import actions
from common.views.forms import FormPage
from communes.models import Unit
from communes.scope import scope_of
from documents.forms.printing import BookForm
from documents.models import Document
from documents.printing import job
from documents.printing.books import BOOKS


class BookPrint(FormPage):
    """The page on which a book is chosen; its address may name book, unit and days."""

    model, register = Document, "documents:document"
    form_class = BookForm
    title = gettext_lazy("Print a register")
    verb = gettext_lazy("Print")
    sentence = gettext_lazy(
        "The registers of Decree 30/2020 on A4 across, one unit and year at a time. A long one takes a minute; "
        "leaving the page does not stop the work."
    )

    def get_initial(self) -> dict:
        """One's own unit and this month, unless the address says otherwise."""
        today, asked = clock.today(), self.request.GET
        initial = {"book": "incoming", "unit": scope_of(self.request.user).home_unit_id, "file": "pdf"}
        initial |= {"first": today.replace(day=1), "last": today}
        if asked.get("book") in BOOKS:
            initial["book"] = asked["book"]
        unit = Unit.objects.visible_to(self.request.user).filter(slug=asked.get("unit", "")[:100]).first()
        return initial | ({"unit": unit.pk} if unit is not None else {})

    def perform(self, form):
        choice, kind = form.choice(), form.cleaned_data["file"]
        parameters = job.parameters_of(choice, kind)
        return actions.start(
            by=self.request.user, kind=job.NAME, title=job.title_of(choice, kind), parameters=parameters
        )

    def get_success_message(self, result) -> str:
        """None: the page of the work says how far it is, and goes on saying so."""
        return ""

    def get_cancel_url(self) -> str:
        return reverse("documents:document-list")
