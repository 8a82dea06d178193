"""The three books of NĐ 30/2020/NĐ-CP, Appendix IV: their columns, in the decree's words and order (domain.md 3.3).

Always in Vietnamese, whatever language the person reads: they are papers of a Vietnamese office. What stands around
the table (heads, period, closing line) is ours: domain.md gives the columns only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from documents.models import Direction, Document, NumberReservation, ReservationState

DATE = "%d/%m/%Y"


@dataclass(frozen=True)
class Entry:
    """A document as a book writes it down, with the day of printing."""

    document: Document
    today: date


@dataclass(frozen=True)
class Column:
    """`read`: what stands in the cell, a text, a date, a number or None. `width` in millimetres, 0: what is left."""

    heading: str
    width: int
    read: Callable[[Entry], str | date | int | None]
    is_centred: bool = False
    # Of a cancelled number everything is struck out, as on paper, but the number itself and why.
    is_struck: bool = True


@dataclass(frozen=True)
class Book:
    """A book: its name on paper and on the page, whose entries it holds, its columns."""

    key: str
    title: str
    label: str
    direction: str
    columns: tuple[Column, ...]
    has_kept_numbers: bool = True


def blank_line(kept: NumberReservation) -> Document:
    """How a kept number stands in the book: a line with nothing but the number and, in the remarks, for what."""
    return Document(
        direction=kept.direction,
        number=kept.number,
        unit_id=kept.unit_id,
        handling_unit_id=kept.unit_id,
        cancelled=kept.state == ReservationState.GIVEN_UP,
        cancel_reason=kept.give_up_reason,
        note=f"Giữ số ngày {kept.kept_on:{DATE}}: {kept.purpose}",
    )


def _kind(doc: Document) -> str:
    """As it stands at the head of a paper: "cá biệt" only tells the catalogue's kinds from laws."""
    return doc.type.name.removesuffix(" (cá biệt)") if doc.type_id else ""


def _title(entry: Entry) -> str:
    doc = entry.document
    return f"{_kind(doc)}: {doc.subject}" if doc.type_id else doc.subject


def _note(entry: Entry) -> str:
    """The clerk's note; before it what became of the number."""
    doc, parts = entry.document, []
    if doc.cancelled:
        parts.append(f"Đã hủy. Lý do: {doc.cancel_reason.rstrip('.')}.")
    if doc.handling_unit_id != doc.unit_id:
        parts.append(f"Chuyển {doc.handling_unit.full_name} tiếp tục giải quyết.")
    return " ".join([*parts, doc.note]).strip()


def _whole(entry: Entry) -> str:
    """`Công văn số 12/UBND-VP ngày 01/07/2020 của Ủy ban nhân dân huyện Bắc Hà`."""
    doc = entry.document
    return " ".join(
        [
            _kind(doc) or "Văn bản",
            *([f"số {doc.code}"] if doc.code else []),
            *([f"ngày {doc.issued_on:{DATE}}"] if doc.issued_on else []),
            *([f"của {doc.organ_name}"] if doc.organ_name else []),
        ]
    )


def _progress(entry: Entry) -> str:
    """How far it is on the day of printing, by the rule of domain.md 3.5."""
    doc, today = entry.document, entry.today
    if doc.cancelled:
        return "Đã hủy"
    if doc.completed_on is not None:
        late = (doc.completed_on - doc.due_on).days if doc.due_on else 0
        how = "" if doc.due_on is None else ", đúng hạn" if late <= 0 else f", quá hạn {late} ngày"
        return f"Đã giải quyết ngày {doc.completed_on:{DATE}}{how}"
    if doc.due_on is None:
        return "Chưa giải quyết, không đặt thời hạn"
    if doc.due_on < today:
        return f"Chưa giải quyết, quá hạn {(today - doc.due_on).days} ngày"
    return "Đang giải quyết, đến hạn hôm nay" if doc.due_on == today else "Đang giải quyết, trong hạn"


def _answer(entry: Entry) -> str:
    answer = entry.document.answered_by
    return answer.code or f"{answer.number:02}" if answer is not None else ""


def _number(width: int) -> Column:
    return Column("Số đến", width, lambda e: e.document.number, is_centred=True, is_struck=False)


def _day(heading: str, read: Callable[[Document], date | None]) -> Column:
    return Column(heading, 20, lambda e: read(e.document), is_centred=True)


def _pen() -> Column:
    """Signed for by hand."""
    return Column("Ký nhận", 17, lambda e: None)


def _remarks(width: int) -> Column:
    return Column("Ghi chú", width, _note, is_struck=False)


INCOMING = Book(
    "incoming",
    "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
    _("Register of incoming documents"),
    Direction.INCOMING,
    (
        _day("Ngày đến", lambda doc: doc.registered_on),
        _number(13),
        Column("Tác giả (cơ quan ban hành)", 32, lambda e: e.document.organ_name),
        Column("Số, ký hiệu", 31, lambda e: e.document.code),
        _day("Ngày tháng văn bản", lambda doc: doc.issued_on),
        Column("Tên loại và trích yếu", 0, _title),
        Column("Đơn vị hoặc người nhận", 30, lambda e: e.document.assigned_to),
        _day("Ngày chuyển", lambda doc: doc.transferred_on),
        _pen(),
        _remarks(24),
    ),
)
OUTGOING = Book(
    "outgoing",
    "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
    _("Register of outgoing documents"),
    Direction.OUTGOING,
    (
        Column("Số, ký hiệu văn bản", 31, lambda e: e.document.code or f"{e.document.number:02}", is_struck=False),
        _day("Ngày tháng văn bản", lambda doc: doc.registered_on),
        Column("Tên loại và trích yếu", 0, _title),
        Column("Người ký", 25, lambda e: e.document.signer),
        Column("Nơi nhận văn bản", 42, lambda e: e.document.recipients),
        Column("Đơn vị, người nhận bản lưu", 24, lambda e: e.document.kept_by),
        Column("Số lượng bản", 13, lambda e: e.document.copies, is_centred=True),
        _day("Ngày chuyển", lambda doc: doc.transferred_on),
        _pen(),
        _remarks(24),
    ),
)
HANDLING = Book(
    "handling",
    "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN",
    _("Follow-up of the handling of incoming documents"),
    Direction.INCOMING,
    (
        _number(15),
        Column("Tên loại, số, ký hiệu, ngày, cơ quan ban hành", 0, _whole),
        Column("Đơn vị hoặc người nhận", 45, lambda e: e.document.assigned_to),
        _day("Thời hạn giải quyết", lambda doc: doc.due_on),
        Column("Tiến độ giải quyết", 48, _progress, is_struck=False),
        Column("Số, ký hiệu văn bản trả lời", 34, _answer),
        _remarks(40),
    ),
    has_kept_numbers=False,
)
BOOKS = {book.key: book for book in (INCOMING, OUTGOING, HANDLING)}
