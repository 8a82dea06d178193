"""Acts on the rows that were ticked in a list."""

from django.http import QueryDict
from django.utils.translation import ngettext

from common import display
from common.views import RegisterCreate
from communes.forms.together import ChosenField
from communes.together import MOST, Done, SomeRefused

LONGEST_BACK = 3000


class Together(RegisterCreate):
    """GET: the form for the rows ticked in a list (`parameter`). POST: do it for all, or say for which not.

    A subclass says `none_chosen` and `too_many` in its own words, and `line_of` each chosen row.
    """

    template_name = "generic/together.html"
    parameter = ""
    none_chosen = too_many = ""
    ordering: tuple = ("pk",)

    def act(self, values: dict) -> Done:
        """Call the action."""
        raise NotImplementedError

    def line_of(self, row) -> str:
        """How a chosen row is named on the page."""
        raise NotImplementedError

    def candidates(self):
        """The rows that may be chosen at all."""
        return self.get_queryset()

    def get(self, request, *args, **kwargs):
        """The form, or a word that nothing was chosen."""
        self.check_rights()
        keys = [key for key in request.GET.getlist(self.parameter) if key.isascii() and key.isdigit() and len(key) < 19]
        found = self._named(keys[: MOST + 1])
        if not 0 < len(found) <= MOST:
            said = self.too_many if found else self.none_chosen
            return self.render_to_response(self.get_context_data(form=None, said=said))
        form = self.get_form()
        form.initial |= {"chosen": ChosenField.written(found), "back": request.GET.get("back", "")}
        return self.show(form)

    def _named(self, keys) -> list:
        return list(self.candidates().filter(pk__in=keys).order_by(*self.ordering))

    def perform(self, form):
        """The action; what it refuses may be left out."""
        try:
            return self.act(form.values() | {"by": self.request.user})
        except SomeRefused:
            form.offer_to_leave_out()
            raise

    def way_back(self) -> QueryDict:
        """The parameters of the list in which the rows were ticked, as the browser sent them."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return QueryDict(sent.get("back", "")[:LONGEST_BACK])

    def get_success_url(self, result) -> str:
        """Back to the list."""
        return self.get_cancel_url()

    def get_context_data(self, **kwargs):
        """Adds what was chosen."""
        form = kwargs.get("form")
        if form is not None:
            rows = self._named(ChosenField.ids(form["chosen"].value()))
            kwargs["chosen"] = [self.line_of(row) for row in rows]
        return super().get_context_data(**kwargs)

    @staticmethod
    def left_out(result: Done) -> str:
        """How many were left out, if any."""
        number = len(result.refused)
        if not number:
            return ""
        said = ngettext("%(count)s was left out.", "%(count)s were left out.", number)
        return " " + said % {"count": display.number(number)}
