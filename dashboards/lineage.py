"""Where units come from and went to, in sentences: mergers with their resolutions."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common import display
from communes.models import Succession, Unit, UnitKind
from communes.reports import predecessors, successors
from dashboards.figures import last_day
from dashboards.period import State
from indicators import prose

# For a year after a rearrangement other reports may still count the units of before.
REMEMBERED = timedelta(days=366)


@dataclass(frozen=True)
class Step:
    """One event of a unit's history: the day, a sentence, and the other unit's page if it may be seen."""

    day: date
    sentence: str
    unit: Unit


def history(unit: Unit) -> list[Step]:
    """What a unit took over and what took it over, oldest first."""
    came = [(link, _("took over %(unit)s"), link.predecessor) for link in predecessors(unit)]
    went = [(link, _("went to %(unit)s"), link.successor) for link in successors(unit)]
    steps = [
        Step(link.reorganisation.effective_on, _sentence(link, words, other), other)
        for link, words, other in came + went
    ]
    return sorted(steps, key=lambda step: step.day)


def _sentence(link: Succession, words: str, other: Unit) -> str:
    act = link.reorganisation
    found = _("%(kind)s: %(words)s (%(resolution)s)") % {
        "kind": display.sentence_case(act.get_kind_display()),
        "words": words % {"unit": other.full_name},
        "resolution": act.resolution,
    }
    if link.share != 1:
        found += " " + _("share %(share)s") % {"share": display.share(link.share * 100)}
    return found


@dataclass(frozen=True)
class Difference:
    """Beside a number of communes: the one that is told elsewhere, and why it differs; both empty if it does not."""

    beside: str = ""
    reason: str = ""


def communes_differ(state: State, counted: int | None) -> Difference:
    """What an article that still counts the units of before says instead of `counted`, the number of the figures."""
    day = last_day(state.period)
    recent = Succession.objects.filter(
        predecessor__ancestor_links__ancestor=state.unit,
        predecessor__kind=UnitKind.COMMUNE,
        reorganisation__effective_on__range=(day - REMEMBERED, day),
    )
    links = list(
        recent.select_related("reorganisation", "predecessor", "successor").order_by(
            "reorganisation__effective_on", "predecessor__sort_key"
        )
    )
    if not links or counted is None:
        return Difference()
    before = _communes(state.unit, on=links[0].reorganisation.effective_on - timedelta(days=1)).count()
    if before == counted:
        return Difference()
    is_article = settings.PROFILE == "demo"
    return Difference(
        beside=prose.units_beside(counted, before, article=is_article),
        reason=prose.why_units_differ(counted, before, [_event(link) for link in links], article=is_article),
    )


def _communes(unit: Unit, *, on: date) -> QuerySet[Unit]:
    return Unit.objects.within(unit).of_kind(UnitKind.COMMUNE).in_force(on=on)


def _event(link: Succession) -> str:
    return _("%(unit)s joined %(into)s on %(day)s (%(resolution)s)") % {
        "unit": link.predecessor.full_name,
        "into": link.successor.full_name,
        "day": display.day(link.reorganisation.effective_on),
        "resolution": link.reorganisation.resolution,
    }
