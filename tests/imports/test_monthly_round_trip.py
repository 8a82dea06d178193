"""What the list of monthly values exports imports back unchanged, and declares everything again when all is gone."""

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from common.text import one_line
from communes.models import Role
from indicators.models import Blank, DeclaredValue, Measure
from tests.factories import communes as make
from tests.imports.exported import data_of, export, few, filled_again, judged, texts

pytestmark = pytest.mark.django_db
LIST = "indicators:declared-list"
# 0 is what the empty registers say themselves: that is not declared.
VALUES = st.fixed_dictionaries({
    "measure": st.integers(0, 400), "month": st.integers(1, 7), "place": st.integers(0, 1),
    "value": st.sampled_from([1, 8412, 71_814, 1000, 10**12 + 1]) | st.integers(1, 10**6),
    "blank": st.sampled_from(["", "", *Blank.values]), "reason": texts("Số 8.412").map(one_line),
})  # fmt: skip


@pytest.fixture
def tree(db):
    make.open_calendar()
    return make.make_district()


@few
@given(data=st.data())
def test_values_import_back_unchanged_and_are_declared_again(tree, tmp_path, data):
    measures = list(Measure.objects.filter(in_report=True))
    with transaction.atomic():
        rows = st.lists(
            VALUES, min_size=1, max_size=8,
            unique_by=lambda row: (row["place"], row["month"], row["measure"] % len(measures)),
        )  # fmt: skip
        drawn, sees_both = data.draw(rows), data.draw(st.booleans())
        units = [tree.tacuty, tree.banpho]
        by = make.make_administrator() if sees_both else make.make_member(Role.OFFICIAL, tree.tacuty)
        for values in drawn:
            measure = measures[values.pop("measure") % len(measures)]
            unit = units[values.pop("place")]
            value = None if values["blank"] else values["value"]
            DeclaredValue.objects.create(unit=unit, measure=measure, year=2020, **values | {"value": value})
        number = DeclaredValue.objects.visible_to(by).count()
        DeclaredValue.objects.filter(month=7).update(approved_at=timezone.now(), approved_by=by)
        for kind in ("xlsx", "csv"):
            lines = judged("monthly", export(by, LIST, kind), by=by, folder=tmp_path)
            found = [(item.fate.value, item.before, item.faults) for item in lines]
            assert found == [("unchanged", {}, [])] * number
        DeclaredValue.objects.update(approved_at=None, approved_by=None)
        content = {kind: export(by, LIST, kind) for kind in ("xlsx", "csv")}
        DeclaredValue.objects.all().delete()
        if number:
            filled_again("monthly", content[data.draw(st.sampled_from(sorted(content)))], by=by, rows=number)
            assert data_of(export(by, LIST, "csv")) == data_of(content["csv"])
        transaction.set_rollback(True)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_file_of_an_empty_list_holds_no_record(tree, tmp_path, kind):
    by = make.make_administrator()
    assert judged("monthly", export(by, LIST, kind), by=by, folder=tmp_path) == []
