"""Pages of the document register."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.keyset import Keyset
from common.views import (
    LookupView,
    RecordHistory,
    RegisterAction,
    RegisterCreate,
    RegisterDetail,
    RegisterEdit,
    RegisterList,
)
from communes.scope import scope_of
from documents import actions, forms
from documents.filters import Deadline, DocumentFilter
from documents.models import Direction, Document
from documents.tables import (
    SAID_WITH,
    AnsweredTable,
    IncomingBook,
    IncomingTable,
    OutgoingBook,
    OutgoingTable,
    state_badge,
)


class DocumentPages:
    """What all pages of the register share."""

    model = Document
    register = "documents:document"

    def can_write(self, user, obj=None) -> bool:
        """Officials in their unit; a document that was passed on, where it is handled and where it arrived."""
        scope = scope_of(user)
        if obj is None:
            return scope.may("registers")
        return all(scope.may("registers", unit_id) for unit_id in (obj.unit_id, obj.handling_unit_id))

    def check_rights(self) -> None:
        """By the unit only: why an entry cannot be finished or cancelled any more is for the action to say."""
        self.require(self.can_write(self.request.user, self.object))


class DocumentList(DocumentPages, RegisterList):
    """One of the two books: `?direction=incoming` (unless said otherwise) or `outgoing`."""

    title = gettext_lazy("Documents")
    filterset_class = DocumentFilter
    keyset = Keyset("-registered_on", size=50)
    template_name = "documents/list.html"

    @property
    def direction(self) -> str:
        """The book that is shown."""
        wanted = self.request.GET.get("direction", "")
        return wanted if wanted in Direction.values else Direction.INCOMING

    @property
    def table_class(self):
        """The columns of that book: all of them in an export, a screenful on the page."""
        if self.request.GET.get("export"):
            return OutgoingBook if self.direction == Direction.OUTGOING else IncomingBook
        return OutgoingTable if self.direction == Direction.OUTGOING else IncomingTable

    def get_queryset(self):
        """Names of units and kinds come by queries of their own: joined, SQLite sorts all rows of the scope."""
        return super().get_queryset().prefetch_related("unit", "type")

    def prepare(self, table, queryset):
        """The answers likewise."""
        return queryset.prefetch_related(*table.related())

    @property
    def columns_name(self) -> str:
        """Each book has its own."""
        return f"{super().columns_name}.{self.direction}"

    def exported_columns(self):
        """The book with all its columns, or those of it that say what was chosen for the screen."""
        names = super().exported_columns()
        return names and [*names, *(more for name in names for more in SAID_WITH.get(name, ()))]

    def has_more_to_export(self, table) -> bool:
        """As delivered a file is the whole book."""
        return self.chosen_columns() is not None

    def get_filterset(self):
        """The direction is always one of the two."""
        params = self.request.GET.copy()
        params["direction"] = self.direction
        return DocumentFilter(params, queryset=self.get_queryset(), request=self.request)

    def get_title(self) -> str:
        """The name of the book."""
        return _("Outgoing documents") if self.direction == Direction.OUTGOING else _("Incoming documents")

    def get_context_data(self, **kwargs):
        """Adds the tabs and the two buttons; the unit's column only for somebody who sees several units."""
        context = super().get_context_data(**kwargs)
        readable = scope_of(self.request.user).readable
        if readable is not None and len(readable) < 2:
            context["table"].columns.hide("unit")
        context["tabs"] = self._tabs()
        context["may_register"] = self.can_write(self.request.user)
        return context

    def _tabs(self) -> list[tuple]:
        """(label, address, whether we are there): the two books, and what is late in the first."""
        address = reverse("documents:document-list")
        is_outgoing = self.direction == Direction.OUTGOING
        is_late = not is_outgoing and self.request.GET.get("deadline") == Deadline.OVERDUE
        return [
            (_("Incoming"), address, not is_outgoing and not is_late),
            (_("Overdue"), f"{address}?deadline={Deadline.OVERDUE}", is_late),
            (_("Outgoing"), f"{address}?direction={Direction.OUTGOING}", is_outgoing),
        ]


class DocumentDetail(DocumentPages, RegisterDetail):
    """One entry of a book."""

    select_related = ("unit", "handling_unit", "type", "answered_by")
    template_name = "documents/detail.html"
    actions = [
        ("finish", gettext_lazy("Finish")),
        ("cancel", gettext_lazy("Cancel the number")),
        ("reinstate", gettext_lazy("Take the cancellation back")),
    ]

    def can_act(self, user, obj, name: str) -> bool:
        """The buttons that lead somewhere for this entry."""
        fits = {
            "edit": not obj.cancelled,
            "finish": obj.direction == Direction.INCOMING and not obj.cancelled and obj.completed_on is None,
            "cancel": not obj.cancelled,
            "reinstate": obj.cancelled,
        }
        return fits.get(name, False) and self.can_write(user, obj)

    def get_title(self) -> str:
        """What the clerk calls it: the arrival number, or number and notation."""
        if self.object.direction == Direction.OUTGOING:
            return _("Outgoing document %(code)s") % {"code": self.object.code}
        return _("Incoming document, arrival number %(number)s") % {"number": f"{self.object.number:02}"}

    def get_groups(self, obj):
        """The columns of the book, and for incoming documents those of the book of handling."""
        self.groups = _incoming_groups(obj) if obj.direction == Direction.INCOMING else _outgoing_groups(obj)
        return super().get_groups(obj)

    def related_tables(self, obj):
        """What an outgoing document answers."""
        rows = obj.answers.visible_to(self.request.user).select_related("type", "unit").order_by("registered_on", "pk")
        return [(_("Answers"), AnsweredTable, rows)] if obj.direction == Direction.OUTGOING else []


def _number(obj: Document) -> str:
    return f"{obj.number:02} / {obj.year}" + (f" ({obj.series})" if obj.series else "")


def _incoming_groups(obj: Document) -> list[tuple]:
    handled = [(_("State"), state_badge), "assigned_to", "transferred_on", "due_on", "completed_on", "answered_by"]
    if obj.handling_unit_id != obj.unit_id:
        handled.insert(1, "handling_unit")
    return [
        (
            _("Entry"),
            [
                (_("Arrival number"), _number), (_("Arrived on"), lambda doc: doc.registered_on), "unit", "organ_name",
                "code", "issued_on", "type", "subject",
            ],
        ),
        (_("Handling"), handled),
        (_("More"), ["urgency", "medium", "in_software", "pages", "copies", "note"]),
    ]  # fmt: skip


def _outgoing_groups(obj: Document) -> list[tuple]:
    return [
        (
            _("Entry"),
            [
                (_("Number in the register"), _number), "code", (_("Issued on"), lambda doc: doc.registered_on), "unit",
                "type", "subject", "signer", "recipients", "signature",
            ],
        ),
        (
            _("More"),
            [
                (_("State"), state_badge), (_("Dispatched on"), lambda doc: doc.transferred_on), "urgency", "medium",
                "in_software", "pages", "copies", "note",
            ],
        ),
    ]  # fmt: skip


class DocumentCreate(DocumentPages, RegisterCreate):
    """A new entry of one of the books."""

    direction = ""

    def get_initial(self) -> dict:
        """Today, in one's own unit."""
        return {"registered_on": clock.today(), "unit": scope_of(self.request.user).home_unit_id}

    def perform(self, form):
        return actions.register(by=self.request.user, direction=self.direction, **form.values())

    def get_success_message(self, result) -> str:
        """The number is what the clerk writes on the paper."""
        return _("Entered under number %(number)s: %(name)s.") % {"number": f"{result.number:02}", "name": result}


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


class DocumentEdit(DocumentPages, RegisterEdit):
    """A correction of an entry; its unit, book and number stay."""

    select_related = ("unit", "type")

    @property
    def form_class(self):
        """The columns of the entry's own book."""
        return forms.IncomingEditForm if self.object.direction == Direction.INCOMING else forms.OutgoingForm

    def perform(self, form):
        return actions.change(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class DocumentFinish(DocumentPages, RegisterAction):
    """An incoming document has been dealt with."""

    title = gettext_lazy("Finish the document")
    verb = gettext_lazy("Finish")
    reason = False
    form_class = forms.FinishForm

    def get_initial(self) -> dict:
        return {"completed_on": clock.today()}

    def get_sentence(self) -> str:
        """What is being finished, and by when it should have been."""
        doc = self.object
        if doc.due_on is None:
            return _("%(name)s: %(subject)s. It has no deadline.") % {"name": doc, "subject": doc.subject}
        words = {"name": doc, "subject": doc.subject, "day": f"{doc.due_on:%d/%m/%Y}"}
        return _("%(name)s: %(subject)s. Deadline %(day)s.") % words

    def perform(self, form):
        return actions.finish(self.object, by=self.request.user, version=form.version, **form.values())


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
        return actions.cancel(self.object, by=self.request.user, version=form.version, reason=form.reason)


class DocumentReinstate(DocumentPages, RegisterAction):
    """A cancellation was a mistake."""

    title = gettext_lazy("Take the cancellation back")
    verb = gettext_lazy("Take back")
    sentence = gettext_lazy("The entry counts again under its old number.")

    def perform(self, form):
        return actions.reinstate(self.object, by=self.request.user, version=form.version, reason=form.reason)


class DocumentHistory(DocumentPages, RecordHistory):
    """Who entered, changed, finished or cancelled it, when and why."""


class DocumentLookup(LookupView):
    """Outgoing documents by number, notation or words, newest first: what may answer an incoming one."""

    model = Document
    key = "code"
    ordering = ("-registered_on", "-pk")

    def get_queryset(self):
        return super().get_queryset().outgoing().filter(cancelled=False)
