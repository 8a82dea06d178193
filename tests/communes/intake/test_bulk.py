"""Rows that are written together: the trail, the marks and the registers are as if each had been written by itself."""

from datetime import date

import pytest
from django.db import models, transaction
from django.test.utils import CaptureQueriesContext

from common.errors import Refused
from common.models import AuditChange
from common.months import Month
from communes.intake import base
from communes.intake.bulk import BulkWrite
from communes.intake.connections import CONNECTIONS
from communes.intake.equipment import EQUIPMENT
from communes.intake.software import SOFTWARE_USES
from communes.intake.staff import STAFF
from communes.models import Connection, Equipment, Placement, Posting, StaffMember, StaleMark
from communes.writing import Write
from indicators.intake import DECLARED
from indicators.models import DeclaredValue, Measure
from services.intake import PROCEDURES
from services.models import Procedure, ProcedureLevel, ProcedureOffer
from tests.communes.intake.taking import make_batch, planned, publish
from tests.factories import communes as make
from tests.factories.desk import LONG_AGO, make_procedure

STORED = {Equipment: [Placement], StaffMember: [Posting], Procedure: [ProcedureLevel, ProcedureOffer]}
MAY, JUNE = Month(2020, 5), Month(2020, 6)
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
    measure = Measure.objects.filter(in_report=True).first()
    DeclaredValue.objects.create(unit=here, measure=measure, year=2020, month=5, value=6)
    value = {"unit": here, "measure": measure.key, "reason": "Kiểm đếm lại"}
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
            named | {"code": "1.777777", "level": "3", "valid_from": LATER},
            named | {"code": "1.888888", "level": "4", "level_since": LATER, "valid_until": LAST},
        ]),
        "declared": (DECLARED, [value | {"month": month, "value": 7} for month in (MAY, JUNE)]),
    }  # fmt: skip


def written(intake, rows, *, by, kind, monkeypatch) -> tuple:
    """What publishing leaves: the trail without the keys of new rows, the marks, what the register says then."""
    monkeypatch.setattr(base, "BulkWrite", kind)
    with transaction.atomic():
        lines = planned(intake, rows, by=by)
        for line in lines:
            line.faults.clear()
        batch = make_batch()
        intake.publish(lines, by=by, batch=batch)
        trail = [
            (change.model, change.label, change.unit_id, _without_keys(change.before), _without_keys(change.after))
            for change in AuditChange.objects.filter(event__batch_id=batch.pk).order_by("pk")
        ]
        marks = list(StaleMark.objects.order_by("pk").values_list("unit_id", "year", "month", "section"))
        stored = [_rows(model) for model in (intake.model, *STORED.get(intake.model, ()))]
        fates = [(line.fate.value, line.before) for line in planned(intake, rows, by=by)]
        transaction.set_rollback(True)
    return trail, marks, stored, fates


def _rows(model) -> list[dict]:
    """Every column but the keys, which each way gives anew, and moments."""
    kept = [field for field in model._meta.concrete_fields if not (field.primary_key or field.is_relation)]
    names = [field.name for field in kept if not isinstance(field, models.DateTimeField)]
    return sorted(model.objects.values(*names), key=str)


def _without_keys(state: dict | None) -> dict | None:
    return state and {name: value for name, value in state.items() if not name.endswith("_id") or name == "unit_id"}


@pytest.mark.parametrize("name", ["equipment", "staff", "connections", "software", "procedures", "declared"])
def test_trail_marks_and_rows_are_as_if_written_one_by_one(db, monkeypatch, name):
    make.open_calendar()
    tree = make.make_district()
    by = make.make_member(*(("reviewer", tree.district) if name == "procedures" else ("official", tree.tacuty)))
    intake, rows = cases(tree)[name]
    one, many = (written(intake, rows, by=by, kind=kind, monkeypatch=monkeypatch) for kind in (OneByOne, BulkWrite))
    assert len(one[0]) > 2
    assert sorted(one[0], key=str) == sorted(many[0], key=str)
    assert one[1:] == many[1:]


def test_line_twice_in_one_file_is_refused_at_the_second(tree, official):
    line = {"unit": tree.tacuty, "kind": "internet", "technology": "fibre", "provider": "VNPT"}
    with pytest.raises(Refused, match="Dòng 2:"):
        publish(CONNECTIONS, [line | {"since": DAY}, line | {"since": LATER}], by=official)
    assert not Connection.objects.exists()


def test_code_twice_in_one_file_is_refused_at_the_second(db):
    make.open_calendar()
    by = make.make_member("reviewer", make.make_district().district)
    row = {"code": "1.777777", "name": "Khai tử", "field": "Hộ tịch", "authority": "commune"}
    with pytest.raises(Refused, match="Dòng 2:"):
        publish(PROCEDURES, [row | {"valid_from": LONG_AGO}, row | {"valid_from": LATER}], by=by)
    assert not Procedure.objects.exists()


def test_twenty_more_rows_need_hardly_more_statements(tree, official):
    device = {"unit": tree.tacuty, "kind": "desktop", "name": "HP", "acquired_on": DAY}
    counts = []
    for size in (5, 25):
        rows = [device | {"serial": f"SN-{size}-{place}"} for place in range(size)]
        lines = planned(EQUIPMENT, rows, by=official)
        batch = make_batch()
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
        EQUIPMENT.publish(lines, by=official, batch=make_batch())
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
    PROCEDURES.publish(lines, by=by, batch=make_batch())
    assert Procedure.objects.get(code="1.888888").valid_until == LAST
    levels = ProcedureLevel.objects.filter(procedure__code="1.888888").order_by("since")
    assert list(levels.values_list("level", "until"))[-1] == ("4", LAST)


def test_programmes_are_locked_in_one_order_before_the_uses(tree, official, monkeypatch):
    """A form locks the programme, then the use."""
    order = []
    rows = [{"unit": tree.tacuty, "software": make.make_software(name).name, "since": DAY} for name in "AB"]
    lines = planned(SOFTWARE_USES, rows[::-1], by=official)
    monkeypatch.setattr(BulkWrite, "hold", lambda write, software: order.append(software.name) or software)
    monkeypatch.setattr(BulkWrite, "load", lambda write, model, keys, *others: order.append("uses"))
    SOFTWARE_USES.publish(lines, by=official, batch=make_batch())
    assert order[:3] == ["A", "B", "uses"]
