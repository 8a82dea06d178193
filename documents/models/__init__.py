from documents.models.attachment import Attachment
from documents.models.choices import (
    Circulation,
    Direction,
    DocumentState,
    Medium,
    Proof,
    ReservationState,
    ShownSignature,
    Signature,
    Urgency,
)
from documents.models.deadline import DeadlineRule
from documents.models.document import Document, DocumentType
from documents.models.numbering import NumberCounter
from documents.models.push import DocumentPush
from documents.models.reservation import NumberReservation
from documents.models.signature import FoundSignature, SignatureCheck, proof_of

__all__ = [
    "Attachment", "Circulation", "DeadlineRule", "Direction", "Document", "DocumentPush", "DocumentState",
    "DocumentType", "FoundSignature", "Medium", "NumberCounter", "NumberReservation", "Proof", "ReservationState",
    "ShownSignature", "Signature", "SignatureCheck", "Urgency", "proof_of",
]  # fmt: skip
