from documents.models.choices import (
    Circulation,
    Direction,
    DocumentState,
    Medium,
    ReservationState,
    Signature,
    Urgency,
)
from documents.models.document import Document, DocumentType
from documents.models.numbering import NumberCounter
from documents.models.push import DocumentPush
from documents.models.reservation import NumberReservation

__all__ = [
    "Circulation", "Direction", "Document", "DocumentPush", "DocumentState", "DocumentType", "Medium", "NumberCounter",
    "NumberReservation", "ReservationState", "Signature", "Urgency",
]  # fmt: skip
