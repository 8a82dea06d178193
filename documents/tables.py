"""Lists of the document register: a screenful, and for exports the columns of the decree's books (domain.md 3.3)."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common import clock, display, tables
from common.markup import escaped, filled
from documents.models import Document, DocumentState, Proof, Signature
from documents.words import Query

TONES = {
    DocumentState.OPEN: "watch",
    DocumentState.DUE_TODAY: "watch",
    DocumentState.OVERDUE: "late",
    DocumentState.LATE: "late",
    DocumentState.FINISHED: "good",
}
NO_DEADLINE = _("no deadline")
SIGNED = {
    Signature.NONE: ("quiet", _("none")),
    Signature.PERSONAL: ("watch", _("personal only")),
    Signature.AGENCY: ("good", _("personal and agency")),
}


def _badge(tone: str, label):
    return filled('<span class="badge %s">%s</span>', tone, label)


def _state(document: Document) -> DocumentState:
    return DocumentState(document.state(on=clock.today()))


def state_badge(document: Document):
    """Where the entry stands today, as a word with its sign."""
    state = _state(document)
    return _badge(TONES.get(state, "quiet"), state.label)


def marked(text: str, query: Query):
    """The text with the words that were searched for marked in it."""
    places = query.found_in(text) if query else ()
    if not places:
        return text
    parts, end = [], 0
    for start, stop in places:
        parts += [escaped(text[end:start]), "<mark>", escaped(text[start:stop]), "</mark>"]
        end = stop
    return SafeString("".join([*parts, escaped(text[end:])]))


def title(document: Document) -> str:
    """Kind and abstract together, as in the books: `Công văn: Về việc …`."""
    return f"{document.type}: {document.subject}" if document.type_id else document.subject


def answer_column(**options) -> tables.TextColumn:
    """The outgoing document that answers an incoming one."""
    words = {"verbose_name": _("Number and notation of the answer"), "related": ("answered_by",)}
    return tables.TextColumn(accessor="answered_by__code", **words, **options)


# --- On the screen ---------------------------------------------------------------------------------------------------


class EntryColumn(tables.LinkColumn):
    """The number or notation that opens the entry; one with files says so beside it, and a cancelled one where no other
    column does."""

    cell_class = "name short"

    def render(self, value, record, table):
        """A link, and perhaps a badge and a word."""
        cell = super().render(marked(f"{value:02}" if isinstance(value, int) else value, table.query), record)
        if record.cancelled and not any(column.name == "state" for column in table.columns):
            cell = filled("%s %s", cell, state_badge(record))
        number = getattr(record, "files_in_force", 0)  # where nobody counted those of all rows, nothing is said
        if not number:
            return cell
        words = ngettext("%(number)s file", "%(number)s files", number) % {"number": number}
        return filled('%s <span class="quiet">%s</span>', cell, words)


class TitleColumn(tables.TextColumn):
    """Kind and abstract."""

    cell_class = "sentence"

    def render(self, value, record, table):
        """`Công văn: Về việc …`."""
        subject = marked(value, table.query)
        return filled("%s: %s", record.type.name, subject) if record.type_id else subject


class FoundColumn(tables.TextColumn):
    """Plain text, with the words that were searched for marked in it."""

    def render(self, value, table):
        """The text."""
        return marked(value, table.query)


class SenderColumn(tables.TextColumn):
    """Who issued the document, under which notation and when."""

    cell_class = "place"

    def render(self, value, record, table):
        """The name, beneath it notation and date."""
        known = [marked(record.code, table.query), display.day(record.issued_on) if record.issued_on else ""]
        beneath = SafeString(", ".join([escaped(part) for part in known if part]))
        return filled('%s<br><span class="quiet">%s</span>', marked(value, table.query), beneath)


def deadline(document: Document):
    """The day, or that there is none; of a cancelled entry nothing is due."""
    if document.cancelled:
        return None
    return display.day(document.due_on) if document.due_on else filled('<span class="quiet">%s</span>', NO_DEADLINE)


class DeadlineColumn(tables.DayColumn):
    """By when it is to be done; where it stands is said by the column of states."""

    def __init__(self, **kwargs):
        options = {"accessor": "due_on", "empty_values": (), "orderable": False, "verbose_name": _("Deadline")}
        super().__init__(**{**options, **kwargs})

    def render(self, record):
        """The day or `no deadline`."""
        return deadline(record) or display.nothing()


class StateColumn(tables.TextColumn):
    """Where the entry stands today."""

    cell_class = "telling"

    def __init__(self, **kwargs):
        super().__init__(**{"accessor": "pk", "orderable": False, "verbose_name": _("State"), **kwargs})

    def render(self, record):
        """The badge."""
        return state_badge(record)

    def value(self, record):
        """The word."""
        return _state(record).label


class SignatureColumn(tables.TextColumn):
    """None, personal, or personal and agency; and whether the attached file proves it or shows something else."""

    cell_class = "text telling"

    def render(self, record):
        """One badge for what is declared, and perhaps one for the file."""
        tone, label = SIGNED[Signature(record.signature)]
        declared = _badge(tone, label)
        if record.is_signed_otherwise:
            return filled("%s<br>%s", declared, _badge("late", _("differs from the file")))
        if record.signature_proof == Proof.VERIFIED:
            return filled("%s<br>%s", declared, _badge("good", _("verified")))
        return declared


class DocumentTable(tables.RegisterTable):
    """What the tables share. `query`: the words that are marked where they stand."""

    query = Query()
    subject = TitleColumn(verbose_name=_("Kind and abstract"))
    unit = tables.TextColumn(accessor="unit__title", verbose_name=_("Unit"), orderable=False)

    class Meta(tables.RegisterTable.Meta):
        model = Document
        # Never none at all: then every field of the model becomes a column of all the tables below.
        fields = ["subject", "unit"]


class IncomingTable(DocumentTable):
    """Incoming documents on the screen."""

    number = EntryColumn(verbose_name=_("Arrival number"))
    registered_on = tables.DayColumn(verbose_name=_("Arrived on"))
    organ_name = SenderColumn(verbose_name=_("Issued by"))
    due_on = DeadlineColumn()
    state = StateColumn()
    assigned_to = tables.TextColumn(verbose_name=_("Handled by"))

    answer = answer_column(orderable=False)

    class Meta(DocumentTable.Meta):
        default_columns = ["number", "subject", "registered_on", "organ_name", "due_on", "state", "assigned_to", "unit"]
        fields = [*default_columns, "transferred_on", "completed_on", "answer", "urgency", "medium", "note"]
        sequence = fields
        empty_text = _("No incoming documents here yet.")


class OutgoingTable(DocumentTable):
    """Outgoing documents on the screen."""

    code = EntryColumn(verbose_name=_("Number and notation"))
    registered_on = tables.DayColumn(verbose_name=_("Issued on"))
    signer = FoundColumn(verbose_name=_("Signed by"))
    recipients = FoundColumn(verbose_name=_("Recipients"))
    signature = SignatureColumn(verbose_name=_("Digital signature"))

    transferred_on = tables.DayColumn(verbose_name=_("Day of dispatch"))

    class Meta(DocumentTable.Meta):
        default_columns = ["code", "subject", "registered_on", "signer", "recipients", "signature", "unit"]
        fields = [*default_columns, "copies", "transferred_on", "urgency", "medium", "note"]
        sequence = fields
        empty_text = _("No outgoing documents here yet.")


class AnsweredTable(IncomingTable):
    """Incoming documents that an outgoing one answers."""

    class Meta(IncomingTable.Meta):
        exclude = ["unit", "assigned_to"]


# --- Exports ---------------------------------------------------------------------------------------------------------


class TitleText(tables.TextColumn):
    """Kind and abstract."""

    def value(self, record):
        """The same words as on the screen."""
        return title(record)


def kind_column() -> tables.TextColumn:
    """The books write it before the abstract; whoever reads the file by machine needs it apart."""
    return tables.TextColumn(accessor="type__name", verbose_name=_("Kind of document"))


def series_column() -> tables.TextColumn:
    """A number tells an entry from others only together with its book."""
    return tables.TextColumn(verbose_name=_("Book"))


class IncomingBook(DocumentTable):
    """Sổ đăng ký văn bản đến, with what its companion on handling asks for."""

    registered_on = tables.DayColumn(verbose_name=_("Arrived on"))
    number = tables.TextColumn(verbose_name=_("Arrival number"))
    organ_name = tables.TextColumn(verbose_name=_("Issued by"))
    code = tables.TextColumn(verbose_name=_("Number and notation"))
    issued_on = tables.DayColumn(verbose_name=_("Date"))
    subject = TitleText(verbose_name=_("Kind and abstract"))
    assigned_to = tables.TextColumn(verbose_name=_("Unit or person who handles it"))
    transferred_on = tables.DayColumn(verbose_name=_("Passed on"))
    due_on = tables.DayColumn(verbose_name=_("Deadline"))
    completed_on = tables.DayColumn(verbose_name=_("Finished on"))
    state = StateColumn()
    answer = answer_column()
    type, series = kind_column(), series_column()

    class Meta(DocumentTable.Meta):
        fields = [
            "registered_on", "number", "organ_name", "code", "issued_on", "subject", "assigned_to", "transferred_on",
            "due_on", "completed_on", "state", "answer", "urgency", "medium", "note", "unit", "series", "instruction",
            "circulation", "in_software", "pages", "copies", "type", "cancel_reason",
        ]  # fmt: skip
        sequence = fields


class OutgoingBook(DocumentTable):
    """Sổ đăng ký văn bản đi."""

    code = tables.TextColumn(verbose_name=_("Number and notation"))
    registered_on = tables.DayColumn(verbose_name=_("Date"))
    subject = TitleText(verbose_name=_("Kind and abstract"))
    transferred_on = tables.DayColumn(verbose_name=_("Day of dispatch"))
    state = StateColumn()
    type, series = kind_column(), series_column()

    class Meta(DocumentTable.Meta):
        fields = [
            "code", "registered_on", "subject", "signer", "recipients", "kept_by", "copies", "transferred_on",
            "signature", "urgency", "medium", "state", "note", "unit", "number", "series", "position", "circulation",
            "in_software", "pages", "type", "cancel_reason",
        ]  # fmt: skip
        sequence = fields


# What one cell of the screen says stands in several columns of the books.
SAID_WITH = {
    "organ_name": ("code", "issued_on"), "number": ("series", "cancel_reason"), "subject": ("type",),
    "code": ("number", "series", "cancel_reason"),
}  # fmt: skip
