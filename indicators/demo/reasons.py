"""Why people did not file online or by post: made-up counts of 2020, as a desk keeps them; some places keep none."""

from dataclasses import dataclass

from common.months import Month, span
from indicators.demo.catalogue import entries, offers
from indicators.demo.draw import Draw
from indicators.demo.places import OPEN, REGISTERS_FROM, Place, places
from services.models import Cause, UnusedChannel

NOTE = "Số liệu minh họa"
# People of a middling desk in a month who gave the reason.
_USUAL = {
    UnusedChannel.ONLINE: {
        Cause.UNAWARE: 2.5, Cause.NO_INTERNET: 2.0, Cause.HABIT: 4.5, Cause.URGENT: 1.2, Cause.OTHER: 0.4,
    },
    UnusedChannel.POSTAL: {
        Cause.UNAWARE: 1.5, Cause.HABIT: 4.0, Cause.CHARGES: 0.8, Cause.FAR_FROM_POST: 1.4, Cause.URGENT: 2.2,
        Cause.OTHER: 0.3,
    },
}  # fmt: skip
# Of these the desks also ask apart.
_ASKED_APART = ("1.001193", "1.004873", "1.000656")


@dataclass(frozen=True)
class Told:
    """How many people gave a place a reason in a month; `procedure`: the code, empty for any."""

    slug: str
    month: Month
    channel: str
    procedure: str
    cause: str
    people: int


def told() -> list[Told]:
    """Every count, place by place; for July only where it is entered so far."""
    return [row for place in places() if place.filings for row in _at(place)]


def _at(place: Place) -> list[Told]:
    draw, found = Draw.of("reasons", place.slug), []
    if draw.random() < 0.2:
        return found
    offered = {entry.code for entry in entries() if any(other is place for other, _published, _post in offers(entry))}
    for month in span(Month.of(REGISTERS_FROM, cutoff=31), OPEN):
        kept = draw.random() < 0.85 and month in place.months(month, month)
        if not kept or (month == OPEN and place.july_until <= 20):
            continue
        for channel, causes in _USUAL.items():
            found += _counts(draw, place, month, channel, "", causes, place.filings)
        for code in (code for code in _ASKED_APART if code in offered):
            found += _counts(
                draw, place, month, UnusedChannel.ONLINE, code, _USUAL[UnusedChannel.ONLINE], 0.15 * place.filings
            )
    return found


def _counts(draw: Draw, place: Place, month: Month, channel, procedure: str, causes: dict, size: float) -> list[Told]:
    numbers = [(cause, draw.whole(draw.about(usual * size, 0.4))) for cause, usual in causes.items()]
    return [
        Told(place.slug, month, channel.value, procedure, cause.value, people) for cause, people in numbers if people
    ]
