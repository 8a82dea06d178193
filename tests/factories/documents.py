"""Documents and kinds of documents for tests; plain rows, written past the actions unless the name says otherwise."""

from datetime import date
from itertools import count

from django.utils import timezone

from common.models import Batch
from communes.models import Unit
from documents.models import Document, DocumentType

ARRIVED = date(2020, 7, 6)
_number = count(1)


def make_kind(name: str = "Quyết định (cá biệt)", abbreviation: str = "QĐ") -> DocumentType:
    """A kind of documents, the same one for the same name; the decree's own are there unless a test emptied them."""
    return DocumentType.objects.filter(name=name).first() or DocumentType.objects.create(
        name=name, abbreviation=abbreviation, number=100 + next(_number)
    )


def incoming(unit: Unit, *, registered_on: date = ARRIVED, **fields) -> Document:
    """An unsaved incoming document without a number."""
    values = {
        "direction": "incoming", "unit": unit, "registered_on": registered_on, "code": "123/UBND-VP",
        "organ_name": "UBND tỉnh Lào Cai", "subject": "Về việc triển khai ứng dụng công nghệ thông tin",
    }  # fmt: skip
    return Document(**values | fields)


def outgoing(unit: Unit, *, registered_on: date = ARRIVED, **fields) -> Document:
    """An unsaved outgoing document without a number and notation."""
    values = {
        "direction": "outgoing", "unit": unit, "registered_on": registered_on, "signer": "Giàng A Sính",
        "recipients": "UBND huyện Bắc Hà", "subject": "Báo cáo kết quả thực hiện tháng",
    }  # fmt: skip
    return Document(**values | fields)


def make_document(unit: Unit, direction: str = "incoming", **fields) -> Document:
    """A stored document with a number of its own, far from those that the allocator gives."""
    document = (incoming if direction == "incoming" else outgoing)(unit, **fields)
    document.handling_unit = fields.get("handling_unit", unit)
    document.year = document.registered_on.year
    document.number = document.number or 100_000 + next(_number)
    document.save()
    return document


def make_batch(title: str = "Nạp thử", kind: str = "documents") -> Batch:
    """A batch to insert rows under."""
    return Batch.objects.create(kind=kind, title=title, created_at=timezone.now())
