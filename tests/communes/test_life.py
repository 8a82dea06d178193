"""The legal life of devices, by date: rules, ages, and the same answer in Python and in the database."""

from datetime import date

import pytest

from communes import life
from communes.models import Equipment, EquipmentKind
from tests.factories import communes as make

DAY = date(2020, 8, 3)


@pytest.mark.parametrize(
    ("on", "act"),
    [
        (date(2017, 5, 1), "TT 45/2018/TT-BTC"),  # no earlier act is known
        (DAY, "TT 45/2018/TT-BTC"),
        (date(2023, 6, 9), "TT 45/2018/TT-BTC"),
        (date(2023, 6, 10), "TT 23/2023/TT-BTC"),
        (date(2026, 1, 1), "TT 23/2023/TT-BTC"),
    ],
)
def test_rule_is_that_of_the_day(on, act):
    assert life.rule_for("laptop", on=on).act == act


def test_every_rule_says_that_it_is_recalled_and_names_known_kinds():
    assert all(rule.recalled for rule in life.RULES)
    assert {kind for rule in life.RULES for kind in rule.kinds} <= set(EquipmentKind.values)


def test_rules_of_a_kind_follow_each_other():
    for earlier, later in zip(life.RULES, life.RULES[1:], strict=False):
        assert earlier.until == later.since


@pytest.mark.parametrize(
    ("acquired_on", "age", "is_past"),
    [
        (date(2015, 8, 3), 5, True),
        (date(2015, 8, 4), 4, False),
        (date(2020, 8, 3), 0, False),
        (date(2021, 1, 1), 0, False),
        (date(2016, 2, 29), 4, False),
    ],
)
def test_age_in_full_years_and_life(acquired_on, age, is_past):
    assert life.age(acquired_on, on=DAY) == age
    assert life.is_past("desktop", acquired_on, on=DAY) is is_past


def test_life_ends_on_the_first_day_past_it():
    for acquired_on in (date(2015, 8, 3), date(2016, 2, 29)):
        ends = life.ends_on("desktop", acquired_on, on=DAY)
        assert life.is_past("desktop", acquired_on, on=ends)
        assert not life.is_past("desktop", acquired_on, on=date.fromordinal(ends.toordinal() - 1))


def test_last_day_of_february_stands_for_the_29th():
    assert life.bought_before(date(2020, 2, 29)) == date(2015, 2, 28)


def test_kind_without_a_rule_is_neither_past_nor_within():
    assert life.rule_for("camera", on=DAY) is None
    assert life.is_past("camera", date(2000, 1, 1), on=DAY) is None
    assert life.ends_on("camera", date(2000, 1, 1), on=DAY) is None


def test_database_answers_as_python_does(tree):
    for kind in ("desktop", "printer", "camera"):
        for acquired_on in (date(2015, 8, 3), date(2015, 8, 4)):
            make.make_equipment(tree.tacuty, kind=kind, since=DAY, acquired_on=acquired_on)
    for condition, answer in ((life.past(DAY), True), (life.within(DAY), False)):
        found = set(Equipment.objects.filter(condition))
        assert found == {d for d in Equipment.objects.all() if life.is_past(d.kind, d.acquired_on, on=DAY) is answer}
        assert len(found) == 2
