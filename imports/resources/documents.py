"""The two registers of documents, as the decree's books and the exports of VNPT-iOffice have them."""

import re
from collections.abc import Iterator
from functools import cache, cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.bulk import maker
from common.models import Batch
from common.months import Month
from common.text import fold
from communes.intake import Line
from communes.reports import opened_months
from documents import bulk, bulk_undo, codes, secrecy
from documents.actions import entries
from documents.entering import book_name
from documents.guessing import kind_of
from documents.models import (
    Circulation,
    Direction,
    Document,
    DocumentState,
    DocumentType,
    Medium,
    Signature,
    Urgency,
)
from documents.secrecy import Secrecy
from imports.columns import Column, in_every_language
from imports.resource import Context, Existing, Resource, Unusable
from imports.resources import books

# One statement a change, all of them in one transaction: on SQLite everybody waits for it.
MOST_CHANGED = 2000
MOST_NAMED = 20
SECRET = {Secrecy.MAT, Secrecy.TOI_MAT, Secrecy.TUYET_MAT}


def _kinds() -> list[tuple[str, str]]:
    return [(str(kind.pk), kind.name) for kind in DocumentType.objects.all()]


def _text(name: str, label, *headings: str, **options) -> Column:
    """A column of free text, as long as the register takes it."""
    longest = Document._meta.get_field(name).max_length
    return Column(name, label, "text", headings, longest=longest, **options)


UNIT = Column(
    "unit", gettext_lazy("Unit"), "unit", ("don vi", "ten don vi", "co quan"), key=True,
    note=gettext_lazy("Leave empty for the unit that is chosen with the file."),
)  # fmt: skip
SERIES = Column(
    "series", gettext_lazy("Book"), "text", ("so van ban", "ten so", "quyen so", "so dang ky"), key=True, longest=20
)
KIND = Column(
    "type", gettext_lazy("Kind of document"), "choice", ("loai van ban", "ten loai", "loai", "the loai", "hinh thuc"),
    choices=_kinds,
)  # fmt: skip
SUBJECT_HEADINGS = (
    "trich yeu", "trich yeu noi dung", "ten loai va trich yeu noi dung van ban", "ten loai va trich yeu noi dung",
    "ten loai va trich yeu", "noi dung", "noi dung trich yeu", "Kind and abstract",
)  # fmt: skip
SHARED = (
    Column("transferred_on", gettext_lazy("Passed on"), "day", ("ngay chuyen", "ngay gui", "Day of dispatch")),
    Column("urgency", gettext_lazy("Urgency"), "choice", ("do khan", "muc do khan"), choices=Urgency.choices),
    Column(
        "circulation", gettext_lazy("Circulation"), "choice", ("pham vi luu hanh", "luu hanh"),
        choices=Circulation.choices,
    ),
    Column("medium", gettext_lazy("Medium"), "choice", ("hinh thuc van ban", "dang van ban"), choices=Medium.choices),
    Column(
        "in_software", gettext_lazy("Handled in the document software"), "yes_no", ("xu ly tren phan mem", "phan mem")
    ),
    Column("pages", gettext_lazy("Number of pages"), "whole", ("so trang", "so to", "Pages")),
    Column("copies", gettext_lazy("Copies"), "whole", ("so ban", "so luong ban", "so luong")),
    Column(
        "secrecy", gettext_lazy("Secrecy"), "choice", ("do mat", "muc do mat"), choices=Secrecy.choices,
        note=gettext_lazy("Documents with a secrecy mark must not be entered; then the whole file is refused."),
    ),
    _text("note", gettext_lazy("Note"), "ghi chu"),
    Column(
        "state", gettext_lazy("State"), "text",
        note=gettext_lazy("Read only where it says “cancelled”; then give the reason too."),
    ),
    _text("cancel_reason", gettext_lazy("Reason for cancelling"), "ly do huy so", "ly do huy bo"),
)  # fmt: skip
INCOMING = (
    UNIT,
    SERIES,
    Column("number", gettext_lazy("Arrival number"), "whole", ("so den", "so thu tu den", "so vb den"), key=True),
    Column("registered_on", gettext_lazy("Day of arrival"), "day", ("ngay den", "ngay nhan", "ngay vao so",
           "Arrived on"), required=True),
    _text("organ_name", gettext_lazy("Issued by"), "tac gia", "co quan ban hanh", "noi ban hanh", "don vi ban hanh",
          "noi gui", "co quan gui", "ten co quan to chuc ban hanh", required=True),
    _text("code", gettext_lazy("Number and notation"), "so ky hieu", "so, ky hieu", "ky hieu", "so/ky hieu",
          "so va ky hieu", "so, ky hieu van ban", "so hieu", is_code=True),
    Column("issued_on", gettext_lazy("Date"), "day", ("ngay van ban", "ngay ban hanh", "ngay thang", "ngay ky",
           "ngay, thang van ban", "ngay vb", "Date on the document")),
    KIND,
    _text("subject", gettext_lazy("Abstract"), *SUBJECT_HEADINGS, required=True),
    _text("assigned_to", gettext_lazy("Unit or person who handles it"), "don vi hoac nguoi nhan", "nguoi xu ly",
          "don vi xu ly", "xu ly chinh", "nguoi xu ly chinh", "don vi nhan", "phong ban xu ly"),
    _text("instruction", gettext_lazy("Instruction"), "y kien chi dao", "noi dung chi dao", "but phe"),
    Column("due_on", gettext_lazy("Deadline"), "day", ("han xu ly", "thoi han", "han giai quyet", "thoi han xu ly",
           "han"), note=gettext_lazy("Leave empty if none was given.")),
    Column("completed_on", gettext_lazy("Finished on"), "day", ("ngay hoan thanh", "ngay xu ly xong",
           "ngay giai quyet", "ngay ket thuc", "ngay xu ly")),
    *SHARED,
)  # fmt: skip
# What else sheets write; a mere "yes" does not say whose signature it is.
UNSIGNED = tuple((words, Signature.NONE.value) for words in ("khong", "chua", "chua ky", "khong ky so"))
OUTGOING = (
    UNIT,
    SERIES,
    Column("number", gettext_lazy("Outgoing number"), "whole", ("so di", "so vb di", "so", "Number"), key=True,
           note=gettext_lazy("Where it is empty, the number that the notation begins with.")),
    _text("code", gettext_lazy("Number and notation"), "so ky hieu", "so, ky hieu", "so/ky hieu", "ky hieu",
          "so va ky hieu", "so, ky hieu van ban", "so hieu", is_code=True),
    Column("registered_on", gettext_lazy("Day of issue"), "day", ("ngay ban hanh", "ngay van ban", "ngay thang",
           "ngay di", "ngay ky", "ngay, thang van ban", "Date", "Issued on"), required=True),
    KIND,
    _text("subject", gettext_lazy("Abstract"), *SUBJECT_HEADINGS, required=True),
    _text("signer", gettext_lazy("Signed by"), "nguoi ky", "ho ten nguoi ky"),
    _text("position", gettext_lazy("Position of the signer"), "chuc vu", "chuc vu nguoi ky"),
    _text("recipients", gettext_lazy("Recipients"), "noi nhan", "noi nhan van ban", "don vi nhan"),
    _text("kept_by", gettext_lazy("Unit or person who keeps the copy"), "nguoi nhan ban luu", "don vi soan thao",
          "don vi, nguoi nhan ban luu", "noi luu"),
    Column("signature", gettext_lazy("Digital signature"), "choice", ("ky so", "chu ky so", "trang thai ky so"),
           choices=Signature.choices, also=UNSIGNED),
    *SHARED,
)  # fmt: skip


class DocumentResource(Resource):
    """One direction of the register. Number, book and unit tell its entries apart; an entry without a number is new."""

    models = (Document,)
    list_route = "documents:document-list"
    direction = ""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The columns that are fields of an entry as they stand."""
        return tuple(c.name for c in self.columns if c.name not in _NO_FIELDS)

    # --- Preview -----------------------------------------------------------------------------------------------------

    def judge(self, lines: list[Line], context: Context) -> None:
        """Secrets first: then nothing else is looked at, and nothing of the file stays."""
        self._refuse_secrets(lines)
        kinds = list(DocumentType.objects.all())
        by_name = {f"{kind.name.casefold()}:": str(kind.pk) for kind in kinds}
        for line in lines:
            _tidy(line.values, by_name, is_outgoing=self.direction == Direction.OUTGOING)
            _read_state(line)
        super().judge(lines, context)
        known: dict[str, str | None] = {}
        for line in lines:
            code = line.values.get("code")
            if line.fate == "new" and code and "type" not in line.values:
                # The number before the symbol says nothing of the kind.
                symbol = _NUMBER_FIRST.sub("1", code)
                if symbol not in known:
                    kind = kind_of(symbol, kinds)
                    known[symbol] = str(kind.pk) if kind else None
                line.values["type"] = known[symbol]

    def _refuse_secrets(self, lines: list[Line]) -> None:
        """Unusable, naming rows and nothing of their text, if a row carries a mark or says that it is secret."""
        marked = [line.number for line in lines if _is_secret(line.values) or _is_secret(line.raw)]
        if marked:
            rows = ", ".join(map(str, marked[:MOST_NAMED])) + (" …" if len(marked) > MOST_NAMED else "")
            sentence = _("Rows %(rows)s: %(sentence)s The whole file has been removed from this computer.")
            raise Unusable(sentence % {"rows": rows, "sentence": secrecy.SENTENCE})

    def key_of(self, line: Line):
        """Unit, book, year and number; None without a number."""
        values = line.values
        if values.get("number") is None or values.get("registered_on") is None:
            return None
        return values["unit"].pk, values.get("series") or "", values["registered_on"].year, values["number"]

    def existing(self, lines: list[Line], context: Context) -> dict:
        """The entries of the books that the lines name, between their lowest and highest numbers."""
        found = {}
        spans = books.spans(key for key in map(self.key_of, lines) if key is not None)
        for (unit_id, series, year), (first, last) in spans.items():
            rows = Document.objects.filter(
                direction=self.direction, unit=unit_id, series=series, year=year, number__range=(first, last)
            )
            for row in rows.order_by().values("pk", "version", "number", "type_id", "cancelled", *self.names):
                values = {name: row[name] for name in self.names} | {"cancelled": row["cancelled"]}
                values["type"] = str(row["type_id"]) if row["type_id"] else None
                found[(unit_id, series, year, row["number"])] = Existing(row["pk"], row["version"], values)
        return found

    def compare(self, line: Line, found: Existing) -> None:
        """A cancelled entry stays as it is, and none is cancelled by a file."""
        is_cancelled, is_said = found.values["cancelled"], bool(line.values.get("state"))
        super().compare(line, found)
        if is_cancelled and (line.stands or not is_said):
            line.refuse(_("This number is cancelled; a cancelled entry stays as it is."), "number")
        elif is_said and not is_cancelled:
            line.refuse(_("The register has this entry in force. Cancel it there, with the reason."), "state")

    def check(self, lines: list[Line], context: Context) -> None:
        """The rules of the forms: days, units in force, closed months, numbers without gaps, nothing twice."""
        first = opened_months()[0].first_day()
        for line in lines:
            for column, sentence in books.broken_days(line.values, self.direction, today=context.today, first=first):
                line.refuse(sentence, column)
            if line.values.get("state") and not line.values.get("cancel_reason"):
                line.refuse(_("Say why the number is cancelled."), "cancel_reason")
            _check_unit(line, context)
        changed = [line for line in lines if line.stands and line.target is not None]
        for line in changed[MOST_CHANGED:]:
            sentence = _("One file changes at most %(most)s entries; import the rest with another file.")
            line.refuse(sentence % {"most": MOST_CHANGED})
        books.refuse_closed_changes(changed[:MOST_CHANGED], context, self.direction)
        new = [line for line in lines if line.stands and line.target is None]
        books.refuse_bad_numbers([line for line in new if line.values.get("number") is not None], self.direction)
        books.refuse_doubles([line for line in new if line.values.get("number") is None], self.direction)

    # --- Publishing --------------------------------------------------------------------------------------------------

    def prepare(self, lines: Iterator[Line], context: Context) -> tuple[list[Document], list[tuple]]:
        """Unsaved entries, ready but for the batch, and the changes."""
        new, changes, kinds = [], [], DocumentType.objects.in_bulk()
        make = maker(Document, direction=self.direction)
        for line in lines:
            if line.target is None:
                new.append(_document(make, line.values))
                continue
            fields = {name: line.values[name] for name in line.before}
            if "type" in fields:
                fields["type"] = kinds[int(fields["type"])]
            changes.append((line.target, line.version, fields))
        return bulk.prepared(new), changes

    def publish(self, prepared, context: Context, batch: Batch) -> None:
        """New entries by COPY, corrections one by one; deadlines are as the file says, none is invented."""
        new, changes = prepared
        if new:
            bulk.insert_rows(by=context.by, batch=batch, documents=new, by_rule=False, is_prepared=True)
        if changes:
            entries.change_many(by=context.by, batch=batch, changes=changes)

    # --- Undoing -----------------------------------------------------------------------------------------------------

    def undo_blockers(self, batch: Batch) -> list[str]:
        """Numbers that were given later."""
        return bulk_undo.why_not(batch)

    def units_of(self, batch: Batch) -> set[int]:
        """Where the new entries stand."""
        return bulk_undo.units_of(batch)

    def remove(self, write, batch: Batch) -> int:
        """The new entries, in one statement."""
        return bulk_undo.remove(write, batch)


def _document(make, values: dict) -> Document:
    given = {name: value for name, value in values.items() if value is not None}
    given.pop("secrecy", None)
    given["cancelled"] = bool(given.pop("state", None))
    unit, kind = given.pop("unit"), given.pop("type", None)
    row = make(given | {"unit_id": unit.pk, "type_id": int(kind) if kind else None})
    row._state.fields_cache["unit"] = unit
    return row


def _is_secret(values: dict) -> bool:
    if values.get("secrecy") in SECRET:
        return True
    return bool(values) and bool(secrecy.marked_fields(values))


_NO_FIELDS = ("unit", "series", "number", "secrecy", "state")
# "Hủy", "Đã hủy số", "Bị hủy bỏ", but not "Huyện đã nhận".
_CANCELLED = re.compile(r"(?:da )?(?:bi )?huy\b")
_NOTHING = {"-", "–", "—", "khong", "khong co"}
_NUMBER_FIRST = re.compile(r"^[0-9]+")
_FIRST_NUMBER = re.compile(r"0*([1-9][0-9]{0,6})(?=[/-])")


def _tidy(values: dict, kinds: dict[str, str], *, is_outgoing: bool) -> None:
    """Texts in the register's own form: the kind apart from the abstract, notations, names of books, numbers."""
    if values.get("series"):
        values["series"] = book_name(values["series"])
    if values.get("code"):
        values["code"] = codes.tidy(values["code"])
    _take_kind_apart(values, kinds)
    if is_outgoing and values.get("number") is None and values.get("code"):
        match = _FIRST_NUMBER.match(values["code"])
        values["number"] = int(match[1]) if match else None


@cache
def _cancelled() -> set[str]:
    return {fold(text) for text in in_every_language(DocumentState.CANCELLED.label)}


def _read_state(line: Line) -> None:
    """Whether the number is cancelled, as the state says, or where there is none the reason."""
    values = line.values
    said, reason = values.get("state"), values.get("cancel_reason")
    if reason and fold(reason) in _NOTHING:
        values["cancel_reason"] = reason = None
    if not said and not reason:
        return
    is_cancelled = not said or fold(said) in _cancelled() or bool(_CANCELLED.match(fold(said)))
    values["state"] = str(DocumentState.CANCELLED.label) if is_cancelled else None
    if reason and not is_cancelled:
        sentence = _("The state is “%(state)s”, but there is a reason for cancelling. Write “cancelled”, or no reason.")
        line.refuse(sentence % {"state": said}, "cancel_reason")


def _take_kind_apart(values: dict, kinds: dict[str, str]) -> None:
    """The kind that the abstract begins with; in a file with a column of kinds only if that one says the same."""
    subject = values.get("subject") or ""
    if ":" not in subject[:60]:
        return
    first, _stop, rest = subject.partition(":")
    kind = kinds.get(f"{first.casefold()}:")
    if kind and rest.strip() and values.get("type", kind) == kind:
        values["type"], values["subject"] = kind, rest.strip()


def _check_unit(line: Line, context: Context) -> None:
    unit, day = line.values["unit"], line.values["registered_on"]
    if day is None:
        return
    if not unit.exists_on(day):
        sentence = _("%(unit)s does not exist on %(day)s. Choose the unit that has taken it over, or another date.")
        line.refuse(sentence % {"unit": unit.title, "day": f"{day:%d/%m/%Y}"}, "registered_on")
        return
    if line.target is None:
        for name in ("registered_on", "due_on"):
            at = line.values.get(name)
            if at is not None and context.is_closed(unit.pk, Month.of(at)):
                line.refuse(context.closed_sentence(unit, Month.of(at)), name)


class Incoming(DocumentResource):
    """Văn bản đến."""

    key, direction, columns = "documents-incoming", Direction.INCOMING, INCOMING
    title = gettext_lazy("Incoming documents")
    about = gettext_lazy(
        "Exports of VNPT-iOffice, the decree's book of incoming documents, or our template. A deadline that the file "
        "does not give is not invented."
    )


class Outgoing(DocumentResource):
    """Văn bản đi."""

    key, direction, columns = "documents-outgoing", Direction.OUTGOING, OUTGOING
    title = gettext_lazy("Outgoing documents")
    about = gettext_lazy("Exports of VNPT-iOffice, the decree's book of outgoing documents, or our template.")
