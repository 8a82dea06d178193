"""What a leader should know first: the verdict in a sentence, who lags by how much, and what needs a decision."""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock, display
from communes.life import bought_before
from communes.models import Unit
from dashboards import compare
from dashboards.facts import Fact, about, last_day
from dashboards.figures import Figures
from indicators import reports

# The figures that a leader is answerable for, in the order of the tiles.
TILES = ("documents_signed", "filings_online", "filings_on_time", "fluent_share")
JUDGED = (*TILES, "treasury_online", "units_lan_share", "units_internet_share")
MOST = 3
# How many units a sentence names before it says "and others".
NAMED = 3


@dataclass(frozen=True)
class Laggard:
    """A unit (or, for a unit without others below it, an indicator) that is behind, with its value and distance."""

    name: str
    value: str
    distance: str
    url: str
    unit: Unit | None = None


@dataclass(frozen=True)
class Laggards:
    """The three that are furthest from a target: what they are measured by, and the sentence when there are none."""

    heading: str
    rows: list[Laggard]
    none: str = ""


@dataclass(frozen=True)
class Decision:
    """A sentence about something that somebody should decide, and the address of what stands behind it."""

    sentence: str
    url: str


def judged(figures: Figures) -> list[reports.IndicatorValue]:
    """The indicators with a value and a target."""
    found = [figures.indicators[key] for key in JUDGED]
    return [value for value in found if value.value is not None and value.target is not None]


def behind(figures: Figures) -> list[reports.IndicatorValue]:
    """Those that miss their target, the furthest first."""
    return sorted((value for value in judged(figures) if _gap(value) > 0), key=_gap, reverse=True)


def _gap(value: reports.IndicatorValue, number: reports.Number = None) -> Decimal:
    """How far a value is from its target in percentage points; not above 0 when it is met."""
    number = value.value if number is None else number
    gap = Decimal(value.target.value) - Decimal(number)
    return -gap if value.indicator.direction == "down" else gap


def sentence(figures: Figures) -> str:
    """The verdict: how many targets are met, and which is missed most."""
    all_, missed = judged(figures), behind(figures)
    if not all_:
        return _("No target can be judged in this period: there are no data yet.")
    name = figures.state.unit.title
    if not missed:
        return ngettext(
            "%(unit)s meets the target that is set.", "%(unit)s meets all %(count)s targets that are set.", len(all_)
        ) % {"unit": name, "count": len(all_)}
    told = ", ".join(_missed(value) for value in missed[:NAMED])
    if len(missed) > NAMED:
        told = _("%(names)s and others") % {"names": told}
    return _("%(unit)s meets %(met)s of %(count)s targets; missed: %(indicators)s.") % {
        "unit": name,
        "met": len(all_) - len(missed),
        "count": len(all_),
        "indicators": told,
    }


def _missed(value: reports.IndicatorValue) -> str:
    """ "signed documents 81,82 % (target 100 %)"."""
    return _("%(indicator)s %(value)s (target %(target)s)") % {
        "indicator": str(value.indicator),
        "value": _about(value),
        "target": display.share(value.target.value, None),
    }


def _about(value: reports.IndicatorValue) -> str:
    return about(display.share(value.value), estimated=value.estimated)


def tiles(figures: Figures, networks: list[Fact]) -> list[Fact]:
    """The six figures of the first screen; the last two are the machines, and who is connected."""
    shown = [figures.indicator(key) for key in TILES]
    machines = figures.measure("equipment.computers", parts=figures.machines())
    connected = next(fact for fact in networks if fact.key == "units_internet_share")
    return [*(figures.with_trend(fact) for fact in [*shown, machines]), connected]


def laggards(figures: Figures) -> Laggards:
    """The three units furthest from the target that the whole misses most, of those that can be told unit by unit."""
    missed = behind(figures)
    if not figures.children:
        return _own(figures, missed)
    by_unit = {key: name for name, key in compare.SHARES.items()}
    chosen = next((value for value in missed if value.indicator.key in by_unit), None)
    chosen = chosen or next((value for value in judged(figures) if value.indicator.key in by_unit), None)
    if chosen is None:
        return Laggards(_("Units that lag"), [], _("There are no data yet by which units could be compared."))
    heading = _("Furthest from the target of “%(indicator)s”") % {"indicator": str(chosen.indicator)}
    rows = []
    end = clock.today() if figures.state.boundaries.is_today else last_day(figures.period)
    for unit in figures.children:
        if not unit.exists_on(end):  # it cannot mend anything
            continue
        values = figures.board.below[unit.pk]
        number = reports.evaluate(chosen.indicator, values)[0]
        if number is not None and _gap(chosen, number) > 0:
            text = about(display.share(number), estimated=reports.is_estimated(chosen.indicator, values.estimated))
            rows.append((_gap(chosen, number), unit, text))
    rows.sort(key=lambda row: (-row[0], row[1].sort_key))
    query = figures.state.query
    return Laggards(
        heading,
        [
            Laggard(
                unit.title, text, short(gap), f"{unit.get_absolute_url()}?{query}", unit
            )
            for gap, unit, text in rows[:MOST]
        ],
        "" if rows else _("Every unit meets it."),
    )  # fmt: skip


def _own(figures: Figures, missed: list[reports.IndicatorValue]) -> Laggards:
    """For a single unit: its three indicators furthest from their targets."""
    rows = [
        Laggard(str(value.indicator), _about(value), short(_gap(value)), _page(figures, value))
        for value in missed[:MOST]
    ]
    return Laggards(_("Furthest from their targets"), rows, "" if rows else _("All targets that are set are met."))


def short(gap: Decimal) -> str:
    """A distance to a target in a table: "−18,18 điểm"."""
    return _("−%(points)s points") % {"points": display.number(gap, 2)}


def _page(figures: Figures, value: reports.IndicatorValue) -> str:
    return f"{value.indicator.get_absolute_url()}?unit={figures.state.unit.slug}&{figures.state.query}"


def decisions(figures: Figures) -> list[Decision]:
    """What needs somebody's decision, as sentences with the way to what stands behind them."""
    found = [_unused_procedures(figures), _old_machines(figures), _late_filings(figures), *_missing_data(figures)]
    return [decision for decision in found if decision is not None]


def _unused_procedures(figures: Figures) -> Decision | None:
    value = figures.indicators["procedures_with_filings"]
    unused = (value.denominator or 0) - (value.numerator or 0)
    if not unused:
        return None
    text = ngettext(
        "Promote or drop: %(count)s of %(all)s online procedure had no online filing.",
        "Promote or drop: %(count)s of %(all)s online procedures had no online filing.",
        value.denominator,
    )
    return Decision(text % {"count": unused, "all": display.number(value.denominator)}, _page(figures, value))


def _old_machines(figures: Figures) -> Decision | None:
    all_, young = (figures.series[f"equipment.{key}"].value for key in ("computers", "computers_in_life"))
    old = (all_ or 0) - (young or 0)
    if young is None or old <= 0:
        return None
    text = ngettext(
        "Plan replacement: %(count)s of %(all)s computer in use is past its life of 5 years.",
        "Plan replacement: %(count)s of %(all)s computers in use are past their life of 5 years.",
        all_,
    )
    day = last_day(figures.period)
    bought = {"acquired_until": bought_before(day).isoformat(), "condition": "good", "kind": "computer"}
    query = urlencode({"unit": figures.state.unit.slug, "on": day.isoformat(), **bought})
    counts = {"count": display.number(old), "all": display.number(all_)}
    return Decision(text % counts, f"{reverse('communes:equipment-list')}?{query}")


def _late_filings(figures: Figures) -> Decision | None:
    late = figures.series["filings.open_late"].value
    if not late:
        return None
    text = ngettext(
        "Press for completion: %(count)s filing was open past its deadline on %(day)s.",
        "Press for completion: %(count)s filings were open past their deadline on %(day)s.",
        late,
    )
    query = urlencode({"unit": figures.state.unit.slug, "state": "open_late"})
    counts = {"count": display.number(late), "day": display.day(last_day(figures.period))}
    return Decision(text % counts, f"{reverse('services:filing-list')}?{query}")


def _missing_data(figures: Figures) -> list[Decision | None]:
    """Units of which something is missing, and units of which something waits for approval."""
    covered = {unit: sum(figures.board.covered[unit.pk].values(), reports.Coverage()) for unit in figures.children}
    missing = [unit for unit, cover in covered.items() if cover.blank]
    waiting = [unit for unit, cover in covered.items() if cover.pending]
    texts = (
        ngettext(
            "Ask for data: %(count)s unit has some missing: %(names)s.",
            "Ask for data: %(count)s units have some missing: %(names)s.",
            len(missing),
        ),
        ngettext(
            "Approve: %(count)s unit has months that wait: %(names)s.",
            "Approve: %(count)s units have months that wait: %(names)s.",
            len(waiting),
        ),
    )
    return [_named(units, figures, text) for units, text in zip((missing, waiting), texts, strict=True)]


def _named(units: list[Unit], figures: Figures, text: str) -> Decision | None:
    if not units:
        return None
    names = ", ".join(unit.title for unit in units[:NAMED])
    if len(units) > NAMED:
        names = _("%(names)s and others") % {"names": names}
    url = f"{units[0].get_absolute_url()}?{figures.state.query}" if len(units) == 1 else "#units"
    return Decision(text % {"count": len(units), "names": names}, url)
