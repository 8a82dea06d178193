"""Documents that other programs send: each enters once, however often it is sent."""

from common import pushes
from documents.actions import entries
from documents.models import Document, DocumentPush


def push(*, by, key: str, content: dict, **fields) -> tuple[Document, bool]:
    """Enter a document under a key (common.pushes.once); `fields`: as for entries.register."""

    def enter() -> Document:
        return entries.register(by=by, **fields)

    return pushes.once(DocumentPush, by=by, key=key, content=content, enter=enter)
