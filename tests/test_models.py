"""What holds for every model: named constraints with a sentence, CHECKs for plain SQLite too, who with when."""

import re

import pytest
from django.apps import apps
from django.db import connection, models

OURS = ("common", "accounts", "communes", "documents", "services", "indicators", "imports")
MODELS = [model for app in OURS for model in apps.get_app_config(app).get_models()]
# Moments that are no acts of a person, each with its reason.
NO_PERSON = {
    "common.AuditEvent.happened_at": "the event names its person in actor_id and actor_name",
    "accounts.User.last_login": "Django's",
}
PORTABLE_LOOKUPS = {"exact", "in", "range", "isnull", "gt", "gte", "lt", "lte"}


def ids(model):
    return model._meta.label


@pytest.mark.parametrize("model", MODELS, ids=ids)
def test_model_has_a_docstring_of_its_own(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")


@pytest.mark.parametrize("model", MODELS, ids=ids)
def test_constraints_are_named_for_their_model_and_say_a_sentence(model):
    for constraint in model._meta.constraints:
        assert constraint.name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_")
        assert str(constraint.violation_error_message) != str(models.BaseConstraint.default_violation_error_message)


@pytest.mark.parametrize("model", MODELS, ids=ids)
def test_checks_are_portable(model):
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            assert lookups(constraint.condition) <= PORTABLE_LOOKUPS


def lookups(condition: models.Q) -> set[str]:
    found = set()
    for child in condition.children:
        if isinstance(child, models.Q):
            found |= lookups(child)
        else:
            found.add(child[0].rsplit("__", 1)[1] if "__" in child[0] else "exact")
    return found


def test_lookup_reader_sees_what_is_not_portable():
    assert not lookups(models.Q(name__regex="x") | models.Q(day__month=3)) <= PORTABLE_LOOKUPS


@pytest.mark.parametrize("model", MODELS, ids=ids)
def test_every_moment_has_its_person(model):
    names = {field.name for field in model._meta.get_fields()}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.DateTimeField) and field.name.endswith("_at"):
            label = f"{model._meta.label}.{field.name}"
            partner = field.name.removesuffix("_at") + "_by"
            assert label in NO_PERSON or partner in names or f"{partner}_id" in names, label


@pytest.mark.parametrize("model", MODELS, ids=ids)
def test_foreign_keys_protect_unless_derived(model):
    derived = {"communes.UnitClosure", "indicators.IndicatorTerm"}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and model._meta.label not in derived:
            assert field.remote_field.on_delete is models.PROTECT, field


@pytest.mark.django_db
def test_database_knows_every_check():
    for model in MODELS:
        known = stored_constraints(model._meta.db_table)
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.CheckConstraint):
                assert constraint.name in known, model


def stored_constraints(table: str) -> str:
    """What the database itself says of a table; Django's own reader stumbles over SQLite's CHECKs."""
    query = (
        "SELECT sql FROM sqlite_master WHERE tbl_name = %s"
        if connection.vendor == "sqlite"
        else "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return " ".join(str(row[0]) for row in cursor.fetchall())


@pytest.mark.each
def test_check_text_uses_no_function_of_django():
    editor = connection.schema_editor(collect_sql=True)
    for model in MODELS:
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.CheckConstraint):
                sql = str(constraint.create_sql(model, editor) or constraint.constraint_sql(model, editor))
                assert not re.search(r"django_|REGEXP", sql), sql
