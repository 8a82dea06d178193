"""The catalogue of kinds of documents."""

from communes.writing import writing
from documents.models import DocumentType


def add_kind(*, by, **fields) -> DocumentType:
    """A kind of documents that a later decree adds to the 29."""
    with writing(by=by, action="document_types.created", units=[], capability="catalogue") as write:
        kind = DocumentType(**fields)
        write.insert(kind)
    return kind


def change_kind(kind: DocumentType, *, by, version: int | None, reason: str, **fields) -> DocumentType:
    """Correct a kind's number, name or abbreviation; notations that were given stay as they are."""
    with writing(by=by, action="document_types.changed", units=[], capability="catalogue", reason=reason) as write:
        kind = write.take(kind, version=version)
        for name, value in fields.items():
            setattr(kind, name, value)
        write.update(kind)
    return kind
