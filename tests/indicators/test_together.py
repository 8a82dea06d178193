"""Selections of different width and kind in one statement come back as if each had been asked alone."""

import pytest
from django.db.models import Count, Max, Q

from communes.models import Unit
from indicators.together import Part, counts, read
from tests.factories import communes as ground

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return ground.make_district()


def test_parts_are_read_in_one_query_each_with_its_own_columns(tree, django_assert_num_queries):
    parts = (
        Part(Unit.objects.all(), ("pk", "parent_id"), ("kind", "slug")),
        Part(Unit.objects.all(), (), ("kind",), [Count("pk"), Max("parent_id"), *counts(Q(parent=tree.district))]),
        Part(Unit.objects.filter(kind="office"), ("parent__parent_id",)),
    )
    with django_assert_num_queries(1):
        units, kinds, offices = read(*parts)
    assert sorted(units) == sorted(Unit.objects.values_list("pk", "parent_id", "kind", "slug"))
    above, district = tree.province.pk, tree.district.pk
    assert sorted(kinds) == [
        ("commune", 2, district, 2), ("district", 1, above, 0), ("office", 1, district, 1), ("province", 1, None, 0),
    ]  # fmt: skip
    assert offices == [(above,)]


def test_a_part_that_nothing_can_answer_is_empty_and_spoils_no_other(tree, django_assert_num_queries):
    nobody = Part(Unit.objects.filter(pk__in=[]), ("pk",), ("kind",), [Count("pk")])
    assert read(nobody, Part(Unit.objects.filter(parent=None), ("pk",))) == [[], [(tree.province.pk,)]]
    with django_assert_num_queries(0):
        assert read(nobody) == [[]]
