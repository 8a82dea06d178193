"""The monthly counts of the open month, as far as they are entered; those of the months before are declared."""

from dataclasses import dataclass, field

from common.months import Month
from indicators.demo.draw import Draw
from indicators.demo.places import OPEN, Place, places


@dataclass(frozen=True)
class Counts:
    """A place's counts of a month by column of services.ActivityMonth."""

    slug: str
    month: Month
    numbers: dict[str, int] = field(default_factory=dict)


def activities() -> list[Counts]:
    """July 2020 of the places that are up to date with their work; the others have no data yet."""
    return [_counts(place) for place in places() if not place.ends and place.july_until > 20]


def _counts(place: Place) -> Counts:
    draw = Draw.of("activities", place.slug)
    due, assigned = draw.whole(place.filings * 0.5), draw.whole(draw.about(7 if place.is_commune else 11, 0.3))
    numbers = {
        "feedback_due": due,
        "feedback_on_time": min(due, draw.whole(due * 0.9)),
        "outreach_sessions": draw.whole(1.1 if place.is_commune else 0.5),
        "tasks_assigned": assigned,
        "tasks_done": min(assigned, draw.whole(assigned * (0.8 + 0.17 * place.signed))),
        "security_incidents": 0,
        "security_infected": int(draw.random() < 0.06),
    }
    if not place.is_commune:
        numbers["guidance_checks"] = draw.whole(1.4)
    return Counts(place.slug, OPEN, numbers)
