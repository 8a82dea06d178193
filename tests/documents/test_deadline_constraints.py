"""What the database itself refuses of rules on deadlines."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from documents.models import DeadlineRule
from tests.factories import communes as make

pytestmark = pytest.mark.django_db
RULE = {"urgency": "normal", "working_days": 5, "valid_from": date(2020, 7, 6), "basis": "Quy chế số 5"}


@pytest.fixture
def unit():
    return make.make_unit("Tả Củ Tỷ")


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("urgency_known", {"urgency": "later"}),
        ("days_possible", {"working_days": 251}),
        ("days_possible", {"working_days": -1}),
        ("basis_given", {"basis": ""}),
    ],
)
def test_database_refuses_a_rule(unit, rule, values):
    # Django checks columns of positive numbers too, under the name of the column.
    with pytest.raises(IntegrityError, match=f"{rule}|working_days"), transaction.atomic():
        DeadlineRule.objects.create(unit=unit, **RULE | values)


def test_one_rule_for_a_unit_urgency_and_day_and_one_for_all(unit):
    DeadlineRule.objects.create(unit=unit, **RULE)
    DeadlineRule.objects.create(unit=None, **RULE)
    DeadlineRule.objects.create(unit=make.make_unit("Bản Phố"), **RULE)
    for place in (unit, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            DeadlineRule.objects.create(unit=place, **RULE)
