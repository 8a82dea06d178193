"""Where units come from and went to, in sentences: mergers with their resolutions."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from common import display
from communes.models import Succession, Unit, UnitKind
from dashboards.facts import last_day
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


class Lineage:
    """The successions that a page of one unit needs, read in one query: its own, and the recent ones below it."""

    def __init__(self, state: State):
        self.state = state
        day = last_day(state.period)
        recent = Q(
            predecessor__in=Unit.objects.within(state.unit).of_kind(UnitKind.COMMUNE).values("pk"),
            reorganisation__effective_on__range=(day - REMEMBERED, day),
        )
        rows = Succession.objects.filter(Q(successor=state.unit) | Q(predecessor=state.unit) | recent)
        ordered = rows.order_by("reorganisation__effective_on", "predecessor__sort_key")
        self._links = list(ordered.select_related("reorganisation", "predecessor", "successor").distinct())
        self._oldest_recent = day - REMEMBERED

    @property
    def signature(self) -> tuple:
        """Everything of it that a page shows."""
        return tuple(
            (
                link.pk,
                link.share,
                link.predecessor.full_name,
                link.successor.full_name,
                act.pk,
                act.effective_on,
                act.resolution,
            )
            for link in self._links
            for act in (link.reorganisation,)
        )

    def history(self) -> list[Step]:
        """What the unit took over and what took it over, oldest first."""
        unit = self.state.unit.pk
        came = [(link, _("took over %(unit)s"), link.predecessor) for link in self._links if link.successor_id == unit]
        went = [(link, _("went to %(unit)s"), link.successor) for link in self._links if link.predecessor_id == unit]
        steps = [
            Step(link.reorganisation.effective_on, _sentence(link, words, other), other)
            for link, words, other in came + went
        ]
        return sorted(steps, key=lambda step: step.day)

    def communes_differ(self, counted: int | None) -> "Difference":
        """What an article that still counts the communes of before says instead of `counted`, the figures' number."""
        day = last_day(self.state.period)
        links = [
            link
            for link in self._links
            if link.predecessor.kind == UnitKind.COMMUNE
            and link.predecessor_id != self.state.unit.pk
            and self._oldest_recent <= link.reorganisation.effective_on <= day
        ]
        if not links or counted is None:
            return Difference()
        gone = {link.predecessor_id for link in links}
        begun = {link.successor_id for link in links if link.successor.valid_from >= link.reorganisation.effective_on}
        before = counted + len(gone) - len(begun)
        if before == counted:
            return Difference()
        is_article = settings.PROFILE == "demo"
        return Difference(
            beside=prose.units_beside(counted, before, article=is_article),
            reason=prose.why_units_differ(counted, before, [_event(link) for link in links], article=is_article),
        )


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


def _event(link: Succession) -> str:
    return _("%(unit)s joined %(into)s on %(day)s (%(resolution)s)") % {
        "unit": link.predecessor.full_name,
        "into": link.successor.full_name,
        "day": display.day(link.reorganisation.effective_on),
        "resolution": link.reorganisation.resolution,
    }
