"""Pages of the follow-ups: asking one unit or several, answering, closing, and the letter."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common import clock, display
from common.views import RecordHistory, RegisterAction, RegisterCreate, RegisterDetail, RegisterList
from common.views.base import RegisterPage
from communes.actions import follow_ups
from communes.filters.follow_ups import FollowUpFilter
from communes.forms.follow_ups import AnswerForm, AskForm, AskSeveralForm, CloseForm, DeadlineForm
from communes.letters import letter_of, message_of
from communes.models import FollowUp, Software, SoftwareUse, Unit
from communes.scope import scope_of
from communes.tables.follow_ups import FollowUpTable, state_badge
from communes.views.base import numbers_of

# What each act needs: the capability, in the unit of the follow-up.
ACTS = {"answer": "answer", "deadline": "follow_up", "close": "follow_up", "reopen": "follow_up"}


class FollowUpPages:
    """What all pages share: reviewers ask and close, the unit answers, everybody in scope reads."""

    model, register = FollowUp, "communes:follow-up"
    select_related = ("unit", "software", "asked_by", "answered_by", "closed_by")

    def can_write(self, user, obj=None) -> bool:
        return scope_of(user).may("follow_up", obj.unit_id if obj is not None else None)

    def can_act(self, user, obj, name: str) -> bool:
        fits = obj.is_closed or obj.is_answered if name == "reopen" else not obj.is_closed
        return name in ACTS and fits and scope_of(user).may(ACTS[name], obj.unit_id)


class FollowUpList(FollowUpPages, RegisterList):
    """What waits for an answer, what is overdue first."""

    table_class, filterset_class = FollowUpTable, FollowUpFilter
    select_related = ("unit", "software")
    title = gettext_lazy("Follow-ups")
    ordering = ("urgency", "deadline", "pk")

    def get_queryset(self):
        return super().get_queryset().with_state(on=clock.today())


class FollowUpDetail(FollowUpPages, RegisterDetail):
    """One follow-up, with the message to copy and the way to the letter."""

    template_name = "communes/follow_up.html"
    groups = [
        (gettext_lazy("Asked"), ["unit", "software", "subject", "text", "asked_on", "asked_by", "deadline"]),
        (gettext_lazy("Answer"), ["answer", "answered_at", "answered_by"]),
        (gettext_lazy("Closing"), ["closed_at", "closed_by", "closing_note"]),
    ]
    actions = [
        ("answer", gettext_lazy("Answer")),
        ("deadline", gettext_lazy("Other deadline")),
        ("close", gettext_lazy("Close")),
        ("reopen", gettext_lazy("Open again")),
    ]

    def get_groups(self, obj):
        """The state first, the present use beside the programme; no empty group of the closing."""
        found = super().get_groups(obj)[: 3 if obj.is_closed else 2]
        found[0][1].insert(0, (_("State"), state_badge(obj.state_on(clock.today()))))
        if obj.software_id is not None:
            found[0][1].insert(3, (_("Use today"), _use_in_words(obj)))
        return found

    def get_buttons(self, obj):
        """The letter too; the answer is the main thing for who owes it."""
        found = super().get_buttons(obj)
        for button in found:
            if button["url"] == self.url("answer", obj) and not obj.is_answered:
                button["kind"] = "primary"
        return [*found, {"label": _("Letter"), "url": self.url("letter", obj), "kind": "plain"}]

    def get_context_data(self, **kwargs):
        address = self.request.build_absolute_uri(self.object.get_absolute_url())
        return super().get_context_data(message=message_of(self.object, address), **kwargs)


def _use_in_words(obj: FollowUp) -> str:
    """Whether the unit uses the programme by now: what the reviewer looks at before closing."""
    use = SoftwareUse.objects.in_force(on=clock.today()).filter(unit=obj.unit_id, software=obj.software_id).first()
    if use is None:
        return display.nothing()
    if not use.in_use:
        return _("not in use")
    return _("in use, %(active)s of %(accounts)s accounts active") % {
        "active": display.number(use.accounts_active),
        "accounts": display.number(use.accounts),
    }


class SaysDeadline:
    """For forms with a deadline: says so when the deadline typed was a day off and has been moved."""

    def moved(self, made: FollowUp) -> str:
        """A sentence, or nothing."""
        typed = self.typed_deadline
        if made.deadline == typed:
            return ""
        return " " + _("%(typed)s is a day off; the deadline is the next working day, %(day)s.") % {
            "typed": display.day(typed),
            "day": display.day(made.deadline),
        }

    def typed(self, form) -> dict:
        """The values of the form, the deadline remembered for the message."""
        self.typed_deadline = form.cleaned_data["deadline"]
        return form.values()


class FollowUpCreate(FollowUpPages, SaysDeadline, RegisterCreate):
    """Ask one unit."""

    form_class = AskForm
    title, verb = gettext_lazy("Follow up a unit"), gettext_lazy("Ask the unit")

    def get_initial(self):
        """Unit and programme, when the page was opened from a cell."""
        return numbers_of(self.request.GET, "software", "unit", user=self.request.user)

    def perform(self, form):
        return follow_ups.ask(by=self.request.user, **self.typed(form))

    def get_success_message(self, result):
        return _("%(unit)s has been asked.") % {"unit": result.unit.title} + self.moved(result)


class SoftwareAsk(SaysDeadline, RegisterAction):
    """Ask all units that must use a programme and do not."""

    model, register, act = Software, "communes:software", "ask"
    form_class, reason = AskSeveralForm, False
    template_name = "communes/software_ask.html"
    verb = gettext_lazy("Ask the units ticked")

    def can_act(self, user, obj, name: str) -> bool:
        return scope_of(user).may("follow_up")

    def get_title(self):
        return _("Follow up the units that miss %(name)s") % {"name": self.object}

    def get_initial(self):
        return {"subject": _subject_of(self.object)}

    def get_form_kwargs(self):
        """The units to choose from: those that miss the programme; who was asked already is not ticked."""
        day = clock.today()
        missing = SoftwareUse.objects.missing(on=day).filter(software=self.object).values("unit_id")
        units = Unit.objects.in_force(on=day).writable_by(self.request.user, "follow_up").filter(pk__in=missing)
        asked = FollowUp.objects.open().filter(software=self.object, unit__in=units).values_list("unit_id", flat=True)
        self.asked = set(asked)
        return super().get_form_kwargs() | {"units": units.in_vietnamese_order(), "asked": self.asked}

    def perform(self, form):
        return follow_ups.ask_several(by=self.request.user, software=self.object, **self.typed(form))

    def get_success_url(self, result):
        return reverse("communes:follow-up-list", query={"software": self.object.pk})

    def get_success_message(self, result):
        """Who was asked, and who was passed over."""
        number = len(result.made)
        said = ngettext("%(number)s unit has been asked.", "%(number)s units have been asked.", number)
        said %= {"number": display.number(number)}
        if result.made:
            said += self.moved(result.made[0])
        if result.passed_over:
            names = ", ".join(unit.full_name for unit in result.passed_over)
            said += " " + _("Passed over, since asked already: %(units)s.") % {"units": names}
        return said

    def get_context_data(self, **kwargs):
        """Adds whom there is to ask, and who was asked before."""
        units = list(kwargs["form"].fields["units"].queryset)
        already = [unit.full_name for unit in units if unit.pk in self.asked]
        return super().get_context_data(already=", ".join(already), is_anybody_missing=bool(units), **kwargs)


def _subject_of(software: Software) -> str:
    """What the letter is about, in Vietnamese as the letter itself."""
    return f"Sử dụng phần mềm {software.name}"


class FollowUpAnswer(FollowUpPages, RegisterAction):
    """The unit answers."""

    form_class, reason, act = AnswerForm, False, "answer"
    template_name = "communes/follow_up_answer.html"
    title, verb = gettext_lazy("Answer the follow-up"), gettext_lazy("Send the answer")

    def get_initial(self):
        return {"answer": self.object.answer}

    def perform(self, form):
        return follow_ups.answer(self.object, by=self.request.user, version=form.version, **form.values())

    def get_success_message(self, result):
        return _("The answer has been sent. It can be changed until the follow-up is closed.")


class FollowUpDeadline(FollowUpPages, SaysDeadline, RegisterAction):
    """Another deadline, with a reason."""

    form_class, act = DeadlineForm, "deadline"
    title, verb = gettext_lazy("Other deadline"), gettext_lazy("Set the deadline")

    def perform(self, form):
        return follow_ups.set_deadline(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **self.typed(form)
        )

    def get_success_message(self, result):
        return _("The deadline is now %(day)s.") % {"day": display.day(result.deadline)} + self.moved(result)


class FollowUpClose(FollowUpPages, RegisterAction):
    """Done with."""

    form_class, reason, act = CloseForm, False, "close"
    title, verb = gettext_lazy("Close the follow-up"), gettext_lazy("Close the follow-up")

    def perform(self, form):
        return follow_ups.close(self.object, by=self.request.user, version=form.version, **form.values())


class FollowUpReopen(FollowUpPages, SaysDeadline, RegisterAction):
    """Ask again."""

    form_class, act = DeadlineForm, "reopen"
    title, verb = gettext_lazy("Open again"), gettext_lazy("Ask again")
    sentence = gettext_lazy("The unit has to answer anew by the day given. What it answered stays in the history.")

    def perform(self, form):
        return follow_ups.reopen(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **self.typed(form)
        )

    def get_success_message(self, result):
        return super().get_success_message(result) + self.moved(result)


class FollowUpHistory(FollowUpPages, RecordHistory):
    """Who asked, answered and closed when, and why."""


class FollowUpLetter(FollowUpPages, RegisterPage):
    """The follow-up as an official letter, ready to print; number and signature are left to the clerk."""

    template_name = "communes/letter.html"

    def get(self, request, *args, **kwargs):
        """The letter."""
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data(letter=letter_of(self.object)))

    def get_title(self):
        return _("Letter: %(name)s") % {"name": self.object}

    def get_breadcrumbs(self):
        return [*super().get_breadcrumbs(), (_("Letter"), None)]
