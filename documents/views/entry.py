"""Entering and correcting documents, and taking their numbers out of use."""

import re

from django.forms import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.errors import Refused
from common.views import RegisterAction, RegisterCreate, RegisterEdit
from common.views.entering import EnterNext, EntryPage
from communes.scope import scope_of
from documents.actions import entries
from documents.deadlines import deadline_of, in_words, warning_of
from documents.doubles import Double, said
from documents.forms import entry as forms
from documents.models import Direction, Document
from documents.order import out_of_order
from documents.views.base import DocumentPages


class EnteringPage(EntryPage):
    """Entering under a new number or a kept one: the same document again is asked about, the deadline is told."""

    template_name = "documents/entry.html"
    is_worked_out = False

    def enter(self, form, *, known: list[int]):
        """Call the action; `known`: the entries that look the same and that the person has seen."""
        raise NotImplementedError

    def perform(self, form):
        """Remembers whether the deadline is the software's."""
        asked = form.cleaned_data
        self.is_worked_out = "no_deadline" in asked and not (asked["due_on"] or asked["no_deadline"])
        try:
            return self.enter(form, known=self.seen_doubles())
        except Double as double:
            # Said once, beside the button that enters it anyway; no field is wrong.
            form.asks_about_double = True
            raise Refused(double.message) from double

    def seen_doubles(self) -> list[int]:
        """They stand in the button "enter it anyway"."""
        return [int(key) for key in self.request.POST.get("despite", "").split(",") if re.fullmatch("[0-9]{1,18}", key)]

    def deadline_in_words(self, result) -> str:
        """The deadline that the software worked out; nothing where the clerk gave one or said that there is none."""
        return in_words(deadline_of(result)) if self.is_worked_out else ""

    def get_context_data(self, **kwargs):
        """Adds the entries that look the same as this one."""
        form = kwargs["form"]
        found = form.doubles()
        form.asks_about_double = form.asks_about_double and bool(found)
        return super().get_context_data(
            doubles=[(said(row), row.get_absolute_url()) for row in found],
            doubles_seen=",".join(str(row.pk) for row in found),
            **kwargs,
        )


class DocumentCreate(EnteringPage, EnterNext, DocumentPages, RegisterCreate):
    """A new entry of one of the books; with `?after=` another entry's number, the one that is typed after that."""

    direction = ""

    def earlier(self):
        """The entries of this book."""
        return self.get_queryset().filter(direction=self.direction).select_related("unit")

    def get_initial(self) -> dict:
        """Today, in one's own unit; after another entry, what is likely to be the same."""
        initial = {"registered_on": clock.today(), "unit": scope_of(self.request.user).home_unit_id}
        if self.before is not None:
            initial |= model_to_dict(self.before, fields=self.form_class.kept)
        return initial

    def enter(self, form, *, known):
        return entries.register(by=self.request.user, direction=self.direction, known=known, **form.values())

    def wants_next(self) -> bool:
        """Whether another one is to be typed; the button "enter it anyway" goes on as the button before it would."""
        sent = self.request.POST
        return super().wants_next() or bool(sent.get("despite") and sent.get("goes_on"))

    def get_success_message(self, result) -> str:
        """The number is what the clerk writes on the paper. The form for the next one says it itself."""
        if self.wants_next():
            return ""
        words = _("Entered under number %(number)s: %(name)s.") % {"number": f"{result.number:02}", "name": result}
        return " ".join(filter(None, [words, self.deadline_in_words(result), out_of_order(result)]))

    def get_context_data(self, **kwargs):
        """Adds the entry made before, with what is to be checked of its deadline."""
        before = None if kwargs["form"].is_bound else self.before
        home = scope_of(self.request.user).home_unit_id
        return super().get_context_data(
            before=before,
            before_warning=warning_about(before) if before is not None else "",
            before_order=out_of_order(before) if before is not None else "",
            goes_on=self.wants_next(),
            direction=self.direction,
            home=home,
            draft=f"{self.direction}.{self.request.user.pk}.{home or ''}",
            **kwargs,
        )


def warning_about(document: Document) -> str:
    """What to check by hand of a deadline that is the one by rule; empty for any other."""
    if document.due_on is None:
        return ""
    found = deadline_of(document)
    return warning_of(found) if found.due_on == document.due_on else ""


class IncomingCreate(DocumentCreate):
    """A document that arrived."""

    direction = Direction.INCOMING
    form_class = forms.IncomingCreateForm
    title = gettext_lazy("Enter an incoming document")


class OutgoingCreate(DocumentCreate):
    """A document that is issued."""

    direction = Direction.OUTGOING
    form_class = forms.OutgoingCreateForm
    title = gettext_lazy("Enter an outgoing document")


class DocumentEdit(EntryPage, DocumentPages, RegisterEdit):
    """A correction of an entry; its unit, book and number stay."""

    template_name = "documents/entry.html"
    select_related = ("unit", "type")

    @property
    def form_class(self):
        """The columns of the entry's own book."""
        return forms.IncomingEditForm if self.object.direction == Direction.INCOMING else forms.OutgoingForm

    def get_context_data(self, **kwargs):
        """Adds whose earlier entries are offered."""
        return super().get_context_data(direction=self.object.direction, home=self.object.unit_id, **kwargs)

    def perform(self, form):
        return entries.change(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class DocumentCancel(DocumentPages, RegisterAction):
    """A number is taken out of use."""

    title = gettext_lazy("Cancel the number")
    verb = gettext_lazy("Cancel the number")
    sentence = gettext_lazy(
        "The entry no longer counts. Its number stays visible with the reason and is not given to another document."
    )
    is_danger = True
    form_class = forms.CancelForm

    def perform(self, form):
        return entries.cancel(self.object, by=self.request.user, version=form.version, reason=form.reason)

    def get_success_message(self, result) -> str:
        """The number is out of use."""
        return _("The number of %(name)s is cancelled.") % {"name": result}


class DocumentReinstate(DocumentPages, RegisterAction):
    """A cancellation was a mistake."""

    title = gettext_lazy("Take the cancellation back")
    verb = gettext_lazy("Take back")
    sentence = gettext_lazy(
        "The entry counts again under its old number. An answer that has been cancelled meanwhile is named no more."
    )

    def perform(self, form):
        return entries.reinstate(self.object, by=self.request.user, version=form.version, reason=form.reason)

    def get_success_message(self, result) -> str:
        """It counts."""
        return _("The cancellation has been taken back: %(name)s counts again.") % {"name": result}
