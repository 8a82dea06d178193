"""One act on the documents that were ticked in a list, and whom to suggest for it."""

from django.http import JsonResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from common import clock, display
from common.text import fold
from common.views import RegisterCreate
from communes.models import StaffMember
from communes.scope import scope_of
from documents.actions import handling_many
from documents.forms import handling as forms
from documents.models import Document
from documents.views.base import DocumentPages
from documents.work_filters import filters_in

MOST_SUGGESTED = 20
# Whom the documents of the last weeks went to; older names have left or changed their desk.
LOOKED_BACK = 400
LONGEST_BACK = 3000


class DocumentsTogether(DocumentPages, RegisterCreate):
    """GET: the form for the documents ticked in a list (`document`). POST: do it for all, or say for which not."""

    template_name = "documents/together.html"

    def get(self, request, *args, **kwargs):
        """The form, or a word that nothing was chosen."""
        self.check_rights()
        keys = [key for key in request.GET.getlist("document") if key.isascii() and key.isdigit() and len(key) <= 18]
        found = self._named(keys[: handling_many.MOST + 1])
        if not 0 < len(found) <= handling_many.MOST:
            return self.render_to_response(self.get_context_data(form=None, too_many=len(found) > 1))
        form = self.get_form()
        form.initial |= {"chosen": forms.ChosenField.written(found), "back": request.GET.get("back", "")}
        return self.show(form)

    def _named(self, keys) -> list[Document]:
        return list(self.get_queryset().incoming().filter(pk__in=keys).order_by("registered_on", "pk"))

    def act(self, form) -> handling_many.Done:
        """Call the action."""
        raise NotImplementedError

    def perform(self, form):
        values = form.values() | {"by": self.request.user}
        try:
            return self.act(values)
        except handling_many.SomeRefused:
            form.offer_to_leave_out()
            raise

    def get_success_url(self, result) -> str:
        """Back to the list of work, filtered as it was."""
        return self.get_cancel_url()

    def get_cancel_url(self) -> str:
        """The list of work, filtered as it was."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        # Only what filters that list is taken from what was sent.
        query = filters_in(QueryDict(sent.get("back", "")[:LONGEST_BACK]))
        return reverse("documents:handling-list") + (f"?{query}" if query else "")

    def get_breadcrumbs(self):
        """Under the list of work."""
        return [(_("Follow-up of handling"), self.get_cancel_url()), (self.get_title(), None)]

    def get_context_data(self, **kwargs):
        """Adds what was chosen."""
        form = kwargs.get("form")
        if form is not None:
            kwargs["chosen"] = self._named(forms.ChosenField.ids(form["chosen"].value()))
        return super().get_context_data(**kwargs)

    @staticmethod
    def left_out(result) -> str:
        """How many were left out, if any."""
        number = len(result.refused)
        if not number:
            return ""
        said = ngettext("%(count)s document was left out.", "%(count)s documents were left out.", number)
        return " " + said % {"count": display.number(number)}


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
        number = len(result.documents)
        said = ngettext(
            "%(count)s document has been passed on to %(person)s.",
            "%(count)s documents have been passed on to %(person)s.",
            number,
        ) % {"count": display.number(number), "person": result.documents[0].assigned_to}
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
        number = len(result.documents)
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
