"""What the pages of one unit and period share: the view from the address, and the line that changes it."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from common import display, exports
from communes.models import Unit, UnitKind
from dashboards import period
from dashboards.forms import StateForm, UnitChoice


def structure_in_words(structure: str) -> str:
    """The boundaries that figures are counted in."""
    return _("by the boundaries of today") if structure == "is" else _("by the boundaries of that time")


def kind_in_words(kind: str) -> str:
    """The kind of unit that figures are confined to; empty for all."""
    return {UnitKind.COMMUNE: _("communes only"), UnitKind.OFFICE: _("offices only")}.get(kind, "")


def stamp(
    state: period.State, user, title: str, *more: str, source: str = "", coverage: str = ""
) -> exports.Stamp:  # fmt: skip
    """What a file of a page says of itself: period, boundaries and kind of unit, and what there is `more` to say."""
    about = [state.period.sentence, structure_in_words(state.structure), kind_in_words(state.kind), *more]
    return exports.Stamp(
        title=title,
        source=source or _("Monthly figures of the system"),
        filters=[display.sentence_case(text) for text in about if text],
        person=str(user),
        coverage=display.sentence_case(coverage),
    )


class StatePage(TemplateResponseMixin, ContextMixin, View):
    """Base of the pages whose address says unit, period and structure."""

    state: period.State

    def get(self, request, *args, slug: str = "", **kwargs):
        """The page. Another unit than that of the path, or one typed by name, leads to its own address."""
        wanted = request.GET.get("unit", "").strip()
        if slug and wanted and wanted != slug:
            return self.redirect(self.typed(wanted), from_path=True)
        try:
            self.state = period.read(request.user, request.GET, slug=slug)
        except Http404:
            if slug or not wanted:
                raise
            return self.redirect(self.typed(wanted), from_path=False)
        return self.answer()

    def answer(self):
        """The response for `self.state`."""
        return self.render_to_response(self.get_context_data())

    def typed(self, text: str) -> Unit:
        """The unit of a slug or of a part of a name; Http404 when none or several fit."""
        try:
            return UnitChoice(self.request.user).clean(text)
        except ValidationError as error:
            raise Http404 from error

    def redirect(self, unit: Unit, *, from_path: bool) -> HttpResponseRedirect:
        """To the same view of a unit."""
        params = self.request.GET.copy()
        if from_path:
            del params["unit"]
        else:
            params["unit"] = unit.slug
        path = self.address_of(unit) if from_path else self.request.path
        return HttpResponseRedirect(f"{path}?{params.urlencode()}")

    def address_of(self, unit: Unit) -> str:
        """The page like this one of another unit."""
        return reverse("dashboards:unit", args=[unit.slug])

    def get_form(self) -> StateForm:
        """The sentence that says what is shown."""
        return StateForm(self.state, user=self.request.user)

    def get_context_data(self, **kwargs):
        """Adds the state, its form and whether figures are being recounted."""
        state = self.state
        kwargs.setdefault("title", state.unit.title)
        return super().get_context_data(
            state=state,
            unit=state.unit,
            period=state.period,
            form=self.get_form(),
            structure_words=structure_in_words(state.structure),
            is_updating=state.is_updating,
            **kwargs,
        )
