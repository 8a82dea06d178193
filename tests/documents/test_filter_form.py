"""The folded filters are written once for everybody; nothing of a person's or of an older catalogue stays in them."""

import re

import pytest
from django.core.cache import caches

from communes.models import Role
from documents.models import DocumentType
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db
URL = "/documents/"


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["pages"].clear()


@pytest.fixture
def leader(world):
    return make.make_member(Role.LEADER, world.district)


def folded(client, **params) -> str:
    page = client.get(URL, params).text
    return page.partition('<div class="filter-fields">')[2].partition("</details>")[0]


def selected(html: str) -> list[str]:
    return re.findall(r'<option value="([^"]+)" selected', html)


def test_chosen_filters_are_never_shown_to_the_next(world, client, leader):
    docs.make_document(world.unit)
    client.force_login(world.official)
    before = folded(client)
    chosen = folded(client, type=world.kind.pk, medium="paper", registered_from="06/07/2020", unit=world.unit.slug)
    assert selected(chosen) == [str(world.kind.pk), "paper"]
    assert 'value="06/07/2020"' in chosen
    assert world.unit.slug in chosen
    assert folded(client, q="x") == before
    assert "31/02/2020" in folded(client, registered_from="31/02/2020")
    client.force_login(leader)
    assert folded(client) == before


def test_each_book_and_language_has_its_own_filters(world, client):
    client.force_login(world.official)
    incoming, outgoing = folded(client), folded(client, direction="outgoing")
    assert 'name="deadline"' in incoming
    assert 'name="signature"' in outgoing
    assert 'name="deadline"' not in outgoing
    assert "---" not in incoming + outgoing, "where nothing is chosen, it says so in a word"
    world.official.language = "en"
    world.official.save()
    english = folded(client)
    assert "Kind" in english
    assert "Kind" not in incoming


def test_renamed_kind_is_offered_at_once(world, client):
    client.force_login(world.official)
    assert str(world.kind) in folded(client)
    DocumentType.objects.filter(pk=world.kind.pk).update(name="Loại vừa đổi tên")
    assert "Loại vừa đổi tên" in folded(client)


def test_every_row_says_its_own_kind_and_unit(world, client, leader):
    kinds = list(DocumentType.objects.all()[:3])
    for kind in [*kinds, None]:
        docs.make_document(world.unit, type=kind, subject="Nội dung")
    docs.make_document(world.other, type=kinds[0], subject="Nơi khác")
    client.force_login(leader)
    table = client.get(URL).context["table"]
    for row in table.rows:
        start = f"{row.record.type}: " if row.record.type_id else ""
        assert row.get_cell("subject") == start + row.record.subject
        assert row.get_cell("unit") == row.record.unit.title
