"""How the filings of a unit stand: what came and how it ended, what is open now, and which procedures are late.

What belongs to the period comes from figures. What is open now comes from the register, within a bound.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock, display
from communes.reports import descendants
from communes.scope import scope_of
from dashboards import charts, rows
from dashboards.chart_data import ChartData
from dashboards.facts import Fact, about
from dashboards.figures import TREND, Figures, Ground
from dashboards.lineage import Step
from dashboards.period import Period, State
from indicators import reports
from services import waiting
from services.models import Desk, Filing, FilingState, FilingStatus

ON_TIME = "filings_on_time"
# measure -> whether it is a part of the one before it that is not.
ENDED = {
    "filings.received": False, "filings.received_direct": True, "filings.received_online": True,
    "filings.received_postal": True, "filings.finished": False, "filings.finished_early": True,
    "filings.finished_on_time": True, "filings.finished_late": True, "filings.withdrawn": False,
    "filings.stopped": False,
}  # fmt: skip
BELOW = ("received", "finished", "finished_early", "finished_on_time", "finished_late")
OPEN = {"filings.open_in_time", "filings.open_late"}
OLDEST = 10


class FilingFigures(Figures):
    """The figures of filings, over two years: the charts compare with the year before."""

    months_back = 2 * TREND

    @classmethod
    def of(cls, state: State, user) -> "FilingFigures":
        """Read for a page."""
        return cls(state, Ground.read(state, user, [ON_TIME]))

    def keys(self) -> set[str]:
        """All that the page says of the unit itself."""
        return {*ENDED, *OPEN}

    def keys_below(self) -> set[str]:
        """And of those below it."""
        return {f"filings.{key}" for key in BELOW}


@dataclass(frozen=True)
class Line:
    """A number of the period with the address of its rows; `share` in percent of the number that it is a part of."""

    name: str
    text: str
    url: str = ""
    share: str = ""
    is_part: bool = False


@dataclass(frozen=True)
class StatusLine:
    """How many open filings are in a status, in time and late; each (number, address)."""

    name: str
    in_time: tuple[int, str]
    late: tuple[int, str]

    @property
    def cells(self) -> tuple[tuple[int, str], tuple[int, str]]:
        """Both, in the order of the columns."""
        return self.in_time, self.late


@dataclass(frozen=True)
class OpenNow:
    """What a unit and those below it hold open at a moment; `held` is None where that is too much to be counted."""

    state: State
    at: datetime
    unit_ids: list[int]
    held: list[waiting.Held] | None

    @classmethod
    def read(cls, state: State, user) -> "OpenNow":
        """Two queries; never beyond what the person sees."""
        at, readable = clock.now(), scope_of(user).readable
        ids = set(descendants(state.unit.pk, kind=state.kind))
        ids = sorted(ids if readable is None else ids & readable)
        return cls(state, at, ids, waiting.held(ids, at=at, most=waiting.MOST_OPEN))

    @property
    def open(self) -> int | None:
        """How many in all."""
        return None if self.held is None else sum(one.open for one in self.held)

    @property
    def late(self) -> int | None:
        """Of these past their deadline."""
        return None if self.held is None else sum(one.late for one in self.held)

    @property
    def oldest(self) -> list[Filing]:
        """Those that were received first."""
        return list(waiting.oldest(self.unit_ids, OLDEST))

    def by_status(self) -> list[StatusLine]:
        """Each status that occurs, in the order of the national codes."""
        sums: dict[int, list[int]] = {}
        for one in self.held or ():
            known = sums.setdefault(one.status, [0, 0])
            known[0] += one.open - one.late
            known[1] += one.late
        return [
            StatusLine(
                display.sentence_case(FilingStatus(status).label),
                (in_time, self.address(status=status, state=FilingState.OPEN_IN_TIME)),
                (late, self.address(status=status, state=FilingState.OPEN_LATE)),
            )
            for status, (in_time, late) in sorted(sums.items())
        ]

    def total(self) -> StatusLine:
        """The last line of these."""
        late = self.late or 0
        return StatusLine(
            _("Total"),
            ((self.open or 0) - late, self.address(state=FilingState.OPEN_IN_TIME)),
            (late, self.address(state=FilingState.OPEN_LATE)),
        )

    def address(self, **filters) -> str:
        """The rows, what presses most first; empty for one kind of unit alone, which no list shows."""
        if self.state.kind:
            return ""
        query = {"held_by": self.state.unit.slug, **filters}
        return f"{reverse('services:filing-list')}?{urlencode(query)}"


def verdict(figures: Figures, now: OpenNow) -> str:
    """The page in two sentences."""
    values = {key: figures.series[f"filings.{key}"].value for key in ("received", "finished", "finished_late")}
    if values["received"] is None and values["finished"] is None:
        said = _("There are no data on filings in %(period)s yet.")
    elif not values["finished"]:
        said = _("Filings in %(period)s: %(received)s received, none finished.")
    else:
        said = _(
            "Filings in %(period)s: %(received)s received, %(finished)s finished, of these %(share)s early or on time "
            "and %(finished_late)s late."
        )
    share = figures.indicators[ON_TIME].value
    words = {key: display.number(value or 0) for key, value in values.items()}
    words |= {"period": figures.period.name, "share": "" if share is None else display.share(share)}
    return f"{said % words} {_now(now)}"


def _now(now: OpenNow) -> str:
    words = {"day": display.moment(now.at)}
    if now.held is None:
        words["most"] = display.number(waiting.MOST_OPEN)
        return _("Now (%(day)s) more than %(most)s are open.") % words
    words |= {"open": display.number(now.open), "late": display.number(now.late)}
    said = ngettext(
        "Now (%(day)s) %(open)s is open, %(late)s of them late.",
        "Now (%(day)s) %(open)s are open, %(late)s of them late.",
        now.open,
    )
    return said % words


def tiles(figures: FilingFigures, now: OpenNow) -> list[Fact]:
    """What is looked at first."""
    received = replace(figures.measure("filings.received"), url=rows.exact("filings.received", figures.state))
    return [
        figures.with_trend(received),
        figures.with_trend(figures.indicator(ON_TIME)),
        _open_tile(now),
        _late_tile(now),
    ]


def _open_tile(now: OpenNow) -> Fact:
    tone, verdict_ = "good", _("all in time")
    if now.held is None:
        tone, verdict_ = "watch", _("too many to be counted")
    elif now.late:
        tone, verdict_ = "late", _("%(late)s late") % {"late": display.number(now.late)}
    return _tile("open", _("Open now"), now.open, now, tone, verdict_, now.address(desk=Desk.OPEN))


def _late_tile(now: OpenNow) -> Fact:
    tone, verdict_ = "good", _("none")
    if now.held is None:
        tone, verdict_ = "watch", _("too many to be counted")
    elif now.late:
        share = display.share(reports.percent(now.late, now.open))
        tone, verdict_ = "late", _("%(share)s of the open ones") % {"share": share}
    return _tile("late", _("Open and late now"), now.late, now, tone, verdict_, now.address(desk=Desk.OVERDUE))


def _tile(key: str, name: str, value, now: OpenNow, tone: str, verdict_: str, url: str) -> Fact:
    return Fact(
        key=key,
        name=name,
        value=value,
        text="" if value is None else display.number(value),
        when=_("on %(day)s, from the register") % {"day": display.moment(now.at)},
        coverage=_("at the units that hold them now"),
        tone=tone,
        verdict=verdict_,
        url=url,
    )


def lines(figures: Figures) -> list[Line]:
    """What came in the period and how it ended; numbers lead to their rows where a list shows just these."""
    return [
        Line(
            str(series.measure),
            _number(series),
            rows.exact(series.measure.key, figures.state),
            "" if share is None else display.share(share),
            is_part,
        )
        for series, share, is_part in ended(figures)
    ]


def ended(figures: Figures) -> Iterator[tuple[reports.Series, reports.Number, bool]]:
    """(figure, share in percent, whether it is a part) of what came and ended; a part is one of the whole above it."""
    whole = None
    for key, is_part in ENDED.items():
        series = figures.series[key]
        if not is_part:
            whole = series.value
        yield series, reports.percent(series.value, whole) if is_part else None, is_part


def _number(series: reports.Series) -> str:
    if series.value is None:
        return display.nothing()
    return about(display.number(series.value), estimated=series.estimated)


def drawn(figures: FilingFigures, steps: Iterable[Step]) -> list[ChartData]:
    """The charts: the twelve months up to the end of the period, with those of the year before."""
    last = figures.period.last
    year = Period(figures.wide_from, last)
    state = figures.state.at(period=year)
    series = {key: reports.cut(one, year.first, last) for key, one in figures.wide.items()}
    before = {key: reports.cut(one, year.first - 12, last - 12) for key, one in figures.wide.items()}
    targets = {value.indicator.pk: value.target for value in figures.indicators.values() if value.target}
    procedures = reports.Procedures(state.unit, year.first, last, structure=state.boundaries, kind=state.kind)
    shares = reports.values_of(figures.rows, series, procedures, targets)
    return [
        charts.build(key, state, series, shares, steps, before)
        for key, chart in charts.CHARTS.items()
        if chart.section == "filings"
    ]
