"""What a register exports imports back unchanged, whatever its texts look like."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from common.months import Month
from common.text import one_line
from communes.models import Condition, EquipmentKind, FundingSource, SkillEvidence, SkillLevel, Technology
from services.models import LimitUnit
from tests.factories import communes as make
from tests.factories.desk import make_procedure
from tests.imports.exported import export, few, judged, one_of, texts

pytestmark = pytest.mark.django_db
text = texts("Máy in").map(one_line)
some_text = st.one_of(st.just(""), text)
day = st.integers(0, 200).map(lambda days: date(2020, 1, 1) + timedelta(days))
amount = st.one_of(st.none(), st.integers(0, 10**9))
yes_no = st.booleans()


DEVICES = st.fixed_dictionaries(
    {
        "kind": one_of(EquipmentKind), "name": some_text, "serial": st.just(""), "since": day, "cost": amount,
        "funding_source": one_of(FundingSource), "note": st.just(""), "condition": one_of(Condition),
        "on_lan": yes_no, "antivirus": yes_no, "one_stop": yes_no,
    }
)  # fmt: skip
PEOPLE = st.fixed_dictionaries(
    {
        "full_name": text, "since": day, "position": text, "skill_level": one_of(SkillLevel), "fluent": yes_no,
        "has_computer": yes_no, "digital_certificate": yes_no, "skill_evidence": one_of(SkillEvidence),
        "norm_group": st.sampled_from(["", "vi", "vii"]),
    }
)  # fmt: skip
LINES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["lan", "internet"]), "technology": one_of(Technology), "provider": some_text,
        "since": day, "bandwidth_mbps": amount, "installed_by": some_text, "funded_by": one_of(FundingSource),
        "note": some_text,
    }
)  # fmt: skip
USES = st.fixed_dictionaries(
    {"required": yes_no, "in_use": yes_no, "accounts": st.integers(5, 3000), "accounts_active": st.integers(0, 5),
     "updated_on": st.one_of(st.none(), day), "since": day}
)  # fmt: skip
PROCEDURES = st.fixed_dictionaries(
    {
        "name": text, "field": text, "limit_value": st.integers(0, 300), "limit_unit": one_of(LimitUnit),
        "fee": amount, "legal_basis": some_text, "note": some_text, "recalled": yes_no, "valid_from": day,
        "level": st.sampled_from(["", "2", "4"]),
    }
)  # fmt: skip


def device(tree, values):
    make.make_equipment(tree.tacuty, **values)


def person(tree, values):
    make.make_staff(tree.tacuty, **values)


def line(tree, values):
    make.make_connection(tree.tacuty, **values)


def use(tree, values):
    make.make_software_use(make.make_software(), tree.tacuty, **values)


def procedure(_tree, values):
    make_procedure(**values)


REGISTERS = {
    "equipment": ("communes:equipment-list", DEVICES, device, "official"),
    "staff": ("communes:staff-list", PEOPLE, person, "official"),
    "connections": ("communes:connection-list", LINES, line, "official"),
    "software": ("communes:software-use-list", USES, use, "official"),
    "procedures": ("services:procedure-list", PROCEDURES, procedure, "reviewer"),
}


@pytest.fixture
def tree(db):
    make.open_calendar()
    tree = make.make_district()
    make.close_month(tree.tacuty, Month(2020, 6))
    return tree


@pytest.mark.parametrize("key", REGISTERS)
@few
@given(data=st.data())
def test_export_imports_back_unchanged(key, tree, tmp_path, data):
    route, rows, add, role = REGISTERS[key]
    with transaction.atomic():
        by = make.make_member(role, tree.tacuty if role == "official" else tree.district)
        drawn = data.draw(st.lists(rows, min_size=1, max_size=8, unique_by=lambda row: str(sorted(row.items()))))
        for values in drawn:
            add(tree, values)
        for kind in ("xlsx", "csv"):
            columns = {"columns": "all"} if data.draw(st.booleans()) else {}
            lines = judged(key, export(by, route, kind, **columns), by=by, folder=tmp_path)
            assert len(lines) == len(drawn)
            found = [(item.fate.value, item.before, item.faults) for item in lines]
            assert found == [("unchanged", {}, [])] * len(drawn)
        transaction.set_rollback(True)
