"""Units are made and ended, not changed; facts and sources have days and respect closed months."""

from datetime import date

import pytest

from common.errors import ClosedMonth, NotAllowed, OutOfScope, Refused
from common.models import AuditEvent
from common.months import Month
from communes.actions import names, units
from communes.models import SectionSource, StaleMark, Unit, UnitFact
from tests.factories import communes as make

SINCE = date(2020, 6, 10)


@pytest.fixture(autouse=True)
def _calendar(settings, db):
    settings.REFRESH_MODE = "worker"
    make.open_calendar()


def months() -> list[tuple]:
    return list(StaleMark.objects.order_by("pk").values_list("month", "section"))


def new(by, parent, **fields):
    values = {"name": "Nậm Lúc", "kind": "commune", "legal_type": "xa", "slug": "xa-nam-luc", "valid_from": SINCE}
    return units.create_unit(by=by, parent=parent, **values | fields)


def test_unit_created_in_the_past_is_marked_in_every_month(tree, administrator):
    unit = new(administrator, tree.district, aliases=[("short", "NL")])
    assert set(Unit.objects.within(tree.province)) >= {unit}
    assert {month for month, _section in months()} == set(range(1, 13))
    assert list(unit.aliases.values_list("name", flat=True)) == ["NL"]


def test_unit_cannot_be_older_than_its_parent_or_outlive_it(tree, administrator):
    ended = make.make_unit("Bản Già", parent=tree.district, valid_until=date(2020, 3, 1))
    for parent, since in ((ended, SINCE), (tree.district, date(1999, 1, 1))):
        with pytest.raises(Refused):
            new(administrator, parent, valid_from=since)
    assert not Unit.objects.filter(slug="xa-nam-luc").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("name", "Khác"), ("code", "1"), ("kind", "office"), ("slug", "x"), ("valid_until", date(2020, 8, 1))],
)
def test_what_makes_a_unit_this_unit_stays(tree, administrator, name, value):
    with pytest.raises(Refused) as refused:
        units.change_unit(tree.tacuty, by=administrator, version=1, reason="x", **{name: value})
    assert refused.value.field == name
    changed = units.change_unit(tree.tacuty, by=administrator, version=1, reason="đo lại", area_km2=66)
    assert changed.version == 2
    assert months() == []


@pytest.mark.parametrize("role", ["official", "head", "reviewer", "leader", "auditor"])
def test_units_are_administrators_business(tree, role):
    by = make.make_member(role, tree.district)
    user = make.make_member()
    for call in (
        lambda: new(by, tree.district),
        lambda: units.change_unit(tree.tacuty, by=by, version=1, reason="x", area_km2=1),
        lambda: units.add_fact(tree.tacuty, by=by, key="posts", value=1, since=SINCE),
        lambda: units.set_source(tree.tacuty, by=by, section="staff", source="report", since=SINCE),
        lambda: units.add_membership(by=by, user=user, unit=tree.tacuty, role="head", valid_from=SINCE),
    ):
        with pytest.raises((NotAllowed, OutOfScope)):
            call()
    assert not AuditEvent.objects.filter(actor_id=by.pk).exists()


def test_next_fact_ends_the_one_before_and_marks_what_it_changes(tree, administrator):
    units.add_fact(tree.tacuty, by=administrator, key="posts", value=21, since=date(2020, 1, 1))
    StaleMark.objects.all().delete()
    units.add_fact(tree.tacuty, by=administrator, key="posts", value=23, since=SINCE)
    assert [(f.value, f.until) for f in UnitFact.objects.order_by("since")] == [(21, SINCE), (23, None)]
    assert months() == [(6, "staff"), (7, "staff"), (8, "staff")]
    StaleMark.objects.all().delete()
    units.add_fact(tree.tacuty, by=administrator, key="distance_km", value=30, since=SINCE)
    assert months() == [], "the distance is in no figure"
    for since in (SINCE, date(2020, 3, 1)):
        with pytest.raises(Refused):
            units.add_fact(tree.tacuty, by=administrator, key="posts", value=25, since=since)


def test_fact_of_a_closed_month_needs_an_override(tree, administrator):
    fact = units.add_fact(tree.tacuty, by=administrator, key="posts", value=21, since=date(2020, 1, 1))
    make.close_month(tree.tacuty, Month(2020, 6))
    with pytest.raises(ClosedMonth):
        units.add_fact(tree.tacuty, by=administrator, key="posts", value=23, since=SINCE)
    units.add_fact(tree.tacuty, by=administrator, key="posts", value=23, since=date(2020, 7, 1))
    with pytest.raises(ClosedMonth):
        names.correct_fact(fact, by=administrator, reason="sai", value=20)
    names.correct_fact(fact, by=administrator, reason="sai", value=20, override=True)
    with pytest.raises(Refused):
        names.correct_fact(fact, by=administrator, reason="sai", until=None)
    fact.refresh_from_db()
    assert (fact.value, fact.until) == (20, date(2020, 7, 1))


def test_source_counts_from_the_next_month_that_begins(tree, administrator):
    units.set_source(tree.tacuty, by=administrator, section="documents", source="report", since=SINCE)
    assert months() == [(7, "documents"), (8, "documents")]
    event = AuditEvent.objects.get(action="units.source_set")
    assert event.changes.get().after["source"] == "report"
    StaleMark.objects.all().delete()
    units.set_source(tree.tacuty, by=administrator, section="documents", source="report", since=SINCE)
    assert months() == []
    units.set_source(tree.tacuty, by=administrator, section="documents", source="register", since=date(2020, 8, 1))
    assert months() == [(8, "documents")]
    assert SectionSource.objects.count() == 2


def test_source_of_a_closed_month_needs_an_override_with_a_reason(tree, administrator):
    make.close_month(tree.tacuty, Month(2020, 7))
    how = {"by": administrator, "section": "documents", "source": "report", "since": date(2020, 7, 1)}
    with pytest.raises(ClosedMonth):
        units.set_source(tree.tacuty, **how)
    with pytest.raises(Refused):
        units.set_source(tree.tacuty, **how, override=True)
    units.set_source(tree.tacuty, **how, override=True, reason="xã chưa có sổ")
    assert SectionSource.objects.get().source == "report"
