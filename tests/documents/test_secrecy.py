import io
import logging

import pytest
from django.apps import apps
from django.urls import reverse

from common.errors import Refused
from documents.actions import entries
from documents.models import Document
from documents.secrecy import Secrecy
from tests.factories import documents as docs

CANARY = "chim-hoàng-yến-8271"
MARKED = [value for value in Secrecy.values if value != Secrecy.NONE]

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    """Everything that any logger writes, down to debug."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def everything_stored() -> str:
    """All values of all tables."""
    return "\n".join(str(row) for model in apps.get_models(include_auto_created=True) for row in _rows(model))


def _rows(model):
    return model._base_manager.values_list() if model._meta.managed else []


@pytest.mark.parametrize("secrecy", MARKED)
def test_action_refuses_every_mark(world, secrecy, log):
    with pytest.raises(Refused) as refused:
        entries.register(
            by=world.official, direction="incoming", unit=world.unit, registered_on=docs.ARRIVED, subject=CANARY,
            secrecy=secrecy,
        )  # fmt: skip
    assert refused.value.field == "secrecy"
    assert CANARY not in str(refused.value) + everything_stored() + log.getvalue()
    assert not Document.objects.exists()


@pytest.mark.parametrize("secrecy", ["", "khac", None])
def test_action_refuses_what_it_does_not_know(world, secrecy):
    with pytest.raises(Refused):
        entries.register(
            by=None, direction="incoming", unit=world.unit, registered_on=docs.ARRIVED, subject="x", secrecy=secrecy
        )


def test_change_refuses_it_too(world):
    document = docs.make_document(world.unit)
    with pytest.raises(Refused):
        entries.change(document, by=world.official, version=1, reason="x", secrecy="mat", subject=CANARY)
    assert CANARY not in everything_stored()


def post(client, **fields):
    values = {
        "registered_on": "06/07/2020",
        "organ_name": CANARY,
        "subject": CANARY,
        "urgency": "normal",
        "circulation": "open",
    }
    return client.post(
        reverse("documents:document-create-incoming"), values | {"medium": "electronic", "in_software": "on"} | fields
    )


@pytest.mark.parametrize("secrecy", MARKED)
def test_form_refuses_with_the_reason_keeps_the_typing_and_leaves_no_trace(world, client, secrecy, log):
    client.force_login(world.official)
    response = post(client, unit=world.unit.pk, secrecy=secrecy)
    assert response.status_code == 200
    assert "secrecy" in response.context["form"].errors
    assert CANARY in response.content.decode()
    assert CANARY not in everything_stored() + log.getvalue()
    assert not Document.objects.exists()


def test_the_same_form_without_a_mark_is_stored(world, client):
    client.force_login(world.official)
    assert post(client, unit=world.unit.pk, secrecy="none").status_code == 302
    assert CANARY in everything_stored()


def test_a_form_that_does_not_say_is_not_stored(world, client):
    client.force_login(world.official)
    assert "secrecy" in post(client, unit=world.unit.pk).context["form"].errors
    assert not Document.objects.exists()


def test_admin_refuses_it_and_leaves_no_trace(world, client, log):
    client.force_login(world.official)
    response = client.post(
        reverse("admin:documents_document_add"),
        {
            "direction": "incoming", "unit": world.unit.pk, "registered_on": "06/07/2020", "subject": CANARY,
            "medium": "electronic", "signature": "none", "urgency": "normal", "circulation": "open", "secrecy": "mat",
        },
    )  # fmt: skip
    assert response.status_code == 200
    assert "secrecy" in response.context["adminform"].form.errors
    assert CANARY not in everything_stored() + log.getvalue()
