"""Entering and correcting documents, and taking their numbers out of use."""

import re

from django.forms import model_to_dict
from django.http import JsonResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.views import RegisterAction, RegisterCreate, RegisterEdit
from communes.scope import scope_of
from documents.actions import entries
from documents.deadlines import deadline_of, in_words
from documents.doubles import said
from documents.forms import entry as forms
from documents.models import Direction, Document
from documents.order import out_of_order
from documents.views.base import DocumentPages


class EntryPage:
    """What entering and correcting share: the page with completion, which the script sends without leaving it."""

    template_name = "documents/entry.html"

    def post(self, request, *args, **kwargs):
        """For the script, which keeps what was typed when the line breaks: where to go, instead of going there."""
        answer = super().post(request, *args, **kwargs)
        if answer.status_code == 302 and request.headers.get("Accept") == "application/json":
            return JsonResponse({"url": answer["Location"]})
        return answer


class DocumentCreate(EntryPage, DocumentPages, RegisterCreate):
    """A new entry of one of the books; with `?after=` another entry's number, the one that is typed after that."""

    direction = ""

    @cached_property
    def before(self) -> Document | None:
        """The entry just made, whose date, sender and the like are kept."""
        named = self.request.GET.get("after", "")
        if not (named.isascii() and named.isdigit() and len(named) < 19):
            return None
        made = self.get_queryset().filter(pk=int(named), direction=self.direction).select_related("unit").first()
        return made if made is not None and self.can_write(self.request.user, made) else None

    def get_initial(self) -> dict:
        """Today, in one's own unit; after another entry, what is likely to be the same."""
        initial = {"registered_on": clock.today(), "unit": scope_of(self.request.user).home_unit_id}
        if self.before is not None:
            initial |= model_to_dict(self.before, fields=self.form_class.kept)
        return initial

    def perform(self, form):
        return entries.register(
            by=self.request.user, direction=self.direction, known=self.seen_doubles(), **form.values()
        )

    def seen_doubles(self) -> list[int]:
        """The entries that look the same and that the person has seen: they stand in the button "enter it anyway"."""
        return [int(key) for key in self.request.POST.get("despite", "").split(",") if re.fullmatch("[0-9]{1,18}", key)]

    def wants_next(self) -> bool:
        """Whether another one is to be typed; the button "enter it anyway" goes on as the button before it would."""
        sent = self.request.POST
        return bool(sent.get("next") or (sent.get("despite") and sent.get("goes_on")))

    def get_success_url(self, result) -> str:
        """The entry, or the form for the next one."""
        if self.wants_next():
            return f"{self.request.path}?after={result.pk}"
        return super().get_success_url(result)

    def get_success_message(self, result) -> str:
        """The number is what the clerk writes on the paper. The form for the next one says it itself."""
        if self.wants_next():
            return ""
        words = _("Entered under number %(number)s: %(name)s.") % {"number": f"{result.number:02}", "name": result}
        return " ".join(filter(None, [words, self.deadline_in_words(result), out_of_order(result)]))

    def deadline_in_words(self, result) -> str:
        """The deadline that the software worked out; nothing where the clerk gave one or said that there is none."""
        return ""

    def get_context_data(self, **kwargs):
        """Adds the entry made before, and those that look the same as this one."""
        form = kwargs["form"]
        found = form.doubles()
        return super().get_context_data(
            before=None if form.is_bound else self.before,
            before_order=out_of_order(self.before) if self.before is not None and not form.is_bound else "",
            doubles=[(said(row), row.get_absolute_url()) for row in found],
            doubles_seen=",".join(str(row.pk) for row in found),
            goes_on=self.wants_next(),
            direction=self.direction,
            home=scope_of(self.request.user).home_unit_id,
            **kwargs,
        )


class IncomingCreate(DocumentCreate):
    """A document that arrived."""

    direction = Direction.INCOMING
    form_class = forms.IncomingCreateForm
    title = gettext_lazy("Enter an incoming document")

    def perform(self, form):
        result = super().perform(form)
        self.is_worked_out = not (form.cleaned_data["due_on"] or form.cleaned_data["no_deadline"])
        return result

    def deadline_in_words(self, result) -> str:
        return in_words(deadline_of(result)) if self.is_worked_out else ""


class OutgoingCreate(DocumentCreate):
    """A document that is issued."""

    direction = Direction.OUTGOING
    form_class = forms.OutgoingCreateForm
    title = gettext_lazy("Enter an outgoing document")


class DocumentEdit(EntryPage, DocumentPages, RegisterEdit):
    """A correction of an entry; its unit, book and number stay."""

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


class DocumentReinstate(DocumentPages, RegisterAction):
    """A cancellation was a mistake."""

    title = gettext_lazy("Take the cancellation back")
    verb = gettext_lazy("Take back")
    sentence = gettext_lazy(
        "The entry counts again under its old number. An answer that has been cancelled meanwhile is named no more."
    )

    def perform(self, form):
        return entries.reinstate(self.object, by=self.request.user, version=form.version, reason=form.reason)
