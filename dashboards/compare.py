"""The units directly below one, side by side: rows with the same figures for each, totals from sums."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from common import clock, display
from communes.models import Succession, Unit, UnitKind
from dashboards.period import State
from indicators import reports

COUNTS = {
    "incoming": "documents.incoming",
    "outgoing": "documents.outgoing",
    "signed": "documents.outgoing_signed",
    "computers": "equipment.computers",
    "staff": "staff.total",
    "lan": "network.units_with_lan",
    "internet": "network.units_with_internet",
    "filings": "filings.received",
}
SHARES = {
    "signed_share": "documents_signed",
    "fluent_share": "fluent_share",
    "online_share": "filings_online",
    "on_time_share": "filings_on_time",
}


@dataclass
class Row:
    """One unit of the table; a count or share that is not known is None. `estimated` are the names of the figures that
    rest on the share of a split."""

    unit: Unit
    units: reports.Number
    figures: dict[str, reports.Number]
    estimated: frozenset[str] = frozenset()

    @property
    def ended(self) -> str:
        """The last day of a unit that is no more, as a remark behind its name."""
        until = self.unit.valid_until
        if until is None or until > clock.today():
            return ""
        return _("until %(day)s") % {"day": display.day(until - timedelta(days=1))}


@dataclass
class Comparison:
    """The units of one kind and their totals."""

    kind: str
    rows: list[Row]
    totals: dict[str, reports.Number] = field(default_factory=dict)

    @property
    def estimated(self) -> frozenset[str]:
        """The names of the figures that are an estimate in some row, and so in the total."""
        return frozenset().union(*(row.estimated for row in self.rows))


def measures(shares: dict) -> set[str]:
    """The measures that a row is made of; `shares` are the indicators by key."""
    terms = {term.measure.key for key in SHARES.values() for term in shares[key].terms.all()}
    return {*COUNTS.values(), *terms, "network.units"}


def comparisons(units: list[Unit], table: dict[int, reports.Values], shares: dict) -> list[Comparison]:
    """A table for each kind of unit, in the order of the units. `table`: unit id -> measure key -> value."""
    found: dict[str, Comparison] = {}
    for unit in units:
        values = table[unit.pk]
        row = Row(unit, values["network.units"], _figures(values, shares), _estimated(values, shares))
        found.setdefault(unit.kind, Comparison(unit.kind, [])).rows.append(row)
    for kind, comparison in found.items():
        of_kind = [table[unit.pk] for unit in units if unit.kind == kind]
        comparison.totals = _figures(summed(of_kind), shares)
    order = [UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE, UnitKind.OFFICE]
    return [found[kind] for kind in order if kind in found]


def children(state: State, user):
    """The units below that existed in the period; in today's structure those that exist now, and those of then that
    went to nobody: their figures have stayed with them."""
    units = Unit.objects.visible_to(user).filter(parent=state.unit).of_kind(state.kind)
    return existing(units, state).in_vietnamese_order()


def existing(units, state: State):
    """Those of some units that a page of this period and structure speaks of (see `children`)."""
    first, last = state.period.days
    then = Q(Q(valid_until__isnull=True) | Q(valid_until__gt=first), valid_from__lte=last)
    if state.structure == "is":
        today = clock.today()
        now = Q(Q(valid_until__isnull=True) | Q(valid_until__gt=today), valid_from__lte=today)
        has_heirs = Exists(Succession.objects.filter(predecessor=OuterRef("pk")))
        return units.filter(now | Q(then, ~has_heirs))
    return units.filter(then)


def _figures(values: dict, shares: dict) -> dict[str, reports.Number]:
    found = {name: values.get(key) for name, key in COUNTS.items()}
    return found | {name: reports.evaluate(shares[key], values)[0] for name, key in SHARES.items()}


def _estimated(values: reports.Values, shares: dict) -> frozenset[str]:
    found = {name for name, key in COUNTS.items() if key in values.estimated}
    return frozenset(found | {n for n, key in SHARES.items() if reports.is_estimated(shares[key], values.estimated)})


def summed(rows: list[dict[str, reports.Number]]) -> dict[str, reports.Number]:
    """The sum of what is known of every measure; what no unit knows stays unknown."""
    sums: dict[str, reports.Number] = {}
    for values in rows:
        for key, value in values.items():
            if value is not None:
                sums[key] = (sums.get(key) or 0) + value
            else:
                sums.setdefault(key, None)
    return sums


def in_order(rows: list[Row], name: str, *, descending: bool) -> list[Row]:
    """Rows by one column; those without data last in both directions, equal ones in Vietnamese order."""
    if name == "name":
        return rows[::-1] if descending else rows
    known = [row for row in rows if row.figures[name] is not None]
    unknown = [row for row in rows if row.figures[name] is None]
    sign = -1 if descending else 1
    return sorted(known, key=lambda row: sign * Decimal(row.figures[name])) + unknown


class Export:
    """The tables as rows for common.exports; `headings` names the columns."""

    def __init__(self, found: list[Comparison], headings: dict[str, str]):
        self._found, self._headings = found, headings
        self.count, self.is_cut = 0, False

    @property
    def has_estimates(self) -> bool:
        """Whether a figure of some row is one; then a last column names them."""
        return any(comparison.estimated for comparison in self._found)

    def headings(self) -> list[str]:
        """The headings of the columns."""
        return [_("Unit"), _("Kind of unit"), *self._headings.values(), *([_("Estimates")] * self.has_estimates)]

    def __iter__(self) -> Iterator[list]:
        for comparison in self._found:
            for row in comparison.rows:
                self.count += 1
                line = [row.unit.title, row.unit.get_kind_display(), *(row.figures[name] for name in self._headings)]
                if self.has_estimates:
                    line.append(", ".join(words for name, words in self._headings.items() if name in row.estimated))
                yield line
