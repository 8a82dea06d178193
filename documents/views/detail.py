"""One entry of a book, and its history."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.views import RecordHistory, RegisterDetail
from documents import files
from documents.models import Direction, Document
from documents.signatures import showing
from documents.tables import AnsweredTable, deadline, state_badge
from documents.views.base import DocumentPages


class DocumentDetail(DocumentPages, RegisterDetail):
    """One entry of a book."""

    select_related = ("unit", "handling_unit", "type", "answered_by")
    template_name = "documents/detail.html"
    shows_empty = False
    actions = [
        ("attach", gettext_lazy("Attach files")),
        ("assign", gettext_lazy("Pass on")),
        ("finish", gettext_lazy("Finish")),
        ("reopen", gettext_lazy("Open again")),
        ("cancel", gettext_lazy("Cancel the number")),
        ("reinstate", gettext_lazy("Take the cancellation back")),
    ]

    def can_act(self, user, obj, name: str) -> bool:
        """The buttons that lead somewhere for this entry."""
        is_handled = obj.direction == Direction.INCOMING and not obj.cancelled
        fits = {
            "edit": not obj.cancelled,
            "attach": not obj.cancelled,
            "assign": is_handled and obj.completed_on is None,
            "finish": is_handled and obj.completed_on is None,
            "reopen": is_handled and obj.completed_on is not None,
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

    def get_context_data(self, **kwargs):
        """Adds the files, which stand above everything else, what their signatures say, and where it is corrected
        or its files are checked again."""
        may_write = self.can_write(self.request.user, self.object)
        table = files.WriterTable if may_write else files.FilesTable
        return super().get_context_data(
            files=self.table(_("Attached files"), table, self.object.attachments.for_document()),
            signatures=showing.shown(self.object),
            edit_url=self.url("edit", self.object) if may_write and not self.object.cancelled else None,
            check_url=self.url("check", self.object) if may_write else None,
            **kwargs,
        )

    def related_tables(self, obj):
        """What an outgoing document answers."""
        if obj.direction != Direction.OUTGOING:
            return []
        rows = obj.answers.visible_to(self.request.user).select_related("type", "unit")
        return [(_("Answers"), AnsweredTable, rows.order_by("registered_on", "pk"))]


def _number(obj: Document) -> str:
    return f"{obj.number:02} / {obj.year}" + (f" ({obj.series})" if obj.series else "")


def _incoming_groups(obj: Document) -> list[tuple]:
    handled = [
        (_("State"), state_badge),
        "assigned_to",
        "instruction",
        "transferred_on",
        (_("Deadline"), deadline),
        "completed_on",
        "answered_by",
    ]
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
        (_("More"), ["urgency", "circulation", "medium", "in_software", "pages", "copies", "note"]),
    ]  # fmt: skip


def _outgoing_groups(obj: Document) -> list[tuple]:
    return [
        (
            _("Entry"),
            [
                (_("Number in the register"), _number), "code", (_("Issued on"), lambda doc: doc.registered_on), "unit",
                "type", "subject", "signer", "position", "recipients", "signature",
            ],
        ),
        (
            _("More"),
            [
                (_("State"), state_badge), (_("Dispatched on"), lambda doc: doc.transferred_on), "kept_by",
                "urgency", "circulation", "medium",
                "in_software", "pages", "copies", "note",
            ],
        ),
    ]  # fmt: skip


class DocumentHistory(DocumentPages, RecordHistory):
    """Who entered, changed, finished or cancelled it, when and why; what happened to its files too."""

    def history_objects(self, obj) -> list:
        """The entry and its files."""
        return [obj, *obj.attachments.all()]
