"""Reorganising ten units that hold 5,000 placements, rolled back afterwards: the preview, applying, undoing."""

import time
from datetime import date

from django.db import transaction

from accounts.models import User
from common.bulk import insert_rows
from communes import reorganise
from communes.models import Equipment, Placement, Unit
from communes.reorganise import Heir, NewUnit, Plan

UNITS, PLACEMENTS = 10, 5_000
PREVIEW_SECONDS, ACT_SECONDS = 3, 60
DAY = date(2020, 8, 1)


def reorganising() -> list[dict]:
    """Seconds beside what each may take: the preview under 3 s; the act stays far below a web server's patience."""
    found = []
    by = User.objects.filter(is_superuser=True).order_by("pk").first()
    with transaction.atomic():
        plan = _plan()
        shown, preview = _timed(lambda: reorganise.preview(plan))
        if shown.faults or sum(line.number for one in shown.units for line in one.moves) < PLACEMENTS:
            raise RuntimeError(f"not the reorganisation that was meant: {shown.faults}")
        act, applied = _timed(lambda: reorganise.apply(plan, by=by))
        _undone, undone = _timed(lambda: reorganise.undo(act, by=by, reason="bench"))
        for name, seconds, limit in (
            ("preview", preview, PREVIEW_SECONDS), ("applied", applied, ACT_SECONDS), ("undone", undone, ACT_SECONDS),
        ):  # fmt: skip
            found.append({
                "name": f"10 units, 5,000 placements: {name} / {limit} s", "ours": seconds, "beside": limit,
                "ratio": seconds / limit, "goal": 1.0,
            })  # fmt: skip
        transaction.set_rollback(True)
    return found


def _plan() -> Plan:
    units = list(Unit.objects.filter(kind="commune", valid_until__isnull=True).order_by("pk")[:UNITS])
    devices = [
        Equipment(kind="desktop", name=f"Bench {n}", acquired_on=date(2019, 1, 1), acquired_by_unit=units[n % UNITS])
        for n in range(PLACEMENTS)
    ]
    insert_rows(devices, with_keys=True)
    insert_rows([Placement(equipment=row, unit=row.acquired_by_unit, since=date(2019, 1, 1)) for row in devices])
    new = NewUnit(name="Đo lường", legal_type="xa", kind="commune", parent=units[0].parent)
    return Plan(kind="merge", effective_on=DAY, resolution="bench", ending=tuple(units), heirs=(Heir(new),))


def _timed(call):
    started = time.perf_counter()
    value = call()
    return value, time.perf_counter() - started
