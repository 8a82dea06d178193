"""Sending documents to the API as another program does."""

from dataclasses import dataclass

from django.test import Client

from communes.models import Role
from documents.models import Document
from tests.factories import communes as make
from tests.factories import documents as docs

PATH = "/api/v1/documents"


@dataclass
class Sender:
    """A client with the session of one person, its CSRF token checked as in life."""

    client: Client
    unit: object
    other: object
    person: object

    def push(self, key: str = "k1", **changes):
        """The answer to sending one document; a change to None leaves the field out."""
        body = self.body(**changes)
        return self.client.post(PATH, body, content_type="application/json", headers={"Idempotency-Key": key})

    def body(self, **changes) -> dict:
        """A complete incoming document."""
        values = {
            "secrecy": "none", "unit": self.unit.slug, "direction": "incoming", "registered_on": "2020-07-06",
            "subject": "Về việc chuyển đổi số", "organ_name": "UBND tỉnh Lào Cai", "code": "123/UBND-VP",
        } | changes  # fmt: skip
        return {name: value for name, value in values.items() if value is not None}

    def get(self, **query):
        """The list."""
        return self.client.get(PATH, query)


def sender(role: str = Role.OFFICIAL) -> Sender:
    """Somebody of Tả Củ Tỷ, in a district of two communes."""
    make.open_calendar()
    tree = make.make_district()
    person = make.make_member(role, tree.tacuty)
    client = Client()
    client.force_login(person)
    return Sender(client, tree.tacuty, tree.banpho, person)


def stored() -> list[Document]:
    """Everything that was entered."""
    return list(Document.objects.order_by("pk"))


__all__ = ["PATH", "Sender", "docs", "make", "sender", "stored"]
