"""Many procedures at once: known again by code and first day, corrected, given levels, ended; refused in words."""

from datetime import date

from common.months import Month
from services.intake import PROCEDURES
from services.models import Procedure
from tests.communes.intake.taking import event_of, fates, faults, publish
from tests.factories import communes as ground
from tests.factories.desk import LONG_AGO

BEGUN, DAY = LONG_AGO, date(2020, 7, 20)


def row(code="1.001193", **values) -> dict:
    given = {"name": "Đăng ký khai sinh", "field": "Hộ tịch", "authority": "commune", "valid_from": BEGUN}
    return {"code": code} | given | values


def test_procedure_is_known_by_its_code_and_first_day(place, reviewer, procedure):
    known = row(procedure.code, limit_value=3, limit_unit="working_day", level="3")
    undated = {name: value for name, value in known.items() if name != "valid_from"}
    rows = [known, row("1.999999"), row(procedure.code, valid_from=DAY)]
    assert fates(PROCEDURES, rows, by=reviewer) == ["unchanged", "new", "refused"]  # the first is in force
    assert fates(PROCEDURES, [undated], by=reviewer) == ["unchanged"]


def test_procedures_are_written_in_one_act(place, reviewer, procedure):
    rows = [
        row(procedure.code, name="Khai sinh", level="4", level_since=DAY),
        row("1.999999", level="2", limit_value=5, limit_unit="day", fee=8000),
    ]
    batch = publish(PROCEDURES, rows, by=reviewer)
    procedure.refresh_from_db()
    assert procedure.name == "Khai sinh"
    assert list(procedure.levels.values_list("since", "level")) == [(BEGUN, "3"), (DAY, "4")]
    new = Procedure.objects.get(code="1.999999")
    assert (new.batch, new.fee, new.levels.get().level) == (batch, 8000, "2")
    assert event_of(batch).action == "procedures.imported"
    assert fates(PROCEDURES, rows, by=reviewer) == ["unchanged"] * 2


def test_end_of_a_procedure_ends_its_offers(place, reviewer, procedure):
    publish(PROCEDURES, [row(procedure.code, valid_until=DAY)], by=reviewer)
    assert set(procedure.offers.values_list("until", flat=True)) == {DAY}
    assert fates(PROCEDURES, [row(procedure.code, valid_until=DAY)], by=reviewer) == ["unchanged"]
    assert fates(PROCEDURES, [row(procedure.code, valid_until=date(2020, 7, 21))], by=reviewer) == ["refused"]
    assert fates(PROCEDURES, [row(procedure.code, valid_from=DAY)], by=reviewer) == ["new"]


def test_procedure_is_refused_by_the_rules_of_the_form(place, reviewer, official, procedure):
    cases = {
        "code": row("1193"),
        "limit_value": row(limit_unit="day"),
        "limit_unit": row(limit_value=3),
        "level": row(level="full"),
        "name": row(name="x" * 301),
        "authority": row(authority="village"),
    }
    assert {name: faults(PROCEDURES, values, by=reviewer)[0][0] for name, values in cases.items()} == {
        name: name for name in cases
    }
    assert fates(PROCEDURES, [row()], by=official) == ["refused"]
    ground.close_month(place.tacuty, Month(2020, 6))
    assert fates(PROCEDURES, [row(procedure.code, level="4", level_since=date(2020, 6, 1))], by=reviewer) == ["refused"]
