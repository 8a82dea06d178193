"""Lists of the document register: the columns of the decree's books (domain.md 3.3) that a screen needs."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common import clock, tables
from documents.models import Document, DocumentState, Signature

TONES = {
    DocumentState.OPEN: "watch",
    DocumentState.DUE_TODAY: "watch",
    DocumentState.OVERDUE: "late",
    DocumentState.LATE: "late",
    DocumentState.FINISHED: "good",
}
SIGNED = {Signature.PERSONAL: "watch", Signature.AGENCY: "good"}


def state_badge(document: Document):
    """Where the entry stands today, as a word with its sign."""
    state = DocumentState(document.state(on=clock.today()))
    return format_html('<span class="badge {}">{}</span>', TONES.get(state, "quiet"), state.label)


class NumberInBook(tables.LinkColumn):
    """The number of the entry with its leading zero, as the books write it."""

    def render(self, value, record):
        """A link to the entry."""
        return super().render(f"{value:02}", record)

    def value(self, value):
        """The bare number, so that a spreadsheet sorts it."""
        return value


class TitleColumn(tables.TextColumn):
    """Kind and abstract together, as in the book."""

    cell_class = "name"

    def render(self, value, record):
        """`Công văn: Về việc …`."""
        return f"{record.type}: {value}" if record.type_id else value

    def value(self, value, record):
        """The same in an export."""
        return self.render(value, record)


class StateColumn(tables.TextColumn):
    """Where the entry stands today."""

    def __init__(self, **kwargs):
        super().__init__(**{"accessor": "pk", "orderable": False, "verbose_name": _("State"), **kwargs})

    def render(self, value, record):
        """A badge."""
        return state_badge(record)

    def value(self, value, record):
        """The word."""
        return DocumentState(record.state(on=clock.today())).label


class DocumentTable(tables.RegisterTable):
    """What both directions share."""

    registered_on = tables.DayColumn()
    subject = TitleColumn(verbose_name=_("Kind and abstract"))
    unit = tables.TextColumn(accessor="unit__title", verbose_name=_("Unit"), orderable=False)
    state = StateColumn()

    class Meta(tables.RegisterTable.Meta):
        model = Document
        # Never none at all: then every field of the model becomes a column of all the tables below.
        fields = ["registered_on", "subject", "unit", "state"]


class IncomingTable(DocumentTable):
    """Sổ đăng ký văn bản đến."""

    number = NumberInBook(verbose_name=_("Arrival number"))
    registered_on = tables.DayColumn(verbose_name=_("Arrived on"))
    issued_on = tables.DayColumn(verbose_name=_("Date"))
    organ_name = tables.TextColumn(verbose_name=_("Issued by"))
    code = tables.TextColumn(verbose_name=_("Number and notation"))
    due_on = tables.DayColumn(verbose_name=_("Deadline"))
    assigned_to = tables.TextColumn(verbose_name=_("Handled by"))

    class Meta(DocumentTable.Meta):
        fields = [
            "number", "registered_on", "organ_name", "code", "issued_on", "subject", "due_on", "state", "assigned_to",
            "unit",
        ]  # fmt: skip
        sequence = fields
        empty_text = _("No incoming documents here yet. Enter the first one with the button above.")


class OutgoingTable(DocumentTable):
    """Sổ đăng ký văn bản đi."""

    code = tables.LinkColumn(verbose_name=_("Number and notation"))
    registered_on = tables.DayColumn(verbose_name=_("Issued on"))
    signer = tables.TextColumn(verbose_name=_("Signed by"))
    recipients = tables.TextColumn(verbose_name=_("Recipients"))
    signature = tables.BadgeColumn(tones=SIGNED, verbose_name=_("Digital signature"))

    class Meta(DocumentTable.Meta):
        fields = ["code", "registered_on", "subject", "signer", "recipients", "signature", "state", "unit"]
        sequence = fields
        empty_text = _("No outgoing documents here yet. Enter the first one with the button above.")


class AnsweredTable(DocumentTable):
    """Incoming documents that an outgoing one answers."""

    number = NumberInBook(verbose_name=_("Arrival number"))
    organ_name = tables.TextColumn(verbose_name=_("Issued by"))

    class Meta(DocumentTable.Meta):
        fields = ["number", "registered_on", "organ_name", "subject", "state"]
        sequence = fields
        exclude = ["unit"]
