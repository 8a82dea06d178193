from documents.models.choices import DocumentState
from documents.models.document import Direction, Document, DocumentType, Medium, Signature, Urgency
from documents.models.numbering import NumberCounter

__all__ = ["Direction", "Document", "DocumentState", "DocumentType", "Medium", "NumberCounter", "Signature", "Urgency"]
