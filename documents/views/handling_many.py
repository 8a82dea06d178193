"""One act on the documents that were ticked in a list, and whom to suggest for it."""

from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from common import clock, display
from common.text import fold
from communes.models import StaffMember
from communes.scope import scope_of
from communes.views.together import Together
from documents.actions import handling_many
from documents.forms import handling as forms
from documents.models import Document
from documents.views.base import DocumentPages
from documents.work_filters import filters_in

MOST_SUGGESTED = 20
# Whom the documents of the last weeks went to; older names have left or changed their desk.
LOOKED_BACK = 400


class DocumentsTogether(DocumentPages, Together):
    """For the documents ticked in the list of work."""

    parameter, ordering = "document", ("registered_on", "pk")
    none_chosen = gettext_lazy("No document is chosen. Tick the documents in the list, then press the button above it.")
    too_many = gettext_lazy("More than 500 documents are too many for one act. Narrow the list by its filters first.")

    def candidates(self):
        """Incoming ones."""
        return self.get_queryset().incoming()

    def line_of(self, row) -> str:
        """Number, notation, abstract and deadline."""
        due = _(" (deadline %(day)s)") % {"day": display.day(row.due_on)} if row.due_on else ""
        return f"{row.number:02} · {row}: {row.subject}{due}"

    def get_cancel_url(self) -> str:
        """The list of work, filtered as it was."""
        query = filters_in(self.way_back())  # nothing else is taken from what was sent
        return reverse("documents:handling-list") + (f"?{query}" if query else "")

    def get_breadcrumbs(self):
        """Under the list of work."""
        return [(_("Follow-up of handling"), self.get_cancel_url()), (self.get_title(), None)]


class AssignTogether(DocumentsTogether):
    """Several documents go to one person or office."""

    title, verb = gettext_lazy("Pass several documents on"), gettext_lazy("Pass on")
    form_class = forms.AssignManyForm

    def get_initial(self) -> dict:
        return {"transferred_on": clock.today()}

    def act(self, values):
        return handling_many.assign_many(**values)

    def get_success_message(self, result) -> str:
        """How many went to whom."""
        number = len(result.rows)
        said = ngettext(
            "%(count)s document has been passed on to %(person)s.",
            "%(count)s documents have been passed on to %(person)s.",
            number,
        ) % {"count": display.number(number), "person": result.rows[0].assigned_to}
        return said + self.left_out(result)


class FinishTogether(DocumentsTogether):
    """Several documents were dealt with on one day."""

    title, verb = gettext_lazy("Finish several documents"), gettext_lazy("Finish")
    form_class = forms.FinishManyForm

    def get_initial(self) -> dict:
        return {"completed_on": clock.today()}

    def act(self, values):
        return handling_many.finish_many(**values)

    def get_success_message(self, result) -> str:
        """How many."""
        number = len(result.rows)
        said = ngettext("%(count)s document is finished.", "%(count)s documents are finished.", number)
        return said % {"count": display.number(number)} + self.left_out(result)


class HandlerLookup(View):
    """GET `?q=` suggests people of the staff, and whom documents were passed on to before, without diacritics."""

    def get(self, request, *args, **kwargs):
        """`{"results": [{"text": "Giàng A Sính", "key": "Giàng A Sính"}]}`."""
        words = fold(request.GET.get("q", "").replace("\x00", "")[:100]).split()
        names = self._earlier() + self._staff(words)
        found = dict.fromkeys(name for name in names if all(word in fold(name) for word in words))
        results = [{"text": name, "key": name} for name in list(found)[:MOST_SUGGESTED]]
        return JsonResponse({"results": results})

    def _earlier(self) -> list[str]:
        rows = Document.objects.visible_to(self.request.user).incoming().order_by("-registered_on", "-pk")
        units = scope_of(self.request.user).units_for("registers")
        rows = rows if units is None else rows.filter(unit_id__in=units)
        return [name for name in rows.values_list("assigned_to", flat=True)[:LOOKED_BACK] if name]

    def _staff(self, words: list[str]) -> list[str]:
        rows = StaffMember.objects.visible_to(self.request.user)
        for word in words:
            rows = rows.filter(search__contains=word)
        return list(rows.order_by("sort_key", "pk").values_list("full_name", flat=True)[:MOST_SUGGESTED])
