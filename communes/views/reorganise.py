"""Reorganisations: choosing the kind, filling it in, seeing what it would do, applying and undoing it."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common import display
from common.actions import SentAlready, made_before
from common.views import RegisterAction, RegisterCreate, RegisterDetail, RegisterList
from common.views.base import RegisterPage
from common.views.doing import Undone, do
from communes import reorganise
from communes.forms.reorganise import FORMS, UndoForm
from communes.models import Reorganisation, ReorganisationKind
from communes.reorganise.choices import MOST, things
from communes.scope import scope_of
from communes.tables.reorganise import ReorganisationTable, SuccessionTable

# What each kind is for, in the order of how often it is needed.
WHAT_FOR = {
    ReorganisationKind.MERGE: _("Several units become one: an existing one that goes on, or a new one."),
    ReorganisationKind.SPLIT: _("One unit ends, its parts go to several by shares."),
    ReorganisationKind.RENAME: _("A unit gets another name, generic word or code: a commune becomes a ward."),
    ReorganisationKind.MOVE: _("A unit comes under another district or province, with all below it."),
    ReorganisationKind.ABOLISH: _("A unit ends; what it holds goes to a unit that you name."),
    ReorganisationKind.CREATE: _("A unit begins that was no part of another."),
}


class ReorganisationPages:
    """What all pages share: only administrators are here, and they see all."""

    model, register = Reorganisation, "communes:reorganisation"
    select_related = ("applied_by", "undone_by")

    def get_queryset(self):
        """All of them, or none."""
        rows = Reorganisation.objects.select_related(*self.select_related)
        rows = rows.prefetch_related("successions__predecessor", "successions__successor", "founded", "ended")
        return rows if scope_of(self.request.user).is_administrator else rows.none()

    def url(self, verb: str, obj=None) -> str | None:
        """What begins a new one is the choice of its kind."""
        return super().url("kinds" if verb == "create" else verb, obj)

    def can_write(self, user, obj=None) -> bool:
        return scope_of(user).may("units")

    def can_act(self, user, obj, name: str) -> bool:
        """What stands can be undone; whether its rows still allow it, the page says."""
        return name == "undo" and obj.undone_at is None and self.can_write(user)


class ReorganisationList(ReorganisationPages, RegisterList):
    """All reorganisations, the newest first."""

    table_class = ReorganisationTable
    title = _("Reorganisations")
    ordering = ("-effective_on", "-pk")
    template_name = "communes/reorganisation_list.html"


class ReorganisationKinds(ReorganisationPages, RegisterPage):
    """The six kinds to choose from."""

    title = _("New reorganisation")
    template_name = "communes/reorganisation_kinds.html"

    def get(self, request, *args, **kwargs):
        """The page."""
        self.require(self.can_write(request.user))
        kinds = [
            (display.sentence_case(kind.label), words, reverse("communes:reorganisation-new", args=[kind.value]))
            for kind, words in WHAT_FOR.items()
        ]
        return self.render_to_response(self.get_context_data(kinds=kinds))


class ReorganisationNew(ReorganisationPages, RegisterCreate):
    """One kind: the form, then what it would do, then done. Nothing is written before the last step."""

    @property
    def kind(self) -> ReorganisationKind:
        """The kind of the address."""
        try:
            return ReorganisationKind(self.kwargs["kind"])
        except ValueError as error:
            raise Http404 from error

    verb = _("See what it would do")

    def load(self) -> None:
        self.form_class = FORMS[self.kind]

    def get_title(self):
        return _now("New reorganisation: %(kind)s") % {"kind": self.kind.label}

    def get_sentence(self):
        return WHAT_FOR[self.kind]

    def post(self, request, *args, **kwargs):
        """The preview; with `apply`, and nothing changed since the preview, the act itself."""
        self.load()
        self.check_rights()
        made = made_before(request.POST.get("token", ""), by=request.user)
        if made:
            return self.sent_already(made)
        form = self.get_form(request.POST)
        if not form.is_valid() or "again" in request.POST:
            return self.show(form)
        plan = form.plan()
        shown = reorganise.preview(plan)
        if "apply" not in request.POST or shown.faults:
            return self.show_preview(form, plan, shown)
        if request.POST.get("seen") != shown.fingerprint:
            messages.warning(request, _now("Something has changed since you looked. Please check once more."))
            return self.show_preview(form, plan, shown)
        try:
            act = do(
                form,
                lambda: reorganise.apply(plan, by=request.user),
                by=request.user,
                address=lambda act: act.get_absolute_url(),
            )
        except SentAlready as done:
            return self.sent_already(done.url or self.url("list"))
        except Undone:
            return self.show(form)
        messages.success(request, _now("The reorganisation has been applied; figures are being counted anew."))
        return HttpResponseRedirect(act.get_absolute_url())

    def sent_already(self, url: str):
        """To what the first sending made."""
        messages.info(self.request, _now("This form had been sent already; nothing was saved twice."))
        return HttpResponseRedirect(url)

    def show_preview(self, form, plan, shown):
        """What would happen, with the form hidden beneath, and the buttons."""
        self.template_name = "communes/reorganisation_preview.html"
        kept = [
            (name, value)
            for name in self.request.POST
            for value in self.request.POST.getlist(name)
            if name not in {"csrfmiddlewaretoken", "apply", "again", "seen"} and not name.startswith("choice:")
        ]
        chosen = things(plan)
        return self.show(
            form, preview=shown, plan=plan, kept=kept, things=_by_group(chosen), most=MOST,
            heirs=[heir.unit.title for heir in plan.heirs],
        )  # fmt: skip

    def get_breadcrumbs(self):
        return [*super().get_breadcrumbs()[:1], (self.get_title(), None)]


def _by_group(chosen) -> list[tuple]:
    groups: dict[str, list] = {}
    for thing in chosen:
        groups.setdefault(thing.group, []).append(thing)
    return list(groups.items())


class ReorganisationDetail(ReorganisationPages, RegisterDetail):
    """One reorganisation: who went where, by whom applied, and whether it can be undone."""

    template_name = "communes/reorganisation_detail.html"
    groups = [
        (_("Reorganisation"), ["kind", "effective_on", "resolution", "note"]),
        (_("Done"), ["applied_at", "applied_by", "undone_at", "undone_by"]),
    ]
    actions = [("undo", _("Undo"))]

    def get_title(self):
        """With a capital: the kind begins it."""
        return display.sentence_case(self.object)

    def related_tables(self, obj):
        links = obj.successions.select_related("predecessor", "successor")
        return [(_("Successions"), SuccessionTable, links.order_by("predecessor__sort_key", "successor__sort_key"))]


class ReorganisationUndo(ReorganisationPages, RegisterAction):
    """Take it back, or learn why that is no longer possible."""

    form_class, reason, act = UndoForm, True, "undo"
    title, verb = _("Undo the reorganisation"), _("Undo")
    is_danger = True
    template_name = "communes/reorganisation_undo.html"
    sentence = _("Exactly the rows that the reorganisation wrote are put back. What was entered since stays.")

    def perform(self, form):
        return reorganise.undo(self.object, by=self.request.user, reason=form.reason)

    def get_success_message(self, result) -> str:
        return _now("The reorganisation has been undone; figures are being counted anew.")

    def get_context_data(self, **kwargs):
        """Adds what stands in the way."""
        return super().get_context_data(blockers=reorganise.blockers(self.object), **kwargs)
