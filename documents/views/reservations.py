"""Numbers kept for documents to come: the list, keeping, entering the document, giving up."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.views import RecordHistory, RegisterAction, RegisterCreate, RegisterDetail, RegisterList
from communes.scope import scope_of
from documents import order
from documents.actions import reservations
from documents.forms import reservations as forms
from documents.models import Direction, NumberReservation, ReservationState
from documents.numbering import book_of
from documents.reservations import ReservationFilter, ReservationTable, state_badge
from documents.views.base import Unreported
from documents.views.entry import EnteringPage


class ReservationPages(Unreported):
    """What all pages share: officials keep, fill and give up numbers of their unit, everybody in scope reads."""

    model, register = NumberReservation, "documents:reservation"
    select_related = ("unit", "kept_by", "given_up_by", "document")

    def can_write(self, user, obj=None) -> bool:
        return scope_of(user).may("registers", obj.unit_id if obj is not None else None)

    def can_act(self, user, obj, name: str) -> bool:
        """By the unit and the state: what is filled or given up stays."""
        return name in ("fill", "release") and obj.state == ReservationState.OPEN and self.can_write(user, obj)

    def check_rights(self) -> None:
        """By the unit only: why a number can no longer be filled or given up is for the action to say."""
        self.require(self.can_write(self.request.user, self.object))

    def get_breadcrumbs(self):
        """Below the books."""
        return [(_("Documents"), reverse("documents:document-list")), *super().get_breadcrumbs()]


class ReservationList(ReservationPages, RegisterList):
    """Every number that was ever kept, the newest first."""

    title = gettext_lazy("Kept numbers")
    template_name = "documents/reservation_list.html"
    table_class, filterset_class = ReservationTable, ReservationFilter
    select_related = ("unit", "kept_by")


class ReservationDetail(ReservationPages, RegisterDetail):
    """One kept number."""

    actions = [("fill", gettext_lazy("Enter the document")), ("release", gettext_lazy("Give the number up"))]

    def get_title(self) -> str:
        """What it is on paper."""
        return title_of(self.object)

    def get_groups(self, obj):
        """What it is kept for; when it was given up also why."""
        facts = [
            (_("State"), state_badge), (_("Register"), lambda one: one.get_direction_display()), "unit", "purpose",
            "kept_on", "kept_by",
        ]  # fmt: skip
        if obj.state == ReservationState.FILLED:
            facts.append("document")
        if obj.state == ReservationState.GIVEN_UP:
            facts += ["give_up_reason", "given_up_on", "given_up_by"]
        self.groups = [("", facts)]
        return super().get_groups(obj)

    def get_buttons(self, obj):
        """Entering the document is the main thing."""
        found = super().get_buttons(obj)
        for button in found:
            if button["url"] == self.url("fill", obj):
                button["kind"] = "primary"
        return found


class ReservationCreate(ReservationPages, RegisterCreate):
    """Keep one number or several."""

    form_class = forms.KeepForm
    title, verb = gettext_lazy("Keep numbers"), gettext_lazy("Keep the numbers")
    sentence = gettext_lazy(
        "As with blank lines in the paper register: the numbers stand in the register at once, no other document gets "
        "them, and each is filled in later or given up with a reason."
    )

    def get_initial(self) -> dict:
        """Today, in one's own unit, of the register that was open."""
        asked = self.request.GET.get("direction", "")
        direction = asked if asked in Direction.values else Direction.OUTGOING
        home = scope_of(self.request.user).home_unit_id
        return {"kept_on": clock.today(), "unit": home, "direction": direction}

    def perform(self, form):
        return reservations.keep(by=self.request.user, **form.values())

    def get_success_url(self, result) -> str:
        """The number's page, or the list of what is open."""
        if len(result) == 1:
            return result[0].get_absolute_url()
        return reverse("documents:reservation-list", query={"state": ReservationState.OPEN})

    def get_success_message(self, result) -> str:
        """The numbers are what the clerk passes on."""
        numbers = ", ".join(f"{one.number:02}" for one in result)
        return _("Kept: %(numbers)s for “%(purpose)s”.") % {"numbers": numbers, "purpose": result[0].purpose}

    def check_rights(self) -> None:
        self.require(self.can_write(self.request.user))


class ReservationFill(EnteringPage, ReservationPages, RegisterAction):
    """The document has come: it is entered under the number that was kept for it."""

    verb = gettext_lazy("Enter the document")
    reason = False

    @property
    def form_class(self):
        """The columns of the number's book."""
        return forms.fill_form(self.object)

    def get_form_kwargs(self) -> dict:
        """The form is one of a document that is not there yet."""
        return {name: value for name, value in super().get_form_kwargs().items() if name != "instance"}

    def get_title(self) -> str:
        """The number first: it is what the clerk looks for."""
        return _("%(number)s: enter the document") % {"number": title_of(self.object)}

    def get_sentence(self) -> str:
        """For what it is kept, since when, and which days its neighbours have."""
        kept = self.object
        words = {"purpose": kept.purpose, "day": f"{kept.kept_on:%d/%m/%Y}", "person": kept.kept_by or "–"}
        sentence = _("Kept for “%(purpose)s” by %(person)s on %(day)s.") % words
        return " ".join(filter(None, [sentence, order.said(book_of(kept), kept.number)]))

    def get_initial(self) -> dict:
        """The day of keeping, and for an abstract what the number was kept for."""
        kept = self.object
        return {"unit": kept.unit_id, "registered_on": kept.kept_on, "subject": kept.purpose}

    def enter(self, form, *, known):
        return reservations.fill(self.object, by=self.request.user, version=form.version, known=known, **form.values())

    def get_context_data(self, **kwargs):
        """Adds whose earlier entries are offered, and under which name what is typed is kept."""
        kept = self.object
        draft = f"kept.{self.request.user.pk}.{kept.pk}"
        return super().get_context_data(direction=kept.direction, home=kept.unit_id, draft=draft, **kwargs)

    def get_success_message(self, result) -> str:
        """With the deadline; says so too when the day does not fit those of its neighbours."""
        warning = order.out_of_order(result)
        if warning:
            messages.warning(self.request, warning)
        words = {"number": f"{result.number:02}", "name": result}
        sentence = _("Entered under the kept number %(number)s: %(name)s.") % words
        return f"{sentence} {self.deadline_in_words(result)}".strip()


class ReservationRelease(ReservationPages, RegisterAction):
    """No document will come under this number."""

    title = gettext_lazy("Give the number up")
    verb = gettext_lazy("Give the number up")
    sentence = gettext_lazy(
        "The number stays among the kept numbers and in the printed register with the reason, like a cancelled one, "
        "and is not given to another document."
    )
    is_danger = True
    form_class = forms.ReleaseForm

    def perform(self, form):
        return reservations.release(self.object, by=self.request.user, version=form.version, reason=form.reason)

    def get_success_message(self, result) -> str:
        """The number is out of use."""
        return _("%(number)s has been given up.") % {"number": title_of(result)}


class ReservationHistory(ReservationPages, RecordHistory):
    """Who kept, filled or gave it up, when and why."""


def title_of(reservation: NumberReservation) -> str:
    """`Outgoing number 15 / 2020`."""
    if reservation.direction == Direction.OUTGOING:
        return _("Outgoing number %(number)s") % {"number": reservation}
    return _("Incoming number %(number)s") % {"number": reservation}
