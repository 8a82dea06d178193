from documents.models.choices import Circulation, Direction, DocumentState, Medium, Signature, Urgency
from documents.models.deadline import DeadlineRule
from documents.models.document import Document, DocumentType
from documents.models.numbering import NumberCounter

__all__ = [
    "Circulation", "DeadlineRule", "Direction", "Document", "DocumentState", "DocumentType", "Medium", "NumberCounter",
    "Signature", "Urgency",
]  # fmt: skip
