"""Counts of distinct things, which are no sums of months: procedures with filings (design.md 6). Explicit names.

In today's structure a distinct thing of a unit that was split counts whole at each of its heirs: it cannot be divided,
and which of them it went to is not known. Filings are apportioned by share. Both are estimates (docs/adr/0009).
"""

from collections.abc import Callable
from decimal import Decimal

from django.db.models import Exists, OuterRef, Subquery

from common import clock
from common.months import Month, span
from communes.models import Section, SectionSource, Source, Unit
from indicators.models import ProcedureFigure
from indicators.series import whole, within
from indicators.structure import Boundaries
from services.models import ONLINE_LEVELS, Channel, Procedure, ProcedureLevel, ProcedureOffer


class Procedures:
    """What a unit's subtree offers and received in a period, read once for all the named counts."""

    def __init__(self, unit: Unit, first: Month, last: Month, *, structure: str | Boundaries = "was", kind: str = ""):
        self.unit, self.first, self.last, self.kind = unit, first, last, kind
        self.boundaries = Boundaries.of(structure)
        self._cache: dict[str, object] = {}

    @property
    def online_by_month(self) -> dict[Month, set[int]]:
        """Procedures at an online level at the end of each month."""

        def read():
            rows = list(
                ProcedureLevel.objects.filter(level__in=ONLINE_LEVELS)
                .with_law()
                .values_list("procedure", "since", "lawful_until")
            )
            return {
                month: {
                    pk
                    for pk, since, until in rows
                    if since <= month.last_day() and (not until or until > month.last_day())
                }
                for month in span(self.first, self.last)
            }

        return self._once("levels", read)

    @property
    def online(self) -> dict[int, tuple[bool, bool]]:
        """Online procedures offered in the subtree at the end of the period, or today if that is earlier: the id and
        whether anybody filed it in the period, and whether somebody filed it online. One query.

        A unit that only reports totals then is left out: who filed what there is not known, which is no zero.
        """

        def read():
            month = min(self.last, Month.of(clock.today()))
            if month < self.first:
                return {}
            day = month.last_day()
            levels = ProcedureLevel.objects.in_force(on=day).filter(level__in=ONLINE_LEVELS)
            offers = ProcedureOffer.objects.in_force(on=day).filter(**self._within("unit")).exclude(
                unit_id__in=_reporting_totals(month)
            )  # fmt: skip
            filed = self._filed().filter(procedure_id=OuterRef("pk"))
            rows = (
                Procedure.objects.order_by()
                .filter(
                    Exists(levels.filter(procedure=OuterRef("pk"))), Exists(offers.filter(procedure=OuterRef("pk")))
                )
                .annotate(filed=Exists(filed), filed_online=Exists(filed.filter(channel=Channel.ONLINE)))
            )
            return {pk: (filed, online) for pk, filed, online in rows.values_list("pk", "filed", "filed_online")}

        return self._once("online", read)

    @property
    def units(self) -> dict[int, Decimal] | None:
        """The units whose own rows count, with the part that does; None: all below, for which totals are kept."""

        def read():
            if self.kind or self.boundaries.shift(self.unit.pk).weights:
                return self.boundaries.parts([self.unit.pk], kind=self.kind)[self.unit.pk]
            return None

        return self._once("units", read)

    @property
    def estimated(self) -> bool:
        """Whether something here comes of a unit that was split."""

        def read():
            divided = [pk for pk, part in (self.units or {}).items() if part != 1]
            return bool(divided) and self._filed().filter(unit_id__in=divided).exists()

        return self._once("estimated", read)

    @property
    def received(self) -> dict[tuple[int, str, Month], int | Decimal]:
        """(procedure, channel, month) -> filings received, exactly."""

        def read():
            column = "total" if self.units is None else "own"
            found: dict[tuple[int, str, Month], int | Decimal] = {}
            for unit, procedure, channel, year, month, number in self._filed().values_list(
                "unit_id", "procedure_id", "channel", "year", "month", column
            ):
                key = (procedure, channel, Month(year, month))
                found[key] = found.get(key, 0) + (number if self.units is None else number * self.units[unit])
            return found

        return self._once("received", read)

    @property
    def reports_totals(self) -> bool:
        """Whether a unit here only reports totals of its filings at the end of the period."""
        return self._once(
            "totals", lambda: _reporting_totals(self.last).filter(**self._within("unit")).exists()
        )  # fmt: skip

    def _filed(self):
        """The figures of what was received in the period."""
        rows = ProcedureFigure.objects.filter(within(self.first, self.last))
        if self.units is None:
            return rows.filter(unit=self.unit, total__gt=0)
        return rows.filter(unit_id__in=self.units, own__gt=0)

    def _within(self, unit: str) -> dict:
        """The condition that the unit of a row counts here."""
        if self.units is None:
            return {f"{unit}__ancestor_links__ancestor": self.unit.pk}
        return {f"{unit}_id__in": self.units}

    def _once(self, name: str, read: Callable):
        if name not in self._cache:
            self._cache[name] = read()
        return self._cache[name]


def online_procedures(data: Procedures) -> int:
    """Procedures at level 3 or 4 offered at the end of the period."""
    return len(data.online)


def online_procedures_filed(data: Procedures) -> int:
    """Of these, those with any filing in the period: demand exists."""
    return sum(filed for filed, _online in data.online.values())


def online_procedures_filed_online(data: Procedures) -> int:
    """Of these, those with a filing received online in the period."""
    return sum(online for _filed, online in data.online.values())


def filings_34(data: Procedures) -> int:
    """All filings of procedures that were online in the month."""
    online = data.online_by_month
    return whole(sum(n for (procedure, _c, month), n in data.received.items() if procedure in online[month]))


def online_filings_34(data: Procedures) -> int | None:
    """Filings received online of procedures that were online in the month; None where only totals were reported, which
    do not say of which procedures."""
    if not data.received and data.reports_totals:
        return None
    return whole(
        sum(
            n
            for (procedure, channel, month), n in data.received.items()
            if channel == Channel.ONLINE and procedure in data.online_by_month[month]
        )
    )


def _reporting_totals(month: Month):
    """The units that only report totals of their filings in a month; the source at its first day decides."""
    sources = SectionSource.objects.filter(section=Section.FILINGS, since__lte=month.first_day()).order_by()
    latest = sources.filter(unit=OuterRef("unit")).order_by("-since").values("source")[:1]
    return sources.filter(source=Source.REPORT, source__in=Subquery(latest)).values("unit_id")


COUNTS: dict[str, Callable[[Procedures], int | None]] = {
    "online_procedures": online_procedures,
    "online_procedures_filed": online_procedures_filed,
    "online_procedures_filed_online": online_procedures_filed_online,
    "filings_34": filings_34,
    "online_filings_34": online_filings_34,
}
