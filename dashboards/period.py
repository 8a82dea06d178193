"""What a dashboard shows, as its address says it: unit, period, structure and kind of unit."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from common import clock
from common.months import Month, half_year
from communes.models import Unit, UnitKind
from communes.reports import opened as opened_calendar
from communes.scope import scope_of
from indicators import prose, reports

STRUCTURES = ("was", "is")
KINDS = ("", UnitKind.COMMUNE, UnitKind.OFFICE)
# Whoever sees several units starts at the highest of them.
_RANK = {UnitKind.PROVINCE: 0, UnitKind.DISTRICT: 1, UnitKind.COMMUNE: 2, UnitKind.OFFICE: 2}


@dataclass(frozen=True)
class Period:
    """Months from `first` to `last`, both included."""

    first: Month
    last: Month

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    @property
    def days(self) -> tuple[date, date]:
        """First and last day by the reporting calendar in force."""
        return self.first.first_day(), self.last.last_day()

    @property
    def name(self) -> str:
        return prose.period_name(self.first, self.last)

    @property
    def sentence(self) -> str:
        return prose.period_with_dates(self.first, self.last, today=clock.today())

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.days[1] < clock.today()

    @property
    def before(self) -> "Period":
        """The period of the same length that ends where this one begins."""
        return Period(self.first - self.length, self.first - 1)

    @property
    def after(self) -> "Period":
        return Period(self.last + 1, self.last + self.length)

    @property
    def year_before(self) -> "Period":
        """The same months of the year before."""
        return Period(self.first - 12, self.last - 12)


@dataclass(frozen=True)
class State:
    """The view that an address asks for; `problems` are sentences about what in it could not be used."""

    unit: Unit
    period: Period
    opened: tuple[Month, Month]
    structure: str = "was"
    kind: str = ""
    problems: tuple[str, ...] = ()
    is_updating: bool = False
    version: int = 0
    # What else a page has in its address, as (name, value).
    more: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> str:
        """The part of the address that says the period, structure, kind and what else the page has in it."""
        parts = {"from": self.period.first, "to": self.period.last, "structure": self.structure, "kind": self.kind}
        parts |= dict(self.more)
        return urlencode(
            {name: value for name, value in parts.items() if value and (name, value) != ("structure", "was")}
        )

    def at(self, **changes) -> "State":
        """The same view with something else in it."""
        return replace(self, **changes)

    @cached_property
    def boundaries(self) -> reports.Boundaries:
        """The structure as the figures are read in it; the successions behind it are read once for the whole view."""
        return reports.Boundaries(self.structure)

    @cached_property
    def since(self) -> date:
        """The first day that the figures of the unit can be of: in today's structure those that it took over count."""
        return self.boundaries.begins(self.unit) if self.boundaries.is_today else self.unit.valid_from

    @property
    def has_gone_on(self) -> bool:
        """Whether, in today's structure, the figures of the unit count at others."""
        return self.unit.valid_until is not None and self.boundaries.is_inherited(self.unit.pk)

    @property
    def covers(self) -> bool:
        """Whether the unit existed on some day of the period."""
        first, last = self.period.days
        return self.since <= last and (self.unit.valid_until is None or first < self.unit.valid_until)

    @property
    def covers_all(self) -> bool:
        """Whether the unit existed on every day of the period."""
        first, last = self.period.days
        return self.since <= first and (self.unit.valid_until is None or last < self.unit.valid_until)


def read(user, params, *, slug: str = "") -> State:
    """The view for a person from the parameters of an address; `slug` names the unit if the path does.

    Http404 for a unit that is not there or not the person's. Any other bad value is told and its default used.
    """
    calendar = opened_calendar()
    opened = calendar.first, calendar.last
    problems: list[str] = []
    if params.get("period", "").strip():
        problems.append(_("“period” is not understood; give the months as “from” and “to”, such as 2020-06."))
    period = _period(params, opened, problems)
    unit = find_unit(user, slug or params.get("unit", ""), updating_in=period)
    return State(
        unit=unit,
        period=period,
        opened=opened,
        is_updating=unit.is_updating,
        version=calendar.version,
        structure=_choice(params, "structure", STRUCTURES, problems),
        kind=_choice(params, "kind", KINDS, problems),
        problems=tuple(problems),
    )


def find_unit(user, slug: str, *, updating_in: Period) -> Unit:
    """The unit of that slug, or without one the person's first; Http404 if it is not the person's.

    `is_updating` on it says whether a figure of its subtree waits for its recount in that period.
    """
    units = Unit.objects.visible_to(user).select_related("parent")
    units = units.annotate(is_updating=reports.with_marks(updating_in.first, updating_in.last))
    if not slug:
        return _first_unit(user, units)
    unit = units.filter(slug=slug.replace("\x00", "")[:80]).first()
    if unit is None:
        raise Http404
    return unit


def _first_unit(user, units) -> Unit:
    """The highest unit in force of the person's scope; for who sees all, the first that branches."""
    scope, today = scope_of(user), clock.today()
    if scope.is_administrator:
        return _first_branching(units.in_force(on=today))
    below = Q(parent__isnull=False) if scope.readable is None else Q(parent_id__in=scope.readable)
    highest = list(units.in_force(on=today).exclude(below))
    if not highest:
        highest = list(units.order_by("-valid_from", "pk")[:1])
    if not highest:
        raise Http404
    return min(highest, key=lambda unit: (_RANK[unit.kind], unit.pk != scope.home_unit_id, unit.sort_key))


def _first_branching(units) -> Unit:
    """From the root down while there is just one unit below: a province of one district starts at that district."""
    level = list(units.filter(parent=None).order_by("valid_from", "pk")[:2])
    if not level:
        raise Http404
    unit = level[0]
    while len(level) == 1:
        unit = level[0]
        level = list(units.filter(parent=unit).order_by("pk")[:2])
    return unit


def default_period(opened: tuple[Month, Month]) -> Period:
    """The last half-year that is complete on the business day and has figures, as far as they are kept; without one
    the last month that is kept."""
    first, last = opened
    today = clock.today()
    # A clock far beyond the months that are kept does not show an empty half-year.
    this = min(Month.of(today), last + 1)
    start, end = half_year(this.year, 1 if this.month <= 6 else 2)
    if end.last_day() >= today or last < start:
        start, end = start - 6, end - 6
    start = max(start, first)
    return Period(start, min(end, last)) if start <= end else Period(last, last)


def _period(params, opened: tuple[Month, Month], problems: list[str]) -> Period:
    default = default_period(opened)
    first, first_fits = _month(params, "from", opened, problems)
    last, last_fits = _month(params, "to", opened, problems)
    if not (first_fits and last_fits) or (first is None and last is None):
        return default
    first = first or min(default.first, last)
    last = last or max(default.last, first)
    if last < first:
        problems.append(
            _("The period %(first)s to %(last)s ends before it begins; %(default)s is shown instead.")
            % {"first": first.label, "last": last.label, "default": default.name}
        )
        return default
    return Period(first, last)


def _month(params, name: str, opened: tuple[Month, Month], problems: list[str]) -> tuple[Month | None, bool]:
    """The month of a parameter, and whether it can be used (an absent one can)."""
    text = params.get(name, "").strip()
    if not text:
        return None, True
    try:
        month = Month.parse(text)
    except ValueError:
        problems.append(_("“%(text)s” is not a month; write it as 2020-06.") % {"text": text[:20]})
        return None, False
    if not opened[0] <= month <= opened[1]:
        problems.append(
            _("There are no figures for %(month)s; they are kept from %(first)s to %(last)s.")
            % {"month": month.label, "first": opened[0].label, "last": opened[1].label}
        )
        return None, False
    return month, True


def _choice(params, name: str, choices, problems: list[str]) -> str:
    value = params.get(name, "") or choices[0]
    if value in choices:
        return str(value)
    problems.append(_("“%(text)s” is not one of the choices for “%(name)s”.") % {"text": value[:20], "name": name})
    return choices[0]
