"""Migrations of a register with millions of documents are not cut off by the limit that requests live under."""

import importlib
import pkgutil
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, migrations
from django.db.migrations.state import ProjectState

from documents import migrations as package
from documents.models import Document
from tests.factories import communes as make
from tests.factories import documents as docs

WORDS = "0007_search_index"


def indexes_documents(migration) -> bool:
    """Whether it makes an index on the table of documents, once there are some."""
    for operation in migration.operations:
        if isinstance(operation, migrations.AddIndex) and operation.model_name == "document":
            return True
        if isinstance(operation, migrations.RunPython) and operation.code.__name__ == "index":
            return True
    return False


def those_that_index() -> list[str]:
    """The names of the migrations after the first, whose table is empty."""
    names = [module.name for module in pkgutil.iter_modules(package.__path__)]
    return [name for name in names[1:] if indexes_documents(load(name))]


def load(name: str):
    return importlib.import_module(f"documents.migrations.{name}").Migration


def shown(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return cursor.fetchone()[0]


def test_there_are_such_migrations():
    assert {"0006_deadline_rules_and_work", WORDS, "0009_signatures"} <= set(those_that_index())


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", those_that_index())
def test_index_on_documents_may_take_its_time_and_the_limit_is_back_after_it(name):
    usual = shown("statement_timeout")
    assert usual != "0"
    with connection.schema_editor() as editor:
        load(name).operations[0].database_forwards("documents", editor, ProjectState(), ProjectState())
        assert shown("statement_timeout") == "0"
        assert shown("maintenance_work_mem") == "256MB"
    assert shown("statement_timeout") == usual


@pytest.mark.django_db
def test_words_of_all_entries_are_written_anew_in_few_statements(django_assert_max_num_queries):
    unit = make.make_unit("Tả Củ Tỷ")
    made = [docs.make_document(unit, subject=f"Dịch tả lợn {number}") for number in range(12)]
    Document.objects.filter(pk__in=[row.pk for row in made[:-1]]).update(search="dich-ta lon")
    rewrite = importlib.import_module(f"documents.migrations.{WORDS}").rewrite_words
    with django_assert_max_num_queries(3):  # a portion, its rows, and that there are no more
        rewrite(apps, SimpleNamespace(connection=connection))
    found = {row.pk: row.search for row in Document.objects.all()}
    assert found == {row.pk: row.search_text() for row in made}
