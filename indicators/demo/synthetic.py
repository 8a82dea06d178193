"""A made-up country of any size, for measuring: provinces, districts, communes and offices with documents and filings.

The same numbers and seed give the same rows. Nothing in it resembles a real unit.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

import documents.bulk
import documents.reference
import documents.search_index
import indicators.reference
import services.bulk
import services.reference
from common import audit, clock
from common.bulk import analyze, insert_rows
from common.calendar import WorkCalendar
from common.models import Batch
from common.months import Month
from common.text import fold, sort_key
from communes import tree
from communes.models import ReportingCalendar, Unit, UnitAlias, UnitClosure
from documents.models import Direction, Document, DocumentType, Medium, Signature, Urgency
from indicators import rollups
from indicators.demo import varied, words
from indicators.demo.catalogue import entries
from indicators.demo.draw import Draw, spread
from indicators.demo.places import working_days
from services.codes import filing_code
from services.models import Channel, Filing, FilingStatus, Procedure, ProcedureLevel, ProcedureOffer

LEAVES_PER_DISTRICT, OFFICES_PER_DISTRICT, DISTRICTS_PER_PROVINCE = 16, 4, 11
SINCE = date(2000, 1, 1)
# So many documents are held in memory at once, rounded up to whole units.
PORTION = 50_000


@dataclass(frozen=True)
class Size:
    """How much to make: leaf units, documents, filings, the months that they spread over, and the seed."""

    units: int
    documents: int
    filings: int
    months: int
    seed: int = 1

    def draw(self, *subject) -> Draw:
        """A stream of chance of this country."""
        return Draw.of(*subject, seed=f"synthetic-{self.seed}")


def generate(size: Size, *, with_figures: bool = True, say=lambda line: None) -> None:
    """Write the country in one transaction and count its figures; rows are added to what is there.

    Without figures they are left to `refresh_figures --all`.
    """
    with rollups.put_off(), transaction.atomic():
        _take_time()
        for reference in (documents.reference, services.reference, indicators.reference):
            reference.load()
        batch = Batch.objects.create(
            kind="synthetic", title=f"Synthetic country, seed {size.seed}", created_at=timezone.now()
        )
        leaves = write_units(size, batch)
        first, last = _open(size)
        calendar = WorkCalendar.load()
        days = working_days(calendar, first.first_day(), min(last.last_day(), clock.today()))
        say(f"{len(leaves)} leaf units")
        with documents.search_index.put_off() if size.documents > PORTION else nullcontext():
            for portion in documents_of(size, leaves, days):
                documents.bulk.insert_rows(by=None, batch=batch, documents=portion, by_rule=False)
        say(f"{size.documents} documents")
        if size.filings:
            procedures = write_procedures(leaves)
            found = filings_of(size, leaves, procedures, days)
            services.bulk.insert_filings(by=None, batch=batch, filings=found)
            say(f"{size.filings} filings")
    analyze(Unit, UnitClosure, Document, Procedure, ProcedureOffer, Filing)
    if with_figures:
        rollups.rebuild()
    audit.seal()


def _take_time() -> None:
    """Between two portions PostgreSQL waits longer than it waits for a person."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in ("idle_in_transaction_session_timeout", "statement_timeout"):
                cursor.execute(f"SET LOCAL {name} = 0")


# --- Units -----------------------------------------------------------------------------------------------------------


def write_units(size: Size, batch: Batch) -> list[Unit]:
    """Provinces (several of them under one root), districts, communes and offices; returns the communes and offices."""
    n_districts = -(-size.units // LEAVES_PER_DISTRICT)
    n_provinces = -(-n_districts // DISTRICTS_PER_PROVINCE)
    root = _root(size) if n_provinces > 1 else None
    provinces = [_unit(size, i, "province", "tinh", f"Mẫu {i}", root) for i in range(1, n_provinces + 1)]
    insert_rows(provinces, with_keys=True)
    districts = [
        _unit(size, i, "district", "huyen", f"Mẫu {i}", provinces[(i - 1) // DISTRICTS_PER_PROVINCE])
        for i in range(1, n_districts + 1)
    ]
    insert_rows(districts, with_keys=True)
    leaves = [_leaf(size, i, districts[(i - 1) // LEAVES_PER_DISTRICT]) for i in range(1, size.units + 1)]
    insert_rows(leaves, with_keys=True)
    offices = [unit for unit in leaves if unit.kind == "office"]
    insert_rows(
        [UnitAlias(unit=unit, kind="short", name=f"P{i}", search_key=f"p{i}") for i, unit in enumerate(offices, 1)]
    )
    tree.rebuild_closure()
    with audit.event(by=None, action="units.generated", batch=batch) as event:
        event.changed(batch, before=None, after=audit.snapshot(batch))
    return leaves


def _root(size: Size) -> Unit:
    """What stands above several provinces. Real trees end at a province, so no kind of unit is made for it."""
    root = _unit(size, 0, "province", "tinh", "Mẫu cả nước", None)
    insert_rows([root], with_keys=True)
    return root


def _leaf(size: Size, i: int, district: Unit) -> Unit:
    if (i - 1) % LEAVES_PER_DISTRICT >= LEAVES_PER_DISTRICT - OFFICES_PER_DISTRICT:
        return _unit(size, i, "office", "phong_ban", f"Phòng Mẫu {i}", district)
    return _unit(size, i, "commune", "xa", f"Mẫu {i}", district)


def _unit(size: Size, i: int, kind: str, legal_type: str, name: str, parent: Unit | None) -> Unit:
    level = ("province", "district", "commune", "office").index(kind)
    unit = Unit(
        slug=f"mau-{size.seed}-{kind}-{i}", code=f"{size.seed % 1000:03}{level}{i:06}", name=name, kind=kind,
        legal_type=legal_type, parent=parent, valid_from=SINCE,
    )  # fmt: skip
    unit.sort_key, unit.search_key = sort_key(unit.name), fold(unit.full_name)
    return unit


def _open(size: Size) -> tuple[Month, Month]:
    """The months to fill, up to the last one that has ended; within those opened already, if there are any.

    The calendar is written without stale marks: everything is counted at the end, or by `refresh_figures --all`.
    """
    running = Month.of(clock.today())
    first, last = running - size.months, running - 1
    known = ReportingCalendar.objects.first()
    if known is not None:
        return max(first, Month(known.first_year, known.first_month)), last
    ReportingCalendar.objects.create(
        pk=1, cutoff_day=settings.REPORTING_CUTOFF_DAY, first_year=first.year, first_month=first.month,
        last_year=running.year, last_month=running.month, counted_on=clock.today(),
    )  # fmt: skip
    return first, last


# --- Documents and filings -------------------------------------------------------------------------------------------


def documents_of(size: Size, leaves: list[Unit], days: list[date]) -> Iterator[list[Document]]:
    """The documents in portions of whole units, each unit's in order of days."""
    draw = size.draw("volumes")
    numbers = spread(size.documents, [draw.lognormvariate(0, 0.7) for _ in leaves])
    types = {kind.name: kind for kind in DocumentType.objects.all()}
    portion: list[Document] = []
    for unit, number in zip(leaves, numbers, strict=True):
        portion += _documents_at(size.draw("documents", unit.slug), unit, number, days, types)
        if len(portion) >= PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def _documents_at(draw: Draw, unit: Unit, number: int, days: list[date], types) -> list[Document]:
    usual = [*words.DISTRICT_ORGANS, *words.PROVINCE_ORGANS]
    signing, signers = draw.uniform(0.5, 0.98), varied.signers(draw)
    found = []
    for day in sorted(draw.choices(days, k=number)):
        fields = {"unit": unit, "handling_unit_id": unit.pk, "number": None, "registered_on": day}
        if draw.random() < 0.125:
            fields |= varied.outgoing(draw, signers, types, day.month)
            fields["signature"] = Signature.AGENCY if draw.random() < signing else Signature.NONE
            found.append(Document(direction=Direction.OUTGOING, **fields))
            continue
        fields |= varied.incoming(draw, usual, types, day.month)
        if draw.random() < 0.3:
            due = min(day + timedelta(days=draw.randint(2, 20)), days[-1])
            fields |= {"due_on": due, "completed_on": _finished(draw, day, due, days[-1])}
        if draw.random() < 0.04:
            fields["urgency"] = Urgency.URGENT if draw.random() < 0.8 else Urgency.EXPRESS
        medium = Medium.ELECTRONIC if draw.random() < 0.94 else Medium.PAPER
        found.append(Document(direction=Direction.INCOMING, issued_on=day, medium=medium, **fields))
    return found


def _finished(draw: Draw, arrived: date, due: date, last: date) -> date | None:
    """Mostly in time; one in twenty never, one in twelve late."""
    chance = draw.random()
    if chance < 0.05:
        return None
    if chance < 0.13:
        return min(due + timedelta(days=draw.randint(1, 9)), last)
    return max(arrived, due - timedelta(days=draw.randint(0, 5)))


def write_procedures(leaves: list[Unit]) -> list[Procedure]:
    """The catalogue of domain.md 4.9, where it is missing, offered by every commune; returns the communes' part."""
    known = {procedure.code: procedure for procedure in Procedure.objects.all()}
    found, levels, offers = [], [], []
    for entry in entries():
        if not entry.at_communes:
            continue
        procedure = known.get(entry.code)
        if procedure is None:
            procedure = Procedure.objects.create(
                code=entry.code, name=entry.name, field=entry.field, authority=entry.authority, valid_from=SINCE,
                limit_value=entry.limit_value, limit_unit=entry.limit_unit, recalled=entry.recalled,
            )  # fmt: skip
            levels.append(ProcedureLevel(procedure=procedure, level=entry.level, since=SINCE))
        found.append(procedure)
        by_post = len(found) % 3 == 0
        offers += [
            ProcedureOffer(procedure=procedure, unit=unit, since=SINCE, postal=by_post and place % 4 < 3)
            for place, unit in enumerate(leaves)
            if unit.kind == "commune"
        ]
    insert_rows(levels)
    insert_rows(offers)
    return found


def filings_of(size: Size, leaves: list[Unit], procedures: list[Procedure], days: list[date]) -> list[Filing]:
    """Finished filings of the communes, one in twelve online, one in two hundred by post."""
    communes = [unit for unit in leaves if unit.kind == "commune"]
    draw = size.draw("filings")
    numbers = spread(size.filings, [draw.lognormvariate(0, 0.6) for _ in communes])
    letter = chr(ord("A") + size.seed % 26)
    zone = timezone.get_default_timezone()
    found = []
    for place, (unit, number) in enumerate(zip(communes, numbers, strict=True), start=1):
        agency = f"000.{place // 100 % 100:02}.{place % 100:02}.{letter}{place // 10_000:02}"
        day, running = None, 0
        for received_on in sorted(draw.choices(days, k=number)):
            running = running + 1 if received_on == day else 1
            day = received_on
            received = datetime.combine(day, time(draw.randint(8, 15), draw.randint(0, 59)), zone)
            found.append(
                Filing(
                    code=filing_code(agency, day, running), procedure=draw.choice(procedures), unit=unit,
                    holding_unit_id=unit.pk, status=FilingStatus.RESULT_RETURNED, received_time=received,
                    **_channels(draw.random()),
                    finished_time=received + timedelta(hours=1), returned_time=received + timedelta(hours=2),
                )
            )  # fmt: skip
    return found


def _channels(chance: float) -> dict[str, str]:
    """How a filing came and how its result went out."""
    if chance < 1 / 12:
        return {"channel": Channel.ONLINE, "result_channel": Channel.ONLINE if chance < 1 / 20 else Channel.DIRECT}
    by_post = {"result_channel": Channel.POSTAL if chance > 0.985 else Channel.DIRECT}
    return by_post | {"channel": Channel.POSTAL if chance > 0.995 else Channel.DIRECT}
