"""How long a device serves by law (domain.md 6.3), as rows by date: no acts in the code that counts or shows.

The acts and years are recalled, not read in the text of the law; whoever shows them says so (`LifeRule.recalled`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from communes.models import COMPUTERS, EquipmentKind


@dataclass(frozen=True)
class LifeRule:
    """What an act says of some kinds of device from a day until (exclusive) another."""

    kinds: tuple[str, ...]
    years: int
    act: str
    since: date
    until: date | None = None
    recalled: bool = True


OFFICE_MACHINES = (*COMPUTERS, EquipmentKind.PRINTER.value)
# TT 141/2025/TT-BTC is listed as the later act, but its text has not been read: it gets a row when it has.
RULES = (
    LifeRule(OFFICE_MACHINES, 5, "TT 45/2018/TT-BTC", date(2018, 1, 1), date(2023, 6, 10)),
    LifeRule(OFFICE_MACHINES, 5, "TT 23/2023/TT-BTC", date(2023, 6, 10)),
)


def rule_for(kind: str, *, on: date) -> LifeRule | None:
    """The rule for a kind of device on a day; before the first act known, that one. None: no rule is known."""
    rules = sorted((rule for rule in RULES if kind in rule.kinds), key=lambda rule: rule.since)
    return next((rule for rule in reversed(rules) if rule.since <= on), rules[0] if rules else None)


def rules_on(day: date, *, kinds: Iterable[str] = EquipmentKind.values) -> dict[LifeRule, list[str]]:
    """The rules for some kinds on a day, each with its kinds."""
    found: dict[LifeRule, list[str]] = {}
    for kind in kinds:
        rule = rule_for(kind, on=day)
        if rule is not None:
            found.setdefault(rule, []).append(kind)
    return found


def years_before(day: date, years: int) -> date:
    """The same day some years before; 28 February for a 29th that the earlier year has not."""
    year = day.year - years
    return day.replace(year=year) if (day.month, day.day) != (2, 29) or _is_leap(year) else date(year, 2, 28)


def bought_before(day: date, kind: str = EquipmentKind.DESKTOP) -> date:
    """The last day on which a device of a kind was bought that is past its life on `day`."""
    return years_before(day, rule_for(kind, on=day).years)


def age(acquired_on: date, *, on: date) -> int:
    """Full years since a device was acquired; 0 before."""
    years = on.year - acquired_on.year
    return max(0, years - (acquired_on > years_before(on, years)))


def is_past(kind: str, acquired_on: date, *, on: date) -> bool | None:
    """Whether a device has served its life on a day; None where no rule is known for its kind."""
    rule = rule_for(kind, on=on)
    return None if rule is None else acquired_on <= years_before(on, rule.years)


def ends_on(kind: str, acquired_on: date, *, on: date) -> date | None:
    """The first day on which a device is past its life, by the rule of `on`."""
    rule = rule_for(kind, on=on)
    if rule is None:
        return None
    year = acquired_on.year + rule.years
    if (acquired_on.month, acquired_on.day) == (2, 29) and not _is_leap(year):
        return date(year, 2, 28) + timedelta(days=1)
    return acquired_on.replace(year=year)


def past(on: date, *, path: str = "") -> Q:
    """Devices past their life on a day, as a condition on columns; `path` leads to the device ("equipment__")."""
    return _by_rule(on, path, "lte")


def within(on: date, *, path: str = "") -> Q:
    """Devices within their life on a day, as a condition on columns."""
    return _by_rule(on, path, "gt")


def _by_rule(on: date, path: str, side: str) -> Q:
    found = Q(pk__in=[])
    for rule, kinds in rules_on(on).items():
        bought = {f"{path}acquired_on__{side}": years_before(on, rule.years)}
        found |= Q(**{f"{path}kind__in": kinds}, **bought)
    return found


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
