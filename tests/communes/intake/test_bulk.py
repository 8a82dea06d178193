"""Rows that are written together: the trail, the marks and the registers are as if each had been written by itself."""

from datetime import date

import pytest
from django.db import transaction
from django.test.utils import CaptureQueriesContext

from common import clock
from common.models import AuditChange, Batch
from communes.intake import base
from communes.intake.bulk import BulkWrite
from communes.intake.connections import CONNECTIONS
from communes.intake.equipment import EQUIPMENT
from communes.intake.software import SOFTWARE_USES
from communes.intake.staff import STAFF
from communes.models import StaleMark
from communes.writing import Write
from services.intake import PROCEDURES
from services.models import Procedure, ProcedureLevel
from tests.communes.intake.taking import planned
from tests.factories import communes as make
from tests.factories.desk import LONG_AGO, make_procedure

DAY, LATER, LAST = date(2020, 7, 1), date(2020, 7, 20), date(2020, 7, 30)


class OneByOne(Write):
    """The way in which forms write."""

    def load(self, model, keys, *belongings):
        pass


def cases(tree) -> dict:
    """(intake, rows) by name: things that are there are changed in all their parts, others are new."""
    here, begun = tree.tacuty, LONG_AGO
    make.make_equipment(here, serial="SN-1", since=DAY)
    make.make_staff(here, "Giàng A Páo", position="Văn thư", since=DAY)
    make.make_connection(here, kind="internet", technology="fibre", provider="VNPT", since=DAY)
    programmes = [make.make_software(name) for name in ("Một cửa", "Hộ tịch")]
    make.make_software_use(programmes[0], here, since=DAY, in_use=False, accounts=0)
    make_procedure(code="1.888888", valid_from=begun, level="3")
    device = {"unit": here, "kind": "desktop", "name": "HP", "acquired_on": DAY}
    line = {"unit": here, "kind": "internet", "technology": "fibre", "provider": "VNPT"}
    named = {"name": "Khai tử", "field": "Hộ tịch", "authority": "commune", "valid_from": begun}
    return {
        "equipment": (EQUIPMENT, [
            device | {"serial": "SN-2", "holder": "Giàng A Páo"},
            device | {"serial": "SN-1", "cost": 9, "condition": "broken", "since": LATER},
        ]),
        "staff": (STAFF, [
            {"unit": here, "full_name": "Lù Seo Phà", "position": "Địa chính", "since": DAY},
            {"unit": here, "full_name": "giàng A páo", "position": "Kế toán", "note": "Mới", "since": LATER},
        ]),
        "connections": (CONNECTIONS, [line | {"since": LATER}, line | {"since": DAY, "until": LATER}]),
        "software": (SOFTWARE_USES, [
            {"unit": here, "software": "Hộ tịch", "in_use": True, "since": DAY},
            {"unit": here, "software": "Một cửa", "in_use": True, "accounts": 3, "since": LATER},
        ]),
        "procedures": (PROCEDURES, [
            named | {"code": "1.777777", "level": "2", "valid_until": LATER},
            named | {"code": "1.888888", "level": "4", "level_since": LATER, "valid_until": LAST},
        ]),
    }  # fmt: skip


def written(intake, rows, *, by, kind, monkeypatch) -> tuple:
    """What publishing leaves: the trail without the keys of new rows, the marks, what the register says then."""
    monkeypatch.setattr(base, "BulkWrite", kind)
    with transaction.atomic():
        lines = planned(intake, rows, by=by)
        for line in lines:
            line.faults.clear()
        batch = Batch.objects.create(kind="import", title="Danh sách", created_at=clock.now())
        intake.publish(lines, by=by, batch=batch)
        trail = [
            (change.model, change.label, change.unit_id, _without_keys(change.before), _without_keys(change.after))
            for change in AuditChange.objects.filter(event__batch_id=batch.pk).order_by("pk")
        ]
        marks = list(StaleMark.objects.order_by("pk").values_list("unit_id", "year", "month", "section"))
        stored = list(intake.model.objects.order_by("pk").values_list("version", *_searched(intake.model)))
        fates = [(line.fate.value, line.before) for line in planned(intake, rows, by=by)]
        transaction.set_rollback(True)
    return trail, marks, stored, fates


def _searched(model) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name in ("search", "sort_key")]


def _without_keys(state: dict | None) -> dict | None:
    return state and {name: value for name, value in state.items() if not name.endswith("_id") or name == "unit_id"}


@pytest.mark.parametrize("name", ["equipment", "staff", "connections", "software", "procedures"])
def test_trail_marks_and_rows_are_as_if_written_one_by_one(db, monkeypatch, name):
    make.open_calendar()
    tree = make.make_district()
    by = make.make_member(*(("reviewer", tree.district) if name == "procedures" else ("official", tree.tacuty)))
    intake, rows = cases(tree)[name]
    one, many = (written(intake, rows, by=by, kind=kind, monkeypatch=monkeypatch) for kind in (OneByOne, BulkWrite))
    assert len(one[0]) > 2
    assert sorted(one[0], key=str) == sorted(many[0], key=str)
    assert one[1:] == many[1:]


def test_twenty_more_rows_need_hardly_more_statements(tree, official):
    device = {"unit": tree.tacuty, "kind": "desktop", "name": "HP", "acquired_on": DAY}
    counts = []
    for size in (5, 25):
        rows = [device | {"serial": f"SN-{size}-{place}"} for place in range(size)]
        lines = planned(EQUIPMENT, rows, by=official)
        batch = Batch.objects.create(kind="import", title="Danh sách", created_at=clock.now())
        with CaptureQueriesContext(transaction.get_connection()) as asked:
            EQUIPMENT.publish(lines, by=official, batch=batch)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 3


def test_keys_of_rows_that_are_gone_are_not_given_again(tree, official):
    """The trail of a device that was taken back would go on with another one."""
    device = {"unit": tree.tacuty, "kind": "desktop", "name": "HP", "acquired_on": DAY}
    keys = []
    for serial in ("A", "B"):
        lines = planned(EQUIPMENT, [device | {"serial": serial}], by=official)
        EQUIPMENT.publish(
            lines, by=official, batch=Batch.objects.create(kind="import", title="x", created_at=clock.now())
        )
        found = EQUIPMENT.model.objects.get()
        keys.append(found.pk)
        found.placements.all().delete()
        found.delete()
    assert keys[0] < keys[1]


def test_end_of_a_procedure_takes_the_level_of_the_same_row_along(db):
    make.open_calendar()
    tree = make.make_district()
    by = make.make_member("reviewer", tree.district)
    _intake, rows = cases(tree)["procedures"]
    lines = planned(PROCEDURES, rows[1:], by=by)
    PROCEDURES.publish(lines, by=by, batch=Batch.objects.create(kind="import", title="x", created_at=clock.now()))
    assert Procedure.objects.get(code="1.888888").valid_until == LAST
    levels = ProcedureLevel.objects.filter(procedure__code="1.888888").order_by("since")
    assert list(levels.values_list("level", "until"))[-1] == ("4", LAST)
