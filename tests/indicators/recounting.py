"""Demand for online procedures counted from the registers, row by row and without the stored figures."""

from collections import Counter, defaultdict
from decimal import Decimal

from common.months import Month
from services.models import Filing, ProcedureLevel, ProcedureOffer

MAY = Month(2020, 5)


class Recount:
    """What a question about a made land is answered with; `units` are the province, two districts and the places."""

    def __init__(self, land, units, question):
        self.land, self.units, self.question = land, units, question
        self.first, self.last = (Month(2020, number) for number in question["months"])
        self.day = self.last.last_day()
        self.silent = {units[3 + place].pk: month for place, month in land.silent.items()}

    def parts(self, unit) -> dict:
        """unit id -> the part of it that counts at the unit."""
        heirs = {one.pk: {one: Decimal(1)} for one in self.units}
        if self.question["structure"] == "is" and self.land.heirs:
            heirs[self.units[3].pk] = {self.units[3 + heir]: share for heir, share in self.land.heirs}
        found = {pk: sum(part for heir, part in of.items() if self.below(heir, unit)) for pk, of in heirs.items()}
        return {pk: part for pk, part in found.items() if part}

    def below(self, one, unit) -> bool:
        if self.question["kind"] and one.kind != self.question["kind"]:
            return False
        while one is not None and one != unit:
            one = one.parent
        return one == unit

    def is_known(self, unit: int, month: int) -> bool:
        return unit not in self.silent or (self.silent[unit] is not None and month >= self.silent[unit])

    def levels(self) -> dict:
        """procedure id -> level at the end of the period, online since when without a break."""
        found = {}
        rows = ProcedureLevel.objects.filter(since__lte=self.day, level__in=["3", "4"]).order_by("since")
        for row in rows.select_related("procedure"):
            before = found.get(row.procedure_id)
            begun = before[1] if before and before[2] == row.since else row.since
            found[row.procedure_id] = (row.level, begun, row.until, row.procedure.field)
        wanted = self.question["level"], self.question["of_field"]
        return {
            pk: (level, begun)
            for pk, (level, begun, until, of_field) in found.items()
            if (until is None or until > self.day) and wanted[0] in ("", level) and wanted[1] in ("", of_field)
        }

    def filings(self, unit, first: Month, last: Month) -> dict:
        """(procedure id, channel) -> filings that count there."""
        parts, found = self.parts(unit), Counter()
        for row in Filing.objects.exclude(status=3):
            month = Month.of(row.received_time.date())
            if row.unit_id in parts and first <= month <= last and self.is_known(row.unit_id, month.month):
                found[row.procedure_id, row.channel] += parts[row.unit_id]
        return found

    def demand(self, unit) -> dict:
        """procedure id -> (level, since, units, {channel: filings})."""
        parts, levels, offers = self.parts(unit), self.levels(), defaultdict(list)
        for row in ProcedureOffer.objects.in_force(on=self.day):
            if row.procedure_id in levels and row.unit_id in parts and self.is_known(row.unit_id, self.last.month):
                offers[row.procedure_id].append(row.since)
        filings = self.filings(unit, self.first, self.last)
        return {
            pk: (
                levels[pk][0],
                max(levels[pk][1], min(since)),
                len(since),
                {channel: number for (procedure, channel), number in filings.items() if procedure == pk},
            )
            for pk, since in offers.items()
        }

    def last_online(self, unit) -> dict:
        found = {}
        for number in range(MAY.month, self.last.month + 1):
            month = Month(2020, number)
            filings = self.filings(unit, month, month)
            found |= {pk: month for (pk, channel), n in filings.items() if channel == "online" and n}
        return found
