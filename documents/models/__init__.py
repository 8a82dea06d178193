from documents.models.attachment import Attachment
from documents.models.choices import (
    Circulation,
    Direction,
    DocumentState,
    Medium,
    Proof,
    ShownSignature,
    Signature,
    Urgency,
)
from documents.models.document import Document, DocumentType
from documents.models.numbering import NumberCounter
from documents.models.signature import FoundSignature, SignatureCheck, proof_of

__all__ = [
    "Attachment", "Circulation", "Direction", "Document", "DocumentState", "DocumentType", "FoundSignature", "Medium",
    "NumberCounter", "Proof", "ShownSignature", "Signature", "SignatureCheck", "Urgency", "proof_of",
]  # fmt: skip
