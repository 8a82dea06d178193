"""A test that commits leaves nothing behind, and what ships with the system is there for the next one as it was."""

import pytest
from django.contrib.auth.models import Permission

from common.models import Holiday
from documents.models import Document, DocumentType
from indicators.models import Measure
from tests.emptying import FirstRows
from tests.factories import communes as ground
from tests.factories import documents as papers

pytestmark = pytest.mark.django_db(transaction=True)


def test_tables_hold_their_first_rows_again():
    first = FirstRows()
    assert {"indicators_measure", "documents_documenttype", "common_holiday", "auth_permission"} <= set(first.rows)
    assert not {"communes_unit", "documents_document", "accounts_user"} & set(first.rows)
    tree, kind = ground.make_district(), DocumentType.objects.first()
    papers.make_document(tree.tacuty, type=kind)
    ground.make_administrator().user_permissions.add(Permission.objects.first())
    DocumentType.objects.filter(pk=kind.pk).update(name="khác")
    Holiday.objects.first().delete()
    changed = first.put_back()
    assert set(changed) == {
        "accounts_user", "accounts_user_user_permissions", "common_holiday", "communes_unit", "communes_unitclosure",
        "documents_document", "documents_documenttype",
    }  # fmt: skip
    assert FirstRows().rows == first.rows
    assert first.put_back() == []
    # Without the index of the search, which on SQLite is a table that only its triggers fill and empty.
    assert not Document.objects.search("về").exists()
    assert Measure.objects.exists()


def test_order_of_tables_is_of_no_account_to_foreign_keys():
    first = FirstRows()
    first.tables.reverse()
    papers.make_document(ground.make_district().tacuty)
    first.put_back()
    assert FirstRows().rows == first.rows
