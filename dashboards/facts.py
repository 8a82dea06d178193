"""What a dashboard says of one figure: value, target and distance, changes, trend, dates, and what it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import clock, display
from communes.models import UnitKind
from dashboards.period import Period
from indicators import prose, reports
from indicators.models import Measure, MeasureKind, Target

# A share that misses its target by no more than this is to be watched, beyond it is late.
NEAR = Decimal(10)
# The size of a trend's drawing; the page scales it.
WIDTH, HEIGHT, MARGIN = 120, 32, 3


@dataclass(frozen=True)
class Change:
    """How a figure differs from an earlier period: which one, its value, the difference, and all that as a sentence."""

    label: str
    before: str
    amount: str
    sentence: str


@dataclass(frozen=True)
class Trust:
    """Whether a figure stands: a word with its tone; the sentence of coverage tells the numbers."""

    tone: str
    word: str


@dataclass(frozen=True)
class Trend:
    """The months up to the end of the period as lines in a box of WIDTH × HEIGHT, broken where there are no data.

    `lines` are the points of SVG polylines, `last` the place of the last month, `sentence` says it in words.
    """

    lines: tuple[str, ...]
    last: tuple[str, str]
    sentence: str


@dataclass(frozen=True)
class Fact:
    """One figure. `text` is the value in words, empty for no data; `parts` what it is made of; `when` its dates;
    `basis` says that its target was not checked against the law."""

    key: str
    name: str
    value: reports.Number
    text: str
    when: str
    coverage: str
    word: str = ""
    parts: str = ""
    tone: str = ""
    verdict: str = ""
    distance: str = ""
    changes: tuple["Change", ...] = ()
    note: str = ""
    is_provisional: bool = False
    is_estimated: bool = False
    url: str = ""
    trust: "Trust | None" = None
    trend: "Trend | None" = None
    basis: str = ""
    gap: str = ""

    @property
    def shown(self):
        """The value as text; the dash for no data."""
        return self.text or display.show(self.value)

    @property
    def change(self) -> Change | None:
        """The change since the same months a year ago, or else since the period before."""
        return self.changes[-1] if self.changes else None


@dataclass(frozen=True)
class Group:
    """Facts under one heading, with a remark beneath them, and where more is said: (label, address)."""

    heading: str
    facts: list[Fact]
    note: str = ""
    links: tuple[tuple[str, str], ...] = ()


def judge(
    value: reports.Number, target: reports.Number, *, direction: str, is_share: bool = True
) -> tuple[str, str, str]:
    """Tone, word and distance of a value against its target; a target that is met needs no distance."""
    words = prose.against_target(value, target, direction=direction, is_share=is_share)
    if value is None or target is None:
        return "", "", words
    if prose.meets(value, target, direction=direction):
        return "good", words, ""
    if abs(Decimal(value) - Decimal(target)) <= NEAR:
        return "watch", _("close to target"), words
    return "late", _("behind target"), words


def when(kind: str, period: Period) -> str:
    """The dates of a figure: a flow has two, a stock the last day that has been."""
    first, last = period.days
    end = min(last, clock.today())
    if kind == MeasureKind.FLOW:
        return _("%(first)s to %(last)s") % {"first": display.day(first), "last": display.day(end)}
    return _("on %(day)s") % {"day": display.day(first if kind == MeasureKind.OPENING else end)}


def covered(coverage: reports.Coverage) -> str:
    """Coverage as a sentence."""
    return prose.coverage(coverage.expected, coverage.approved, coverage.pending, coverage.blank)


def worst(covers: Iterable[reports.Coverage]) -> str:
    """The coverage of several sections as a sentence: that with the most missing; empty for none."""
    most = max(covers, key=lambda cover: (cover.pending + cover.blank, cover.expected), default=None)
    return covered(most) if most is not None else ""


def unit_word(measure: Measure) -> str:
    """What a measure counts: "văn bản", "máy"."""
    return measure.unit_word_en if get_language() == "en" else measure.unit_word_vi


def about(text: str, *, estimated: bool) -> str:
    """A figure in words, behind the sign of an estimate if it is one."""
    return f"≈ {text}" if estimated else text


def estimate_note() -> str:
    """What the sign of an estimate means, beneath tables and in files."""
    return _(
        "≈ estimate by the share of a split: parts are rounded one by one, so sums may differ by a few; what is "
        "counted once each (such as procedures) counts whole at every successor"
    )


def has_units_below(unit) -> bool:
    """Whether a unit is one that only adds up others."""
    return unit.kind in (UnitKind.PROVINCE, UnitKind.DISTRICT)


def last_day(period: Period) -> date:
    """The last day of a period that has been."""
    return min(period.days[1], clock.today())


def trust(coverage: reports.Coverage) -> Trust | None:
    """The mark of a figure; None where nobody is expected to report."""
    if not coverage.expected:
        return None
    if coverage.blank:
        return Trust("late", _("data missing"))
    if coverage.pending:
        return Trust("watch", _("provisional"))
    return Trust("good", _("all approved"))


def basis(target: Target | None) -> str:
    """A target that is only recalled, or made up for the example, is not shown as law."""
    return _("not checked against the law") if target is not None and not target.proven else ""


def short_gap(value: reports.Number, target: Target | None, *, direction: str, is_share: bool) -> str:
    """How far a figure is from its target, where there is little room; empty when it is met or there is none."""
    if value is None or target is None or prose.meets(value, target.value, direction=direction):
        return ""
    distance = abs(Decimal(value) - Decimal(target.value))
    if is_share:
        words = {"distance": display.number(distance, 2), "target": display.share(target.value, None)}
        return _("%(distance)s points to %(target)s") % words
    return _("%(distance)s to %(target)s") % {
        "distance": display.number(distance), "target": display.number(target.value)
    }  # fmt: skip


def trend(points: Iterable[tuple], *, is_share: bool) -> Trend | None:
    """The line of (month, value) pairs; None with fewer than two values."""
    pairs = list(points)
    known = [(place, value) for place, (_month, value) in enumerate(pairs) if value is not None]
    if len(known) < 2:
        return None
    low, high = min(value for _p, value in known), max(value for _p, value in known)
    step = Decimal(WIDTH - 2 * MARGIN) / max(len(pairs) - 1, 1)
    spread = Decimal(HEIGHT - 2 * MARGIN)

    def place_of(place: int, value) -> tuple[str, str]:
        up = (Decimal(value) - Decimal(low)) / (Decimal(high) - Decimal(low)) if high != low else Decimal("0.5")
        return f"{MARGIN + place * step:.1f}", f"{HEIGHT - MARGIN - up * spread:.1f}"

    lines, run = [], []
    for place, (_month, value) in enumerate(pairs):
        if value is None:
            lines.append(run)
            run = []
        else:
            run.append(",".join(place_of(place, value)))
    show = display.share if is_share else display.number
    sentence = _("%(first)s: %(low)s; %(last)s: %(high)s") % {
        "first": pairs[known[0][0]][0].label, "low": show(known[0][1]),
        "last": pairs[known[-1][0]][0].label, "high": show(known[-1][1]),
    }  # fmt: skip
    return Trend(tuple(" ".join(run) for run in [*lines, run] if run), place_of(*known[-1]), sentence)
