"""Reads across the models: machines in good use on a day, in one query."""

from datetime import date

from communes.reports import stock_counts
from tests.factories import communes as make

JUNE, JULY = date(2020, 6, 30), date(2020, 7, 31)


def test_stock_counts_are_of_the_day_by_unit_and_kind(tree, django_assert_num_queries):
    make.make_equipment(tree.tacuty, since=date(2020, 1, 1), until=date(2020, 7, 1))
    make.make_equipment(tree.tacuty, since=date(2020, 7, 1), kind="laptop")
    make.make_equipment(tree.tacuty, since=date(2020, 1, 1), condition="broken")
    make.make_equipment(tree.banpho, since=date(2020, 1, 1), kind="printer")
    with django_assert_num_queries(1):
        assert stock_counts(None, on=JUNE) == {tree.tacuty.pk: {"desktop": 1}, tree.banpho.pk: {"printer": 1}}
    assert stock_counts(None, on=JULY) == {tree.tacuty.pk: {"laptop": 1}, tree.banpho.pk: {"printer": 1}}
    assert stock_counts([tree.banpho.pk], on=JULY) == {tree.banpho.pk: {"printer": 1}}
    assert stock_counts([], on=JULY) == {}
