"""Loads the demo in one transaction, in the order in which things happened: all of it stands, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from django.db import transaction
from django.utils import timezone

import documents.reference
import indicators.reference
import services.reference
from common import audit
from common.calendar import WorkCalendar
from common.models import Batch
from communes import reorganise
from communes.actions import months
from communes.models import Unit
from indicators import rollups
from indicators.demo import flows, ground, later
from indicators.demo.places import DISTRICT, FIRST, LAST_CLOSED, MERGED_ON, RESOLUTION, absorbed, places

Say = Callable[[str], None]
ACTION = "demo.loaded"


def is_loaded() -> bool:
    """Whether the demo is in this database."""
    return Unit.objects.filter(slug=DISTRICT, code="085").exists() and Batch.objects.filter(kind="demo").exists()


def load(*, say: Say = lambda line: None, until: int | None = None) -> None:
    """Write the whole demo into a database without units, then count its figures. Raises RuntimeError on any other.

    `until`: also the rearrangements up to the end of that year (indicators.demo.later)."""
    if Unit.objects.exists():
        raise RuntimeError("the demo needs a database without units")
    started = perf_counter()
    # Counted after the commit, month by month: killed in between, the marks stay and refresh_figures counts them.
    with rollups.put_off(), transaction.atomic():
        _load(say, until)
    _spent(say, started, "rows written")
    rollups.rebuild()
    audit.seal()
    _spent(say, started, "figures counted")


def _load(say: Say, until: int | None) -> None:
    for reference in (documents.reference, services.reference, indicators.reference):
        reference.load()
    calendar = WorkCalendar.load()
    with _batch("Đơn vị và người dùng minh họa") as (event, _batch_row):
        users = ground.write_logins(event)
        units = ground.write_units(event, beyond=later.neighbours() if until else ())
        ground.write_memberships(event, units, users)
        ground.write_sources(units)
    admin = users["admin"]
    months.open_months(first=FIRST)
    with _batch("Trang thiết bị, nhân lực, kết nối, phần mềm minh họa", by=admin) as (_event, batch):
        holders = ground.write_staff(units, batch)
        ground.write_devices(units, batch, holders)
        ground.write_lines(units, batch)
        ground.write_programmes(units, batch)
    papers = _write_documents(units, calendar, admin, say)
    _write_services(units, calendar, admin)
    with _batch("Số liệu báo cáo minh họa từ 01/2019", by=admin) as (_event, batch):
        batch.rows = flows.write_declared(units, calendar, users, batch)
    _merge(units, admin)
    with audit.event(by=admin, action=ACTION, reason="Xã mới xử lý tiếp văn bản của xã được sáp nhập") as event:
        flows.finish_documents(event, papers)
    _close(units, admin)
    if until:
        later.go_on(until, admin=admin, users=users)
        say(f"reorganisations until {until}")


@contextmanager
def _batch(title: str, *, by=None) -> Iterator[tuple[audit.Event, Batch]]:
    """A named batch with the one audit event of its bulk act."""
    batch = Batch.objects.create(
        kind="demo",
        title=title,
        created_at=timezone.now(),
        created_by_id=getattr(by, "pk", None),
        created_by_name=str(by or ""),
    )
    with audit.event(by=by, action=ACTION, reason=title, batch=batch) as event:
        yield event, batch
        batch.save(update_fields=["rows"])
        event.changed(batch, before=None, after=audit.snapshot(batch))


def _write_documents(units, calendar: WorkCalendar, admin, say: Say):
    with _batch("Văn bản đến, đi từ 01/2020 đến 07/2020 (phân bổ minh họa)", by=admin) as (_event, batch):
        papers = flows.write_documents(units, calendar, by=admin, batch=batch)
    say(f"{len(papers.documents)} documents")
    return papers


def _write_services(units, calendar: WorkCalendar, admin) -> None:
    title = "Thủ tục, hồ sơ, họp trực tuyến, giao dịch Kho bạc minh họa (mã đơn vị 99 trong mã hồ sơ là mã giả định)"
    with _batch(title, by=admin) as (_event, batch):
        procedures = flows.write_procedures(units, batch)
        flows.write_filings(units, procedures, calendar, by=admin, batch=batch)
        flows.write_reasons(units, procedures, by=admin, batch=batch)
        flows.write_meetings(units, calendar, by=admin, batch=batch)


def _merge(units, admin) -> None:
    """Both mergers of the resolution, by the code that any merger goes through."""
    for place in absorbed():
        reorganise.merge(
            by=admin, effective_on=MERGED_ON, resolution=RESOLUTION, absorbed=[units[place.slug]],
            into=units[place.successor],
        )  # fmt: skip


def _close(units, admin) -> None:
    """January 2019 to June 2020 are settled, for every unit in the months in which it existed."""
    reason = "Đã chốt số liệu đến tháng 06/2020"
    ended = {place.slug for place in absorbed()}
    for place in places():
        if place.slug in ended:
            months.close(by=admin, units=[units[place.slug]], months=place.months(FIRST, LAST_CLOSED), reason=reason)
    every = [FIRST + step for step in range(LAST_CLOSED - FIRST + 1)]
    months.close(
        by=admin, units=[unit for slug, unit in units.items() if slug not in ended], months=every, reason=reason
    )


def _spent(say: Say, started: float, what: str) -> None:
    say(f"{what} after {perf_counter() - started:.1f} s")
