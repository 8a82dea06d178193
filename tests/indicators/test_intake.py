"""Many declared values at once, beside what the registers count."""

from datetime import date
from decimal import Decimal

import pytest

from common.months import Month
from communes.models import Role
from indicators.intake import DECLARED
from indicators.models import DeclaredValue, Measure
from tests.communes.intake.taking import event_of, fates, faults, publish
from tests.factories import communes as ground
from tests.factories.documents import make_document

JULY = Month(2020, 7)


@pytest.fixture
def tree(db, settings):
    settings.REFRESH_MODE = "worker"
    ground.open_calendar(first=Month(2020, 5))
    return ground.make_district()


@pytest.fixture
def official(tree):
    return ground.make_member(Role.OFFICIAL, tree.tacuty)


def row(unit, measure="documents.incoming", **values) -> dict:
    return {"unit": unit, "measure": measure, "month": JULY} | values


def test_value_of_the_register_is_not_declared(tree, official):
    make_document(tree.tacuty, registered_on=date(2020, 7, 2))
    rows = [row(tree.tacuty, value=Decimal(1)), row(tree.tacuty, "documents.outgoing", value=3, reason="sổ giấy")]
    assert fates(DECLARED, rows, by=official) == ["unchanged", "new"]
    batch = publish(DECLARED, rows, by=official)
    assert DeclaredValue.objects.get().value == 3
    assert (event_of(batch).action, batch.rows) == ("figures.imported", 1)


def test_declared_value_is_replaced_and_its_blank_with_it(tree, official):
    publish(DECLARED, [row(tree.tacuty, "workfiles.total", blank="not_available")], by=official)
    again = row(tree.tacuty, "workfiles.total", value=4)
    publish(DECLARED, [again], by=official)
    declared = DeclaredValue.objects.get()
    assert (declared.value, declared.blank) == (4, "")
    assert fates(DECLARED, [again, again], by=official) == ["unchanged", "refused"]


def test_values_are_stored_with_the_decimals_of_the_measure(tree, official):
    Measure.objects.filter(key="workfiles.total").update(decimals=2)
    rows = [row(tree.tacuty, "workfiles.total", value=Decimal("2.5"))]
    publish(DECLARED, rows, by=official)
    assert DeclaredValue.objects.get().value == 250
    assert fates(DECLARED, rows, by=official) == ["unchanged"]
    assert faults(DECLARED, rows[0] | {"value": Decimal("2.555")}, by=official)[0][0] == "value"


def test_declared_value_is_refused_in_words(tree, official):
    here = tree.tacuty
    cases = {
        "reason": row(here, value=9),
        "blank": row(here, value=9, blank="not_available"),
        "value": row(here),
        "measure": row(here, "procedures.published"),
        "month": row(here, "workfiles.total", month=Month(2020, 9), value=1),
        "unit": row(tree.banpho, value=1),
    }
    assert {name: faults(DECLARED, values, by=official)[0][0] for name, values in cases.items()} == {
        name: name for name in cases
    }
    ground.close_month(here, JULY)
    assert fates(DECLARED, [row(here, "workfiles.total", value=1)], by=official) == ["refused"]
