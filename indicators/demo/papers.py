"""The documents of January to July 2020: the first half-year to the unit of the published totals, each a row.

71,814 incoming, 10,281 outgoing, of which 8,412 with the agency's signature; how they spread over units, days, senders
and subjects is invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from common.calendar import WorkCalendar
from communes.models import Unit
from documents.models import Direction, Document, DocumentType, Medium, Signature, Urgency
from indicators.demo import words
from indicators.demo.draw import Draw, Weighted, spread
from indicators.demo.places import DEMO_DAY, MERGED_ON, REGISTERS_FROM, Place, lasting, places, successors, working_days
from indicators.demo.roll import signers

INCOMING, OUTGOING, SIGNED = 71_814, 10_281, 8_412
HALF_YEAR_END = date(2020, 6, 30)
# How busy the months are, and how much of the unsigned rest falls into each: signing spread during the half-year.
_BUSY = {1: 0.95, 2: 0.95, 3: 1.06, 4: 0.88, 5: 1.05, 6: 1.1, 7: 1.0}
_UNSIGNED = {1: 1.7, 2: 1.5, 3: 1.2, 4: 0.9, 5: 0.7, 6: 0.45}
# A commune that has taken another one over gets more post.
_AFTER_MERGER = 1.25
_UNSIGNED_IN_JULY, _PERSONAL_ONLY = 0.1, 0.23

_DUE_IN = Weighted([(1, 5), (2, 8), (3, 14), (5, 26), (7, 20), (10, 20), (15, 7)])
_URGENCY = Weighted([(Urgency.NORMAL, 930), (Urgency.URGENT, 45), (Urgency.VERY_URGENT, 15), (Urgency.EXPRESS, 10)])
_HASTE = {Urgency.URGENT: 2, Urgency.VERY_URGENT: 1, Urgency.EXPRESS: 0}
_UNTIL_ISSUED = Weighted([(0, 20), (1, 34), (2, 20), (3, 12), (4, 7), (5, 4), (7, 3)])


@dataclass(frozen=True)
class Volume:
    """How many documents of the first half-year a place has, and how many of the outgoing ones are not signed."""

    incoming: int
    outgoing: int
    unsigned: int


@dataclass
class Papers:
    """Unsaved documents, and for those that an absorbed commune left unfinished the day the successor finishes it."""

    documents: list[Document]
    finished_later: list[tuple[Document, date]]


def volumes(calendar: WorkCalendar) -> dict[str, Volume]:
    """Slug -> volume; the sums are the published totals exactly."""
    every = places()
    activity = [sum(_weight(place, day) for day in _days(calendar, place)) for place in every]
    incoming = spread(INCOMING, [a * place.incoming for a, place in zip(activity, every, strict=True)])
    outgoing = spread(OUTGOING, [a * place.outgoing for a, place in zip(activity, every, strict=True)])
    rest = [out * (1 - place.signed) for out, place in zip(outgoing, every, strict=True)]
    unsigned = spread(OUTGOING - SIGNED, rest)
    return {place.slug: Volume(*numbers) for place, *numbers in zip(every, incoming, outgoing, unsigned, strict=True)}


def papers(units: Mapping[str, Unit], types: Mapping[str, DocumentType], calendar: WorkCalendar) -> Papers:
    """Every document from January to July 2020, place by place and day by day, without numbers.

    `units` by slug, `types` by name, both stored; nothing here asks the database.
    """
    clerk = _Clerk(types, calendar)
    by_place = volumes(calendar)
    for place in places():
        clerk.incoming(place, units[place.slug], by_place[place.slug])
        clerk.outgoing(place, units[place.slug], by_place[place.slug])
    return Papers(clerk.documents, clerk.finished_later)


def _days(calendar: WorkCalendar, place: Place) -> list[date]:
    last = place.ends - timedelta(days=1) if place.ends else HALF_YEAR_END
    return working_days(calendar, REGISTERS_FROM, last)


def _weight(place: Place, day: date) -> float:
    grown = day >= MERGED_ON and place.slug in successors()
    monday = 1.25 if day.weekday() == 0 else 1.0
    return _BUSY[day.month] * monday * (_AFTER_MERGER if grown else 1.0)


def _signed_by(draw: Draw, people: list[tuple[str, str]]) -> dict[str, str]:
    name, position = people[int(draw.random() ** 2 * len(people))]
    return {"signer": name, "position": position}


class _Clerk:
    """Writes the entries of one place after the other."""

    def __init__(self, types: Mapping[str, DocumentType], calendar: WorkCalendar):
        self.types, self.calendar = types, calendar
        self.documents: list[Document] = []
        self.finished_later: list[tuple[Document, date]] = []
        # Working days with room for deadlines after the last arrival.
        self.worked = working_days(calendar, date(2019, 12, 1), date(2020, 12, 31))
        self.place_of = {day: i for i, day in enumerate(self.worked)}

    # --- Incoming ----------------------------------------------------------------------------------------------------

    def incoming(self, place: Place, unit: Unit, volume: Volume) -> None:
        draw = Draw.of("incoming", place.slug)
        days = self._calendar_of(draw, place, volume.incoming)
        n = len(days)
        senders = draw.many(words.senders(place, list(lasting())), n)
        kinds = draw.many(words.INCOMING_KINDS, n)
        desks = words.COMMUNE_DESKS if place.is_commune else words.OFFICE_DESKS
        punctual = 0.9 + 0.09 * place.signed
        on_paper = 0.1 - 0.06 * place.signed
        for day, sender, kind_name, urgency, age in zip(
            days, senders, kinds, draw.many(_URGENCY, n), draw.many(_UNTIL_ISSUED, n), strict=True
        ):
            kind = self.types[kind_name]
            paper = draw.random() < on_paper
            due, done = self._handling(draw, day, urgency, punctual)
            document = Document(
                direction=Direction.INCOMING,
                unit_id=unit.pk,
                handling_unit_id=unit.pk,
                number=None,
                registered_on=day,
                type_id=kind.pk,
                code=words.notation(1 + int(draw.random() * 180 * day.month), kind.abbreviation, sender),
                issued_on=day - timedelta(days=age),
                organ_name=sender.name,
                subject=words.abstract(draw, kind_name, day.month),
                pages=1 + int(draw.random() ** 2 * 9),
                transferred_on=day if draw.random() < 0.9 else min(self._later(day, 1), DEMO_DAY),
                urgency=urgency,
                medium=Medium.PAPER if paper else Medium.ELECTRONIC,
                in_software=draw.random() < (0.55 if paper else 0.985),
                assigned_to=desks[int(draw.random() * len(desks))],
                due_on=due,
                completed_on=done,
            )
            if place.ends and (due or place.ends) >= place.ends and (done or place.ends) >= place.ends:
                self._leave_open(document, done)
            self.documents.append(document)

    def _handling(self, draw: Draw, day: date, urgency: str, punctual: float) -> tuple[date | None, date | None]:
        """(deadline, day of finishing): a deadline for three of ten, and nearly always kept; the rest is soon read."""
        haste = _HASTE.get(urgency)
        if haste is None and draw.random() > 0.245:
            done = self._later(day, int(draw.random() ** 3 * 6))
            return None, done if done <= DEMO_DAY and draw.random() < 0.995 else None
        allowed = haste if haste is not None else draw.one(_DUE_IN)
        chance = draw.random()
        due = self._later(day, allowed)
        if chance < punctual:
            done = self._later(day, int(allowed * (0.35 + 0.65 * draw.random()) + 0.5))
        elif chance < punctual + (1 - punctual) * 0.8:
            done = self._later(day, allowed + 1 + int(draw.random() ** 2 * 12))
        else:
            return due, None
        return due, done if done <= DEMO_DAY else None

    def _leave_open(self, document: Document, done: date | None) -> None:
        document.completed_on = None
        if done is not None:
            self.finished_later.append((document, done))

    # --- Outgoing ----------------------------------------------------------------------------------------------------

    def outgoing(self, place: Place, unit: Unit, volume: Volume) -> None:
        draw = Draw.of("outgoing", place.slug)
        days = self._calendar_of(draw, place, volume.outgoing)
        states = self._signatures(draw, days, volume.unsigned)
        n = len(days)
        kinds = draw.many(words.OUTGOING_KINDS, n)
        receivers = draw.many(words.recipients(place), n)
        people = signers(place)
        for place_in_book, (day, kind_name, receiver, state) in enumerate(
            zip(days, kinds, receivers, states, strict=True)
        ):
            paper = state == Signature.NONE and draw.random() < 0.5
            cancelled = day > HALF_YEAR_END and draw.random() < 0.004 and place_in_book < n - 1
            self.documents.append(
                Document(
                    direction=Direction.OUTGOING,
                    unit_id=unit.pk,
                    handling_unit_id=unit.pk,
                    number=None,
                    registered_on=day,
                    type=self.types[kind_name],
                    issued_on=day,
                    subject=words.abstract(draw, kind_name, day.month),
                    **_signed_by(draw, people),
                    recipients=receiver,
                    copies=1 + int(draw.random() * 12) if paper else None,
                    pages=1 + int(draw.random() ** 2 * 12),
                    transferred_on=day,
                    medium=Medium.PAPER if paper else Medium.ELECTRONIC,
                    in_software=not paper or draw.random() < 0.6,
                    signature=state,
                    assigned_to="Văn thư",
                    cancelled=cancelled,
                    cancel_reason=words.CANCEL_REASONS[place_in_book % 3] if cancelled else "",
                )
            )

    def _signatures(self, draw: Draw, days: list[date], unsigned: int) -> list[str]:
        """The state of each: exactly `unsigned` of the half-year without the agency's signature, rather the earlier."""
        half = [i for i, day in enumerate(days) if day <= HALF_YEAR_END]
        # Weighted drawing without putting back: the smallest of u^(1/w) stay out.
        keys = {i: draw.random() ** (1 / _UNSIGNED[days[i].month]) for i in half}
        without = set(sorted(half, key=lambda i: (-keys[i], i))[:unsigned])
        without |= {i for i in range(len(half), len(days)) if draw.random() < _UNSIGNED_IN_JULY}
        weaker = {i: Signature.PERSONAL if draw.random() < _PERSONAL_ONLY else Signature.NONE for i in sorted(without)}
        return [weaker.get(i, Signature.AGENCY) for i in range(len(days))]

    # --- Days --------------------------------------------------------------------------------------------------------

    def _calendar_of(self, draw: Draw, place: Place, count: int) -> list[date]:
        """The day of each entry: `count` over the half-year, then July at the same pace as far as it is entered."""
        days = _days(self.calendar, place)
        weights = [_weight(place, day) * draw.uniform(0.7, 1.3) for day in days]
        per_day = spread(count, weights)
        entries = [day for day, number in zip(days, per_day, strict=True) for _ in range(number)]
        if place.july_until:
            pace = count / sum(weights)
            for day in working_days(self.calendar, date(2020, 7, 1), date(2020, 7, place.july_until)):
                number = draw.whole(pace * _weight(place, day) * draw.uniform(0.5, 0.9))
                entries += [day] * number
        return entries

    def _later(self, day: date, steps: int) -> date:
        """The `steps`-th working day after a working day."""
        return self.worked[self.place_of[day] + steps]
