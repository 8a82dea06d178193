"""What is declared, not registered: the flows of 2019, and the measures that only reports have, to June 2020."""

from collections.abc import Iterator
from dataclasses import dataclass

from common.calendar import WorkCalendar
from common.months import Month
from communes.models import Section
from indicators.demo.draw import Draw
from indicators.demo.filings import PER_MONTH
from indicators.demo.gatherings import Gathering, gatherings, transactions
from indicators.demo.papers import Volume, volumes
from indicators.demo.places import FIRST, LAST_CLOSED, Place, places
from indicators.models import Blank

LAST_DECLARED = Month(2019, 12)
# Declared for 2019, registered from 2020 on.
REGISTERED_LATER = (Section.DOCUMENTS, Section.FILINGS, Section.TREASURY, Section.MEETINGS)
_SEASON = (0.95, 0.75, 1.0, 1.0, 1.02, 1.08, 1.0, 0.98, 1.0, 1.03, 1.07, 1.15)
_LAGGARDS = {"xa-ban-cai", "xa-nam-khanh"}


@dataclass(frozen=True)
class Declared:
    """A place's value of a measure in a month, or why there is none."""

    slug: str
    measure: str
    month: Month
    value: int | None
    blank: str = ""


def declared(calendar: WorkCalendar) -> list[Declared]:
    """Every declared value, place by place, month by month."""
    by_place, met = volumes(calendar), gatherings(calendar)
    found: list[Declared] = []
    for place in places():
        values = _Values(place, by_place[place.slug], met)
        for month in place.months(FIRST, LAST_DECLARED):
            for measure, value in values.of_2019(month):
                found.append(_one(place, month, measure, value))
        for month in place.months(FIRST, LAST_CLOSED):
            for measure, value in values.reported_only(month):
                found.append(_one(place, month, measure, value))
    return found


def _one(place: Place, month: Month, measure: str, value: int | str) -> Declared:
    if isinstance(value, str):
        return Declared(place.slug, measure, month, None, value)
    return Declared(place.slug, measure, month, value)


class _Values:
    """The values of one place; each yields (measure key, number or reason why there is none)."""

    def __init__(self, place: Place, volume: Volume, met: list[Gathering]):
        self.place, self.volume, self.met = place, volume, met
        self.draw = Draw.of("declared", place.slug)
        self.months_counted = 2 if place.ends else 6
        self.open_before = 0

    def of_2019(self, month: Month) -> Iterator[tuple[str, int | str]]:
        yield from self._documents(month)
        if self.place.filings:
            yield from self._filings(month)
        else:
            yield "filings.received", Blank.NOT_APPLICABLE
        yield from self._treasury(month)
        yield from self._meetings(month)

    def reported_only(self, month: Month) -> Iterator[tuple[str, int | str]]:
        yield from self._workfiles(month)
        yield from self._feedback(month)
        yield from self._activities(month)
        yield from self._security_and_reports(month)

    # --- 2019 --------------------------------------------------------------------------------------------------------

    def _documents(self, month: Month):
        """A fifth fewer than in 2020, and electronic signing only just beginning."""
        year = (month.month - 1) / 11
        incoming = self._usual(self.volume.incoming / self.months_counted * 0.8, month)
        outgoing = self._usual(self.volume.outgoing / self.months_counted * 0.85, month)
        due = self._share(incoming, 0.26)
        electronic = self._share(outgoing, 0.62 + 0.22 * year)
        yield "documents.incoming", incoming
        yield "documents.incoming_electronic", self._share(incoming, 0.7 + 0.18 * year)
        yield "documents.incoming_processed", self._share(incoming, 0.74 + 0.16 * year)
        yield "documents.incoming_due", due
        yield "documents.incoming_on_time", self._share(due, 0.8 + 0.1 * self.place.signed)
        yield "documents.outgoing", outgoing
        yield "documents.outgoing_electronic", electronic
        yield (
            "documents.outgoing_signed",
            min(electronic, self._share(outgoing, self.place.signed * (0.25 + 0.5 * year))),
        )

    def _filings(self, month: Month):
        received = self._usual(PER_MONTH * self.place.filings * 0.93, month)
        online = self._share(received, self.place.online * (0.1 + 0.2 * month.month / 12))
        # Everything was finished by the end of the year, so the register of 2020 begins with nothing carried over.
        still_open = 0 if month == LAST_DECLARED else self.draw.whole(received * 0.05)
        late_open = min(still_open, self.draw.whole(still_open * 0.15))
        ended = received + self.open_before - still_open
        withdrawn = min(ended, int(self.draw.random() < 0.15))
        finished = ended - withdrawn
        late = self._share(finished, 0.05 + 0.12 * (1 - self.place.signed))
        early = self._share(finished - late, 0.35)
        yield from {
            "filings.received": received,
            "filings.received_in_system": self._share(received, 0.62 + 0.02 * month.month),
            "filings.received_direct": received - online,
            "filings.received_online": online,
            "filings.received_postal": 0,
            "filings.finished": finished,
            "filings.finished_early": early,
            "filings.finished_on_time": finished - late - early,
            "filings.finished_late": late,
            "filings.withdrawn": withdrawn,
            "filings.stopped": 0,
            "filings.transferred_in": 0,
            "filings.transferred_out": 0,
            "filings.open_in_time": still_open - late_open,
            "filings.open_late": late_open,
            "filings.carried_over": self.open_before,
            # Nothing drawn: a further number from the lot would move all that follow.
            "filings.returned": finished,
            "filings.returned_with_fee": finished // 6,
            "filings.returned_paid_online": 0,
            "filings.returned_electronic": min(finished, online) // 2,
            "filings.returned_digitised": min(finished, online),
            "filings.result_postal": 0,
        }.items()
        self.open_before = still_open

    def _treasury(self, month: Month):
        number = transactions(self.draw, self.place, month)
        yield "treasury.transactions", number
        yield "treasury.online", self._share(number, min(1.0, 0.45 + 0.05 * month.month))
        yield "treasury.returned", int(self.draw.random() < 0.3)

    def _meetings(self, month: Month):
        held = [m for m in self.met if Month.of(m.held_on, cutoff=31) == month]
        answers = [m.attended[self.place.slug] for m in held if self.place.slug in m.attended]
        yield "meetings.invited", len(answers)
        yield "meetings.attended", sum(answers)
        yield "meetings.hosted", sum(m.host == self.place.slug for m in held)

    # --- Only reported -----------------------------------------------------------------------------------------------

    def _workfiles(self, month: Month):
        if self.place.slug in _LAGGARDS and month < Month(2019, 6):
            yield "workfiles.total", Blank.NOT_AVAILABLE
            yield "workfiles.electronic", Blank.NOT_AVAILABLE
            return
        total = self.draw.whole(self.draw.about(self.place.outgoing * (9 if self.place.is_commune else 16), 0.2))
        grown = (month - FIRST) / 17
        reach = (0.06 + 0.3 * grown) if self.place.is_commune else (0.2 + 0.45 * grown)
        yield "workfiles.total", total
        yield "workfiles.electronic", self._share(total, reach * (0.4 + 0.6 * self.place.signed))

    def _feedback(self, month: Month):
        due = self.draw.whole(self.place.filings * 0.5)
        yield "feedback.due", due
        yield "feedback.on_time", self._share(due, 0.9)

    def _activities(self, month: Month):
        distancing = month == Month(2020, 4)
        yield "outreach.sessions", 0 if distancing else self.draw.whole(1.1 if self.place.is_commune else 0.5)
        if self.place.is_commune:
            yield "guidance.checks", Blank.NOT_APPLICABLE
        else:
            yield "guidance.checks", 0 if distancing else self.draw.whole(1.4)
        assigned = self.draw.whole(self.draw.about(7 if self.place.is_commune else 11, 0.3))
        yield "tasks.assigned", assigned
        yield "tasks.done", self._share(assigned, 0.8 + 0.17 * self.place.signed)

    def _security_and_reports(self, month: Month):
        infected = int(self.draw.random() < 0.06)
        on_time = int(self.draw.random() < 0.72 + 0.25 * self.place.signed)
        yield "security.incidents", int(infected and self.draw.random() < 0.3)
        yield "security.infected", infected
        yield "reports.due", 1
        yield "reports.on_time", on_time
        yield "reports.missing", 0
        yield "reports.corrected", int(self.draw.random() < 0.06)

    # --- Numbers -----------------------------------------------------------------------------------------------------

    def _usual(self, mean: float, month: Month) -> int:
        return self.draw.whole(self.draw.about(mean * _SEASON[month.month - 1], 0.1))

    def _share(self, whole: int, share: float) -> int:
        return min(whole, self.draw.whole(whole * min(1.0, share)))
