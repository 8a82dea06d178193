"""What the database itself refuses of imports, past every form and action."""

import pytest
from django.utils import timezone

from common.models import Batch
from imports.models import Import, RememberedMapping
from tests.factories.spreadsheets import make_import
from tests.services.refusing import refused

pytestmark = pytest.mark.django_db


def published(world) -> dict:
    batch = Batch.objects.create(kind="import", title="x", created_at=timezone.now())
    return {
        "state": "published", "published_at": timezone.now(), "published_by": world.official, "batch": batch,
        "sha256": "a" * 64,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"state": "lost"}, "state_known"),
        ({"kind": "doc"}, "kind_known"),
        ({"resource": ""}, "named"),
        ({"state": "published"}, "published_by_somebody"),
        ({"undone_at": timezone.now()}, "undone_by_somebody"),
        ({"state": "failed"}, "failed_with_sentence"),
    ],
)
def test_imports(world, change, rule):
    spreadsheet = make_import(world.official, world.unit)
    # A state that is none breaks several rules; either may be named.
    name = "" if change == {"state": "lost"} else f"imports_import_{rule}"
    refused(lambda: Import.objects.filter(pk=spreadsheet.pk).update(**change), name)


@pytest.mark.parametrize("has_unit", [True, False])
def test_a_file_stands_in_a_register_once(world, has_unit):
    unit = world.unit if has_unit else None
    make_import(world.official, unit, folder="one", **published(world))
    refused(lambda: make_import(world.official, unit, folder="two", **published(world)), "")
    make_import(world.official, world.other, folder="three", **published(world))


def test_columns_are_remembered_once(world):
    row = {"resource": "filings", "shape": "s", "noted_at": timezone.now(), "noted_by": world.official}
    RememberedMapping.objects.create(**row)
    refused(lambda: RememberedMapping.objects.create(**row), "")
    refused(lambda: RememberedMapping.objects.create(**row | {"shape": ""}), "imports_rememberedmapping_named")
