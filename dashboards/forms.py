"""The sentence above a dashboard that says what it shows; each of its parts opens the choice that changes it."""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from common import clock, display, forms
from common.months import Month, half_year, span
from common.text import sort_key
from communes.models import Unit, UnitKind
from dashboards import demand
from dashboards.period import Period, State
from indicators import prose
from services.models import Procedure, ServiceLevel

STRUCTURES = [
    ("was", _("by the boundaries of that time"), _("Each month counts with the units that existed in it.")),
    ("is", _("by the boundaries of today"), _("A unit counts with those that have since been merged into it.")),
]
KINDS = [
    ("", _("all kinds of unit")),
    (UnitKind.COMMUNE, _("communes only")),
    (UnitKind.OFFICE, _("offices only")),
]
# With more units than this a list to choose from is no help; then the name is typed.
MOST_LISTED = 60
ONE_DAY = timedelta(days=1)
_FIELDS_OF_TITLE = ("slug", "name", "kind", "legal_type", "valid_until")
# The newest of each kind are offered; any other period is two choices away.
_MOST_QUARTERS, _MOST_HALVES, _MOST_YEARS = 4, 4, 3


class UnitChoice(forms.LookupField):
    """A unit of the person's scope, typed by name or slug."""

    def __init__(self, user, **kwargs):
        super().__init__(
            Unit.objects.visible_to(user), url="communes:unit-lookup", key="slug", search_field="search_key", **kwargs
        )


@dataclass(frozen=True)
class Link:
    """One choice: its words, the query of the view that has it, whether it is the present one."""

    words: str
    query: str
    is_here: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the sentence: its name for who cannot see, its words, and the choices behind it.

    `groups` are (label or "", links); `fields` are those of a small form, `hidden` the (name, value) that it keeps.
    """

    label: str
    words: str
    groups: list[tuple] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fields: list = field(default_factory=list)
    hidden: list[tuple] = field(default_factory=list)


class StateForm(forms.Form):
    """Unit, period, structure and kind of unit; all by GET, so that the address can be passed on."""

    def __init__(self, state: State, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.state = state
        months = [(str(month), month.label) for month in span(*state.opened)]
        listed = list(Unit.objects.visible_to(user).only(*_FIELDS_OF_TITLE).in_vietnamese_order()[: MOST_LISTED + 1])
        is_list = len(listed) <= MOST_LISTED
        options = {"label": _("unit"), "required": False}
        # "from" is a word of Python, so the fields are not class attributes.
        self.fields = {
            "unit": forms.ChoiceField(choices=_by_kind(listed), **options) if is_list else UnitChoice(user, **options),
            "from": forms.ChoiceField(choices=months, label=_("from month"), required=False),
            "to": forms.ChoiceField(choices=months, label=_("to month"), required=False),
        }
        self.initial = {
            "unit": state.unit.slug if is_list else state.unit,
            "from": str(state.period.first),
            "to": str(state.period.last),
        }

    def parts(self) -> list[Part]:
        """The sentence, part by part. The kind of unit is no question for a unit that has none below it."""
        state = self.state
        parts = [self._unit(), self._period(), self._structure()]
        if state.kind or state.unit.kind not in (UnitKind.COMMUNE, UnitKind.OFFICE):
            parts.append(self._kind())
        return parts

    @property
    def dates(self) -> str:
        """The days that the figures of the period cover."""
        return prose.dates(self.state.period.first, self.state.period.last, today=clock.today())

    def _unit(self) -> Part:
        return Part(
            label=_("Unit"),
            words=self.state.unit.title,
            fields=[self["unit"]],
            hidden=[pair for pair in self._kept() if pair[0] != "unit"],
        )

    def _period(self) -> Part:
        groups = [
            (label, [self._link(display.sentence_case(each.name), period=each) for each in periods])
            for label, periods in quick_periods(self.state.opened)
        ]
        around = [(_("Period before"), self.state.period.before), (_("Period after"), self.state.period.after)]
        kept = [(words, within(each, self.state.opened)) for words, each in around]
        neighbours = [self._link(words, period=each) for words, each in kept if each]
        return Part(
            label=_("Period"),
            words=self.state.period.name,
            groups=[(label, links) for label, links in [*groups, (_("Neighbouring periods"), neighbours)] if links],
            fields=[self["from"], self["to"]],
            hidden=[pair for pair in self._kept() if pair[0] not in ("from", "to")],
        )

    def _structure(self) -> Part:
        return Part(
            label=_("Boundaries"),
            words=next(words for key, words, _why in STRUCTURES if key == self.state.structure),
            groups=[
                ("", [self._link(display.sentence_case(words), structure=key) for key, words, _note in STRUCTURES])
            ],
            notes=[f"{display.sentence_case(words)}: {note}" for _key, words, note in STRUCTURES],
        )

    def _kind(self) -> Part:
        return Part(
            label=_("Kind of unit"),
            words=next(words for key, words in KINDS if key == self.state.kind),
            groups=[("", [self._link(display.sentence_case(words), kind=key) for key, words in KINDS])],
        )

    def _link(self, words: str, **changes) -> Link:
        return Link(words, urlencode(self._kept(self.state.at(**changes))), self.state.at(**changes) == self.state)

    def _kept(self, state: State | None = None) -> list[tuple[str, str]]:
        """The view as (name, value) of its address."""
        state = state or self.state
        pairs = [
            ("unit", state.unit.slug),
            ("from", str(state.period.first)),
            ("to", str(state.period.last)),
            ("structure", state.structure if state.structure != "was" else ""),
            ("kind", str(state.kind)),
            *state.more,
        ]
        return [(name, value) for name, value in pairs if value]


class DemandForm(StateForm):
    """The same with the online level and the field of procedures."""

    def __init__(self, state: State, **kwargs):
        super().__init__(state, **kwargs)
        self.chosen = dict(state.more)

    def parts(self) -> list[Part]:
        """Level and field stand last."""
        return [*super().parts(), self._level(), self._field()]

    def choices(self) -> list[str]:
        """The level and the field in words."""
        return [self._level().words, self._field().words]

    def _level(self) -> Part:
        level = self.chosen.get("level", "")
        links = [self._with(_("every online level"), level="")]
        links += [self._with(each.label, level=str(each)) for each in demand.levels(self.state)]
        words = ServiceLevel(level).label if level else _("every online level")
        return Part(label=_("Online level"), words=words, groups=[("", links)])

    def _field(self) -> Part:
        of_field = self.chosen.get("field", "")
        names = Procedure.objects.order_by("field").values_list("field", flat=True).distinct()
        ordered = sorted(names, key=sort_key)
        links = [self._with(_("all fields"), field=""), *(self._with(name, field=name) for name in ordered)]
        return Part(label=_("Field of procedures"), words=of_field or _("all fields"), groups=[("", links)])

    def _with(self, words: str, **choice) -> Link:
        chosen = self.chosen | choice
        more = tuple((name, chosen[name]) for name in ("level", "field") if chosen.get(name))
        return self._link(display.sentence_case(words), more=more)


def within(period: Period, opened: tuple[Month, Month]) -> Period | None:
    """The part of a period that figures are kept for."""
    first, last = max(period.first, opened[0]), min(period.last, opened[1])
    return Period(first, last) if first <= last else None


def quick_periods(opened: tuple[Month, Month]) -> list[tuple]:
    """(label, periods) asked for most, newest first, each wholly among the months that figures are kept for."""
    running = min(Month.of(clock.today()), opened[1])
    years = range(running.year, opened[0].year - 1, -1)
    quarters = [Period(Month(year, start), Month(year, start + 2)) for year in years for start in (10, 7, 4, 1)]
    halves = [Period(*half_year(year, half)) for year in years for half in (2, 1)]
    to_date = [Period(Month(running.year, 1), running)] if running.month < 12 else []
    whole = [Period(Month(year, 1), Month(year, 12)) for year in years]
    offered = [
        (_("Month"), [Period(running, running), Period(running - 1, running - 1)], 2),
        (_("Quarter"), quarters, _MOST_QUARTERS),
        (_("Half-year"), halves, _MOST_HALVES),
        (_("Year"), [*to_date, *whole], _MOST_YEARS),
    ]
    return [(label, [each for each in periods if _fits(each, opened)][:most]) for label, periods, most in offered]


def _fits(period: Period, opened: tuple[Month, Month]) -> bool:
    return opened[0] <= period.first and period.last <= opened[1]


def _by_kind(units: list[Unit]) -> list[tuple]:
    """Units as groups of choices, the higher kinds first; one that is no more says until when it was."""
    groups: dict[str, list] = {}
    for unit in units:
        name = unit.title
        if unit.valid_until is not None:
            name = _("%(unit)s (until %(day)s)") % {"unit": name, "day": display.day(unit.valid_until - ONE_DAY)}
        groups.setdefault(unit.kind, []).append((unit.slug, name))
    return [(display.sentence_case(label), groups[kind]) for kind, label in UnitKind.choices if kind in groups]
