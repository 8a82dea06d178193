"""One indicator: what it means, by which law, how it is counted, where a unit stands, month by month."""

from dataclasses import dataclass

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import display, exports
from common.months import Month, span
from communes.models import Unit
from dashboards import levels
from dashboards.beside import beside
from dashboards.facts import about, covered, estimate_note, judge
from dashboards.period import State
from dashboards.views.base import StatePage, kind_in_words, stamp
from indicators import prose, reports
from indicators.models import Indicator, Side, Target

OF_PROCEDURES = {"procedures_with_filings", "procedures_used_online"}


@dataclass(frozen=True)
class Term:
    """A measure in the numerator or denominator with its value in the period."""

    sign: str
    name: str
    text: str


@dataclass(frozen=True)
class MonthRow:
    """The indicator in one month."""

    month: Month
    value: reports.Number
    numerator: reports.Number
    denominator: reports.Number
    is_estimated: bool = False
    is_break: bool = False

    @property
    def parts(self) -> str:
        """What it is made of, in words."""
        return prose.out_of(self.numerator, self.denominator)


@dataclass(frozen=True)
class Definition:
    """One of the ways in which an indicator is counted, and the page that counts so."""

    words: str
    url: str
    is_here: bool


class IndicatorPage(StatePage):
    """The page of one indicator for a unit and period."""

    template_name = "dashboards/indicator.html"

    def address_of(self, unit: Unit) -> str:
        return reverse("dashboards:indicator", args=[self.kwargs["key"]])

    def answer(self):
        """`denominator` in the address leads to the indicator that counts in that way."""
        word, key = self.request.GET.get("denominator", "").strip(), self.kwargs["key"]
        if word in reports.definitions(key):
            return HttpResponseRedirect(_address(reports.definitions(key)[word], self.state))
        if word:
            problem = _("“%(text)s” is not one of the choices for “%(name)s”.")
            words = {"text": word[:20], "name": "denominator"}
            self.state = self.state.at(problems=(*self.state.problems, problem % words))
        wanted = self.request.GET.get("export", "")
        return self.export(wanted) if wanted in exports.WRITERS else super().answer()

    def export(self, wanted: str):
        """The months or, with `table=targets`, the targets as a file."""
        state, found = self.state, self.found()
        row = found.indicator
        if self.request.GET.get("table") == "targets":
            name, title, rows = "targets", _("Targets by year"), _targets_file(row)
        else:
            name, title = "months", _("Month by month")
            rows = _months_file(row, _months(row, _series(row, state), state))
        about = stamp(
            state, self.request.user, f"{_titled(row, state)} – {title}: {state.unit.full_name}",
            row.formula_en if get_language() == "en" else row.formula_vi, levels.note(row, state.period.last),
            estimate_note() if found.estimated else "",
            coverage=covered(found.coverage),
        )  # fmt: skip
        return exports.WRITERS[wanted](rows, about, f"{state.unit.slug}-{row.key}-{name}")

    def get_context_data(self, **kwargs):
        """Adds the definition, the value and the months."""
        state = self.state
        found = self.found()
        row, target = found.indicator, found.target
        goal = target.value if target else None
        tone, verdict, distance = judge(found.value, goal, direction=row.direction, is_share=row.is_share)
        terms = _series(row, state)
        is_english = get_language() == "en"
        title = _titled(row, state)
        back = f"{state.unit.get_absolute_url()}?{state.at(kind='').query}"
        return super().get_context_data(
            title=title,
            indicator=row,
            found=found,
            formula=row.formula_en if is_english else row.formula_vi,
            note=row.note_en if is_english else row.note_vi,
            text=display.share(found.value) if found.value is not None and row.is_share else found.value,
            parts=prose.out_of(found.numerator, found.denominator),
            target=target,
            definitions=_definitions(row, state),
            targets=_targets(row, target),
            tone=tone,
            verdict=verdict,
            distance=distance,
            coverage=covered(found.coverage) if found.coverage.expected else "",
            numerator=_terms(row, Side.NUMERATOR, terms),
            denominator=_terms(row, Side.DENOMINATOR, terms),
            months=_months(row, terms, state),
            beside=beside(row, state),
            break_note=levels.note(row, state.period.last),
            estimate_note=estimate_note() if found.estimated else "",
            behind=self.behind(),
            breadcrumbs=[(state.unit.title, back), (title, None)],
            **kwargs,
        )

    def found(self):
        """The value with what it is made of; Http404 for a key that no indicator has."""
        state = self.state
        options = {"structure": state.boundaries, "kind": state.kind}
        try:
            return reports.indicator(state.unit, self.kwargs["key"], state.period.first, state.period.last, **options)
        except reports.UnknownMeasure as error:
            raise Http404 from error

    def behind(self) -> str:
        """The page that names the procedures behind the counts of this indicator; empty for others."""
        if self.kwargs["key"] not in OF_PROCEDURES:
            return ""
        return f"{reverse('dashboards:without-filings')}?unit={self.state.unit.slug}&{self.state.query}"


def _address(key: str, state: State) -> str:
    return f"{reverse('dashboards:indicator', args=[key])}?unit={state.unit.slug}&{state.query}"


def _definitions(row: Indicator, state: State) -> list[Definition]:
    """The ways in which it is counted, by their denominators; nothing where there is just one."""
    words = {"own": _("filings of these procedures"), "all": _("all filings received")}
    return [
        Definition(words[word], _address(key, state), key == row.key)
        for word, key in reports.definitions(row.key).items()
    ]


def _targets(row: Indicator, used: Target | None) -> list[tuple[Target, bool]]:
    """All its targets, the earliest first, each with whether the value is judged by it."""
    return [(target, target == used) for target in row.targets.order_by("year", "unit_kind")]


def _titled(row: Indicator, state: State) -> str:
    """Its name, and which kind of unit the figures are confined to."""
    kind = kind_in_words(state.kind)
    return f"{row} ({kind})" if kind else str(row)


def _series(row: Indicator, state: State) -> dict[str, reports.Series]:
    keys = {term.measure.key for term in row.terms.all()}
    if not keys:
        return {}
    first, last = state.period.first, state.period.last
    return reports.many(state.unit, keys, first, last, structure=state.boundaries, kind=state.kind)


def _terms(row: Indicator, side: str, series: dict[str, reports.Series]) -> list[Term]:
    return [
        Term(
            "−" if term.sign < 0 else "+",
            str(term.measure),
            _term(series[term.measure.key]),
        )
        for term in row.terms.all()
        if term.side == side
    ]


def _term(one: reports.Series) -> str:
    if one.value is None:
        return _("no data")
    return about(display.number(one.value), estimated=one.estimated)


def _months(row: Indicator, series: dict[str, reports.Series], state: State) -> list[MonthRow]:
    """Month by month; nothing for counts of distinct things, which months do not add up to."""
    values = {key: dict(one.months) for key, one in series.items()}
    if row.is_distinct:
        return []
    found = []
    for month in span(state.period.first, state.period.last):
        value, top, bottom = reports.evaluate(row, {key: by_month[month] for key, by_month in values.items()})
        rough = any(month in one.rough for one in series.values())
        is_break = levels.rests_on(row) and levels.breaks_in(month)
        found.append(MonthRow(month, value, top, bottom, rough, is_break))
    return found


def _months_file(row: Indicator, months: list[MonthRow]) -> exports.Lines:
    head = [_("Month"), _("Value (%)") if row.is_share else _("Value"), _("Numerator"), _("Denominator"), _("Estimate")]
    lines = (
        [one.month.label, one.value, one.numerator, one.denominator, display.yes_no(one.is_estimated)] for one in months
    )
    return exports.Lines(head, lines)


def _targets_file(row: Indicator) -> exports.Lines:
    head = [_("From year"), _("Target (%)") if row.is_share else _("Target"), _("Kind of unit"), _("Legal basis"),
            _("Checked against the law")]  # fmt: skip
    lines = (
        [
            str(one.year), one.value,
            display.sentence_case(one.get_unit_kind_display()) if one.unit_kind else _("All units"), one.legal_basis,
            display.yes_no(one.proven),
        ]
        for one, _used in _targets(row, None)
    )  # fmt: skip
    return exports.Lines(head, lines)
