"""One chart ready to show: the same numbers for the table, the drawing (as JSON) and the file."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from common import display
from common.months import Month
from dashboards.facts import estimate_note
from dashboards.period import State
from indicators.reports import Number

# Numbers look Vietnamese in both languages of the pages.
LOCALE = "vi-VN"


@dataclass(frozen=True)
class Drawn:
    """One series: a value for each month (None without data), the period's value, and the name of its colour."""

    key: str
    label: str
    colour: str
    values: tuple[Number, ...]
    total: Number
    is_share: bool = False

    def show(self, value: Number) -> str:
        """A value of the series as text; the dash for no data."""
        if value is None:
            return display.nothing()
        return display.share(value) if self.is_share else display.number(value)


@dataclass(frozen=True)
class Event:
    """What happened in a month that is drawn: a merger or split of the unit; `sentence` begins with the day.
    `is_break`: the law changed what is counted, so the months before and after it are not strictly comparable."""

    month: Month
    sentence: str
    is_break: bool = False

    def as_json(self) -> dict:
        """For the drawing."""
        return {"month": self.month.label, "sentence": self.sentence, "is_break": self.is_break}


@dataclass(frozen=True)
class Goal:
    """A target: the series it is for, and its value."""

    key: str
    value: Decimal
    is_share: bool = True

    @property
    def label(self) -> str:
        """ "target 95 %"."""
        shown = display.share(self.value, None) if self.is_share else display.number(self.value)
        return _("target %(value)s") % {"value": shown}


@dataclass(frozen=True)
class ChartData:
    """A chart of one unit and period.

    `when`, `source` and `coverage` are sentences, `basis` warns of a target that was not checked against the law;
    `provisional` are the months that may still change, `total_label` is what the last line of the table is.
    """

    key: str
    section: str
    form: str
    title: str
    state: State
    months: tuple[Month, ...]
    provisional: tuple[bool, ...]
    series: tuple[Drawn, ...]
    targets: tuple[Goal, ...]
    word: str
    total_label: str
    when: str
    source: str
    coverage: str
    json_url: str
    csv_url: str
    xlsx_url: str
    filename: str
    basis: str = ""
    rough: tuple[bool, ...] = ()
    is_estimated: bool = False
    events: tuple[Event, ...] = ()

    @property
    def is_provisional(self) -> bool:
        """Whether some month may still change."""
        return any(self.provisional)

    @property
    def is_empty(self) -> bool:
        """Whether no month has data."""
        return all(value is None for series in self.series for value in series.values)

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to draw: noughts alone make an empty picture."""
        return any(value for series in self.series for value in series.values)

    @property
    def description(self) -> str:
        """First, last and highest month of every series, for whoever does not see the drawing."""
        return " ".join(filter(None, (self._told(series) for series in self.series)))

    def _told(self, series: Drawn) -> str:
        known = [(month, value) for month, value in zip(self.months, series.values, strict=True) if value is not None]
        if not known:
            return ""
        sentences = [_("%(value)s in %(month)s")]
        chosen = known[:1]
        if len(known) > 1:
            sentences += [sentences[0], _("highest %(value)s in %(month)s")]
            chosen += [known[-1], max(known, key=lambda pair: pair[1])]
        parts = [
            sentence % {"value": series.show(value), "month": month.label}
            for sentence, (month, value) in zip(sentences, chosen, strict=True)
        ]
        return f"{series.label}: {', '.join(parts)}."

    @property
    def rows(self) -> list[tuple[str, list[str], list[str]]]:
        """(month, the words that mark it, a text for each series): the table."""
        return [
            (month.label, self._marks(place), [series.show(series.values[place]) for series in self.series])
            for place, month in enumerate(self.months)
        ]

    def _marks(self, place: int) -> list[str]:
        marks = [_("provisional")] if self.provisional[place] else []
        marks += [f"≈ {_('estimate')}"] if self.rough[place] else []
        here = [event for event in self.events if event.month == self.months[place]]
        return marks + [f"◆ {_('counted otherwise')}" if event.is_break else "◆" for event in here[:1]]

    @property
    def estimate_note(self) -> str:
        """What the sign of an estimate means; empty without one."""
        return estimate_note() if self.is_estimated or any(self.rough) else ""

    @property
    def totals(self) -> list[str]:
        """The last line of the table."""
        return [series.show(series.total) for series in self.series]

    @property
    def goals(self) -> list[str]:
        """The targets beneath it, a dash for a series without one."""
        known = {goal.key: goal.value for goal in self.targets}
        return [series.show(known.get(series.key)) for series in self.series]

    def as_json(self) -> dict:
        """What static/js/chart.js draws; no data is null, a share is a number of percent."""
        return {
            "key": self.key,
            "form": self.form,
            "title": self.title,
            "unit": self.state.unit.title,
            "period": self.state.period.sentence,
            "period_name": self.state.period.name,
            "months": [month.label for month in self.months],
            "provisional_months": list(self.provisional),
            "estimated_months": list(self.rough),
            "events": [event.as_json() for event in self.events],
            "series": [
                {
                    "key": series.key,
                    "label": series.label,
                    "colour": series.colour,
                    "values": [_plain(value) for value in series.values],
                    "total": _plain(series.total),
                    "is_share": series.is_share,
                }
                for series in self.series
            ],
            "targets": [{"key": g.key, "label": g.label, "value": _plain(g.value)} for g in self.targets],
            "word": self.word,
            "description": self.description,
            "when": self.when,
            "source": self.source,
            "coverage": self.coverage,
            "basis": self.basis,
            "provisional": self.is_provisional,
            "estimated": bool(self.estimate_note),
            "structure": self.state.structure,
            "filename": self.filename,
            "locale": LOCALE,
            "words": {"none": _("no data"), "provisional": _("provisional"), "estimate": f"≈ {_('estimate')}"},
            "problems": list(self.state.problems),
        }


def _plain(value: Number) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else value


class Export:
    """A chart as rows for common.exports: a month a row."""

    def __init__(self, chart: ChartData):
        self._chart = chart
        self.count, self.is_cut = 0, False

    def headings(self) -> list[str]:
        """The month and the names of the series; which months are estimates, if any is."""
        marks = [_("Estimate")] * any(self._chart.rough)
        return [_("Month"), *(_heading(series) for series in self._chart.series), *marks]

    def __iter__(self):
        for place, month in enumerate(self._chart.months):
            self.count += 1
            marks = [display.yes_no(self._chart.rough[place])] * any(self._chart.rough)
            yield [month.label, *(series.values[place] for series in self._chart.series), *marks]


def _heading(series: Drawn) -> str:
    return f"{series.label} (%)" if series.is_share else series.label
