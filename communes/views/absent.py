"""A list asked for a unit that does not exist on its day: what became of the unit, and where its rows are."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from common import display
from communes import reports
from communes.models import ReorganisationKind, Succession, Unit


@dataclass(frozen=True)
class Way:
    """A link to the same list: its words, and the parameters that differ."""

    words: str
    changes: dict


@dataclass(frozen=True)
class Absent:
    """The sentence above the list, and where to look instead."""

    sentence: str
    ways: list[Way] = field(default_factory=list)


# A change of unit or day begins on the first page.
FIRST_PAGE = {"page": None, "after": None, "before": None}


def absent(unit: Unit, *, on: date, scope) -> Absent | None:
    """What to say of a unit on a day; None if it exists then."""
    if unit.exists_on(on):
        return None
    if on < unit.valid_from:
        words = {"unit": unit.title, "day": display.day(unit.valid_from)}
        return Absent(_("%(unit)s exists only since %(day)s.") % words, [_on_day(unit, unit.valid_from)])
    links = sorted(reports.successors(unit), key=lambda link: (link.successor.sort_key, link.pk))
    ways = [_to(link.successor) for link in links if scope.sees(link.successor_id)]
    sentences = [_what_happened(unit, link) for link in links] or [_ended(unit)]
    return Absent(" ".join(sentences), [*ways, _on_day(unit, unit.valid_until - timedelta(days=1))])


def _what_happened(unit: Unit, link: Succession) -> str:
    merged = link.reorganisation.kind == ReorganisationKind.MERGE
    sentence = (
        _("%(unit)s became part of %(successor)s on %(day)s, by %(resolution)s.")
        if merged
        else _("%(unit)s was replaced by %(successor)s on %(day)s, by %(resolution)s.")
    )
    return sentence % {
        "unit": unit.title,
        "successor": link.successor.full_name,
        "day": display.day(link.reorganisation.effective_on),
        "resolution": link.reorganisation.resolution,
    }


def _ended(unit: Unit) -> str:
    return _("%(unit)s ended on %(day)s.") % {"unit": unit.title, "day": display.day(unit.valid_until)}


def _to(unit: Unit) -> Way:
    return Way(_("Show %(unit)s") % {"unit": unit.full_name}, {"unit": unit.slug, **FIRST_PAGE})


def _on_day(unit: Unit, day: date) -> Way:
    words = _("Show %(unit)s as of %(day)s") % {"unit": unit.full_name, "day": display.day(day)}
    return Way(words, {"on": display.day(day), **FIRST_PAGE})
