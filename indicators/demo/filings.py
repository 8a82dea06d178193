"""The filings of January to July 2020: nearly all in person, few online, hardly any by post (the article's weak point).

Agency codes in the filing codes are placeholders: the real ones of Bắc Hà's units are not known (domain.md 12).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from common.calendar import WorkCalendar
from common.months import Month, span
from communes.models import Unit
from indicators.demo.catalogue import Entry, entries, offers
from indicators.demo.draw import Draw, Weighted
from indicators.demo.places import DEMO_DAY, OPEN, REGISTERS_FROM, Place, places, working_days
from services import deadlines
from services.codes import filing_code
from services.deadlines import Supplement
from services.models import Channel, Filing, FilingStatus, FilingSupplement, Procedure

# The morning of the demo's day: nothing has happened later.
NOW = datetime.combine(DEMO_DAY, time(7))
NOTE = "Mã đơn vị trong mã hồ sơ là mã minh họa"
PER_MONTH = 42
_BUSY = {1: 0.85, 2: 1.0, 3: 1.05, 4: 0.6, 5: 1.15, 6: 1.2, 7: 1.15}
_ONLINE_GROWTH = {1: 0.4, 2: 0.6, 3: 0.9, 4: 1.5, 5: 1.2, 6: 1.4, 7: 1.7}
# How often each procedure is asked for; what is not named, rarely; 0 is never.
_DEMAND = {
    "2.000815": 40, "2.000884": 12, "1.001193": 14, "2.000635": 9, "1.004873": 7, "1.000894": 3.5, "1.000656": 3,
    "1.004859": 1.5, "1.004884": 0.8, "1.001776": 2, "1.001731": 0.8, "1.001653": 0.4, "1.001699": 0.8,
    "1.003622": 0, "2.000930": 0, "1.005461": 0.05, "1.001612": 50, "2.000720": 18, "1.001570": 10, "1.001266": 15,
    "2.000575": 6, "2.002481": 10, "2.001283": 10, "2.000286": 1, "2.002307": 2,
}  # fmt: skip
_ONLINE = {"1.001193": 2.4, "1.004873": 2.0, "2.000635": 4.0, "1.001612": 4.0, "2.000720": 2.6, "1.001570": 2.0}
_POSTAL, _POSTAL_RESULT = 0.0008, 0.0015


@dataclass
class Filings:
    """Unsaved filings, and the requests for more papers that belong to some of them."""

    filings: list[Filing]
    supplements: list[FilingSupplement]


def filings(units: Mapping[str, Unit], procedures: Mapping[str, Procedure], calendar: WorkCalendar) -> Filings:
    """Every filing, place by place and day by day; `units` by slug, `procedures` by code, both stored."""
    desk = _Desk(units, procedures, calendar)
    for number, place in enumerate(places(), start=1):
        if place.filings:
            desk.serve(place, number)
    return Filings(desk.filings, desk.supplements)


class _Desk:
    """A one-stop desk taking filings in, one place after the other."""

    def __init__(self, units: Mapping[str, Unit], procedures: Mapping[str, Procedure], calendar: WorkCalendar):
        self.units, self.procedures, self.calendar = units, procedures, calendar
        self.filings: list[Filing] = []
        self.supplements: list[FilingSupplement] = []
        self.social_office = next(units[place.slug].pk for place in places() if place.short == "LĐTBXH")
        self.worked = working_days(calendar, date(2019, 12, 1), date(2021, 6, 30))
        self.zone = timezone.get_default_timezone()
        self.now = NOW.replace(tzinfo=self.zone)

    def serve(self, place: Place, number: int) -> None:
        draw = Draw.of("filings", place.slug)
        offered = [entry for entry in entries() if any(other is place for other, _published, _post in offers(entry))]
        demand = Weighted([(entry, _demand(place, entry)) for entry in offered])
        for month in span(Month.of(REGISTERS_FROM, cutoff=31), OPEN):
            for day, count in sorted(Counter(self._receipts(draw, place, month)).items()):
                for running in range(1, count + 1):
                    code = filing_code(f"000.{number:02}.99.H38", day, running)
                    self._take_in(draw, place, draw.one(demand), day, code)

    def _receipts(self, draw: Draw, place: Place, month: Month) -> list[date]:
        """The days of receipt in a month: fewer where the place ends or July is entered only up to a day."""
        first, last = month.first_day(cutoff=31), month.last_day(cutoff=31)
        full = len(working_days(self.calendar, first, last))
        if month == OPEN:
            last = first + timedelta(days=place.july_until - 1)
        if place.ends:
            last = min(last, place.ends - timedelta(days=1))
        days = working_days(self.calendar, first, last)
        mean = PER_MONTH * place.filings * _BUSY[month.month] * len(days) / full
        return [draw.choice(days) for _ in range(draw.whole(draw.about(mean, 0.12)))] if days else []

    def _take_in(self, draw: Draw, place: Place, entry: Entry, day: date, code: str) -> None:
        procedure, unit = self.procedures[entry.code], self.units[place.slug]
        channel = self._channel(draw, place, entry, day)
        is_online = channel == Channel.ONLINE
        received = self._moment(draw, day, 6, 22) if is_online else self._office_hour(draw, day)
        filing = Filing(
            code=code,
            procedure=procedure,
            unit_id=unit.pk,
            holding_unit_id=unit.pk,
            resolving_unit_id=self.social_office if entry.via_commune and place.is_commune else None,
            channel=channel,
            in_system=is_online or draw.random() < 0.8 + 0.2 * place.signed,
            received_time=received,
            promised_time=deadlines.promised_time(received, entry.limit_value, entry.limit_unit, self.calendar),
            paid_online=is_online and entry.level == "4" and bool(entry.fee) and draw.random() < 0.7,
            electronic_result=is_online and draw.random() < 0.5,
            digitised=is_online or draw.random() < 0.08,
            note=NOTE,
        )
        filing.result_channel = self._result_channel(draw, filing)
        self._resolve(draw, place, filing)

    @staticmethod
    def _channel(draw: Draw, place: Place, entry: Entry, day: date) -> str:
        chance = draw.random()
        online = min(0.75, place.online * _ONLINE.get(entry.code, 0) * _ONLINE_GROWTH[day.month])
        if chance < online:
            return Channel.ONLINE
        return Channel.POSTAL if chance > 1 - _POSTAL else Channel.DIRECT

    @staticmethod
    def _result_channel(draw: Draw, filing: Filing) -> str:
        if draw.random() < _POSTAL_RESULT:
            return Channel.POSTAL
        return Channel.ONLINE if filing.electronic_result else Channel.DIRECT

    # --- How it ends -------------------------------------------------------------------------------------------------

    def _resolve(self, draw: Draw, place: Place, filing: Filing) -> None:
        begins = self._index(filing.received_time)
        due = self._index(filing.promised_time) if filing.promised_time else begins + 12
        asked = self._supplements(draw, begins) if due - begins >= 3 and draw.random() < 0.06 else []
        waited = sum(self._index(row.answered) - self._index(row.requested) for row in asked)
        late = draw.random() < 0.015 + 0.1 * (1 - place.signed)
        if late:
            ends = due + waited + 1 + int(draw.random() ** 2 * 8)
        else:
            ends = begins + waited + round((due - begins) * draw.uniform(0.35, 1.0))
        stuck = draw.random() < 0.005
        finished = None if stuck else self._ending(draw, filing.received_time, ends, asked)
        asked = [self._known(row) for row in asked if row.requested <= self.now]
        self._close(draw, filing, finished, asked)
        self.filings.append(filing)
        self.supplements += [
            FilingSupplement(filing=filing, requested_time=row.requested, answered_time=row.answered) for row in asked
        ]

    def _close(self, draw: Draw, filing: Filing, finished: datetime | None, asked: list[Supplement]) -> None:
        """The status by the demo's day, with its times."""
        chance = draw.random()
        waiting = any(row.answered is None for row in asked)
        if chance < 0.005 and not asked:
            filing.status = FilingStatus.REJECTED_AT_INTAKE
            filing.finished_time = min(filing.received_time + timedelta(minutes=20), self.now)
        elif finished is None or finished > self.now or waiting:
            filing.status = FilingStatus.SUPPLEMENT_REQUESTED if waiting else self._open_status(draw, filing)
        else:
            filing.finished_time = finished
            filing.status = FilingStatus.COMPLETED
            returned = finished + timedelta(minutes=draw.choice((5, 20, 60, 1440, 1440, 2880)))
            if chance < 0.013:
                filing.status = FilingStatus.WITHDRAWN
            elif chance < 0.016:
                filing.status = FilingStatus.STOPPED
            elif chance < 0.9 and returned <= self.now:
                filing.status, filing.returned_time = FilingStatus.RESULT_RETURNED, returned

    def _open_status(self, draw: Draw, filing: Filing) -> int:
        if draw.random() < 0.03:
            return FilingStatus.FINANCIAL_OBLIGATION
        fresh = self.now - filing.received_time < timedelta(days=1)
        return FilingStatus.ACCEPTED if fresh else FilingStatus.IN_PROGRESS

    def _supplements(self, draw: Draw, begins: int) -> list[Supplement]:
        """One request for more papers, of thirty cases one has a second, which makes it late."""
        requested = begins + draw.randint(1, 2)
        answered = requested + draw.randint(1, 6)
        found = [Supplement(self._at(draw, requested), self._at(draw, answered))]
        if draw.random() < 0.03:
            found.append(Supplement(self._at(draw, answered + 1), self._at(draw, answered + 3)))
        return found

    def _known(self, row: Supplement) -> Supplement:
        """As it stands on the demo's day."""
        return row if row.answered <= self.now else Supplement(row.requested)

    # --- Times -------------------------------------------------------------------------------------------------------

    def _index(self, moment: datetime) -> int:
        """The place of a moment's day among the working days; of a day of rest, that of the next worked one."""
        return bisect_left(self.worked, moment.astimezone(self.zone).date())

    def _at(self, draw: Draw, index: int) -> datetime:
        return self._office_hour(draw, self.worked[index])

    def _ending(self, draw: Draw, received: datetime, index: int, asked: list[Supplement]) -> datetime:
        """A moment on the day, after the receipt and the last answer."""
        earliest = max([received, *(row.answered for row in asked)]) + timedelta(minutes=5)
        closing = datetime.combine(self.worked[index], time(17, 25), self.zone)
        if earliest >= closing:
            return self._at(draw, bisect_left(self.worked, earliest.astimezone(self.zone).date() + timedelta(days=1)))
        opening = max(earliest, datetime.combine(self.worked[index], time(7, 40), self.zone))
        return opening + timedelta(minutes=int(draw.random() * ((closing - opening).seconds // 60)))

    def _office_hour(self, draw: Draw, day: date) -> datetime:
        return self._moment(draw, day, 8, 11) if draw.random() < 0.6 else self._moment(draw, day, 14, 16)

    def _moment(self, draw: Draw, day: date, from_hour: int, to_hour: int) -> datetime:
        """Some minute of a day between two hours."""
        return datetime.combine(day, time(draw.randrange(from_hour, to_hour + 1), draw.randrange(60)), self.zone)


def _demand(place: Place, entry: Entry) -> float:
    """How often a procedure is asked for; in the absorbed communes long ones more, so that some are passed on."""
    weight = _DEMAND.get(entry.code, 0.15)
    return weight * 6 if place.ends and (entry.limit_value or 0) >= 5 else weight
