"""Channels of filings: how each procedure's filings came and how its results went, and what is registered for the post
against what is sent by it. Stored figures and the offers of the catalogue are read, never the filings."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from common import clock
from common.months import Month
from indicators.catalogue import measures_by_key
from indicators.distinct import Procedures
from indicators.models import Figure, ProcedureFigure
from indicators.series import whole, within
from services.models import ProcedureOffer

POSTAL_OFFERS, POSTAL_IN, POSTAL_OUT = "procedures.postal", "filings.received_postal", "filings.result_postal"


@dataclass(frozen=True)
class Ways:
    """Numbers by channel."""

    direct: int = 0
    online: int = 0
    postal: int = 0

    @property
    def total(self) -> int:
        return self.direct + self.online + self.postal


@dataclass(frozen=True)
class ChannelUse:
    """One procedure: filings received and results by channel; how many units have it registered for the post."""

    procedure: int
    received: Ways
    results: Ways
    registered: int

    @property
    def uses_post(self) -> bool:
        return bool(self.received.postal or self.results.postal)


@dataclass(frozen=True)
class PostalUnits:
    """Units that have a procedure registered for the post, and those of them without any filing or result by it."""

    registered: frozenset[int]
    idle: frozenset[int]


class Channels(Procedures):
    """The channels of a unit's subtree in a period, by procedure."""

    @property
    def uses(self) -> list[ChannelUse]:
        """Every procedure with a filing, a result or a registration for the post; three queries."""

        def read():
            numbers, registered = self._numbers(), self._registered()
            found = []
            for pk in numbers.keys() | registered.keys():
                by_channel = numbers.get(pk, {})
                received, results = (
                    Ways(**{channel: whole(row[place]) for channel, row in by_channel.items()}) for place in (0, 1)
                )
                found.append(ChannelUse(pk, received, results, registered.get(pk, 0)))
            return found

        return self._once("uses", read)

    @property
    def day(self):
        """The day of which registrations are told: the end of the period, or of the running month if that is earlier.
        None for a period that has not begun."""
        month = min(self.last, Month.of(clock.today()))
        return month.last_day() if month >= self.first else None

    @property
    def postal_units(self) -> PostalUnits:
        """Units that offer by post on the last day, and those without any use of it in the period. Two queries.

        In today's structure what a unit used counts for those that have taken it over.
        """

        def read():
            if self.day is None:
                return PostalUnits(frozenset(), frozenset())
            measures = measures_by_key([POSTAL_OFFERS, POSTAL_IN, POSTAL_OUT])
            rows = Figure.objects.filter(own__gt=0, **self._within("unit"))
            month = Month.of(self.day)
            offering = rows.filter(measure=measures[POSTAL_OFFERS], year=month.year, month=month.month)
            using = rows.filter(
                within(self.first, self.last), measure_id__in=[measures[POSTAL_IN].pk, measures[POSTAL_OUT].pk]
            )
            registered = self._heirs(offering.values_list("unit_id", flat=True))
            used = self._heirs(using.order_by().values_list("unit_id", flat=True).distinct())
            return PostalUnits(frozenset(registered), frozenset(registered - used))

        return self._once("postal units", read)

    def _numbers(self) -> dict[int, dict[str, tuple]]:
        """procedure -> channel -> (received, results), exactly."""
        found: dict[int, dict[str, tuple]] = defaultdict(dict)
        rows = ProcedureFigure.objects.filter(within(self.first, self.last))
        if self.units is None:
            self._add(found, rows.filter(unit=self.unit), "total")
            return found
        by_part: dict[Decimal, list[int]] = defaultdict(list)
        for unit, part in self.units.items():
            by_part[part].append(unit)
        for part, units in by_part.items():
            self._add(found, rows.filter(unit_id__in=units), "own", part)
        return found

    @staticmethod
    def _add(found: dict, rows, column: str, part: Decimal = Decimal(1)) -> None:
        # Aliased: an aggregate may not carry the name of the column that it sums.
        sums = {"came": Sum(column), "went": Sum(f"{column}_results")}
        grouped = rows.order_by().values_list("procedure_id", "channel").annotate(**sums)
        for procedure, channel, came, went in grouped:
            known = found[procedure].get(channel, (0, 0))
            found[procedure][channel] = (known[0] + came * part, known[1] + went * part)

    def _registered(self) -> dict[int, int]:
        """procedure -> how many units offer it by post on the last day."""
        if self.day is None:
            return {}
        offers = ProcedureOffer.objects.in_force(on=self.day).filter(postal=True, **self._within("unit")).order_by()
        if not self.boundaries.heirs:
            return dict(offers.values_list("procedure_id").annotate(n=Count("unit", distinct=True)))
        units: dict[int, set[int]] = defaultdict(set)
        for procedure, unit in offers.values_list("procedure_id", "unit_id"):
            units[procedure] |= self._heirs([unit])
        return {procedure: len(found) for procedure, found in units.items()}

    def _heirs(self, unit_ids: Iterable[int]) -> set[int]:
        heirs = self.boundaries.heirs
        return {heir for unit in unit_ids for heir in heirs.get(unit, (unit,))}
