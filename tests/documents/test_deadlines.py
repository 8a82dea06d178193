from datetime import date

import pytest

from common.errors import Invalid, NotAllowed, OutOfScope, Refused
from common.models import AuditEvent, Holiday, SwappedWorkday
from communes.models import Role
from documents import bulk, reference
from documents.actions import deadlines as rules
from documents.actions import entries
from documents.deadlines import Deadlines, in_words
from documents.models import DeadlineRule, Document, Urgency
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db

MONDAY, FRIDAY = date(2020, 7, 6), date(2020, 7, 10)


@pytest.fixture(autouse=True)
def _worker(settings):
    settings.REFRESH_MODE = "worker"


def due(unit, urgency, arrived):
    return Deadlines.load([unit]).of(unit.pk, urgency, arrived).due_on


def add(by, unit, days, **fields):
    values = {"urgency": "normal", "working_days": days, "valid_from": date(2020, 7, 1), "basis": "Quy chế"}
    return rules.add(by=by, unit=unit, **values | fields)


def register(world, **fields):
    values = {"by": world.official, "direction": "incoming", "unit": world.unit, "registered_on": FRIDAY}
    return entries.register(**values | {"subject": "Về việc báo cáo", "organ_name": "UBND tỉnh"} | fields)


@pytest.mark.parametrize(
    ("urgency", "expected"),
    [
        (Urgency.EXPRESS, FRIDAY),
        (Urgency.VERY_URGENT, date(2020, 7, 13)),
        (Urgency.URGENT, date(2020, 7, 14)),
        (Urgency.NORMAL, date(2020, 7, 24)),
    ],
)
def test_usual_deadlines_count_working_days(world, urgency, expected):
    assert due(world.unit, urgency, FRIDAY) == expected
    assert register(world, urgency=urgency).due_on == expected


def test_express_document_that_arrives_on_a_day_off_is_due_on_the_next_working_day(world):
    assert due(world.unit, Urgency.EXPRESS, date(2020, 7, 11)) == date(2020, 7, 13)


def test_holidays_and_swapped_days_are_counted(world):
    Holiday.objects.create(day=date(2020, 7, 13), name="Nghỉ")
    assert due(world.unit, Urgency.VERY_URGENT, FRIDAY) == date(2020, 7, 14)
    SwappedWorkday.objects.create(day_off=date(2020, 7, 14), worked_on=date(2020, 7, 11))
    assert due(world.unit, Urgency.VERY_URGENT, FRIDAY) == date(2020, 7, 11)


def test_nearest_rule_up_the_tree_on_the_day_of_arrival_holds(world):
    add(world.administrator, world.district, 7)
    assert due(world.unit, "normal", MONDAY) == date(2020, 7, 15)
    add(world.administrator, world.unit, 3)
    add(world.administrator, world.unit, 2, valid_from=FRIDAY)
    assert due(world.unit, "normal", MONDAY) == date(2020, 7, 9)
    assert due(world.unit, "normal", FRIDAY) == date(2020, 7, 14)
    assert due(world.other, "normal", MONDAY) == date(2020, 7, 15)
    assert due(world.unit, "normal", date(2020, 6, 30)) == date(2020, 7, 14), "before their day, the rule for all"
    assert due(world.unit, "urgent", MONDAY) == date(2020, 7, 8), "another urgency"


def test_year_without_holidays_is_said(world):
    found = Deadlines.load([world.unit]).of(world.unit.pk, "normal", date(2021, 12, 27))
    assert (found.due_on, found.unknown_years) == (date(2022, 1, 10), (2022,))
    assert "2022" in in_words(found)
    known = Deadlines.load([world.unit]).of(world.unit.pk, "normal", date(2020, 12, 28))
    assert known.unknown_years == ()
    assert "2021" in in_words(known)
    assert in_words(known).count(".") == 1


def test_without_any_rule_there_is_no_deadline(world):
    DeadlineRule.objects.all().delete()
    assert register(world).due_on is None


def test_written_deadline_and_none_at_all_stay_as_the_clerk_says(world):
    assert register(world, due_on=date(2020, 7, 20)).due_on == date(2020, 7, 20)
    assert register(world, no_deadline=True).due_on is None
    with pytest.raises(Refused) as refused:
        register(world, no_deadline=True, due_on=date(2020, 7, 20))
    assert refused.value.field == "no_deadline"


def test_outgoing_document_gets_no_deadline(world):
    assert register(world, direction="outgoing", type=world.kind, organ_name="").due_on is None


def test_many_rows_get_their_deadlines_as_one_does(world):
    rows = [
        docs.incoming(world.unit, registered_on=FRIDAY, urgency="urgent"),
        docs.incoming(world.other, registered_on=FRIDAY, due_on=date(2020, 7, 31)),
    ]
    bulk.insert_rows(by=None, batch=docs.make_batch(), documents=rows)
    assert set(Document.objects.values_list("due_on", flat=True)) == {date(2020, 7, 14), date(2020, 7, 31)}
    bulk.insert_rows(by=None, batch=docs.make_batch(), documents=[docs.incoming(world.unit)], by_rule=False)
    assert Document.objects.filter(due_on=None).count() == 1


def test_changing_a_rule_or_the_calendar_moves_no_deadline(world):
    document = register(world)
    rule = DeadlineRule.objects.get(unit=None, urgency="normal")
    rules.change(rule, by=world.administrator, version=1, reason="Quy chế mới", working_days=2)
    Holiday.objects.create(day=date(2020, 7, 13), name="Nghỉ")
    document.refresh_from_db()
    assert document.due_on == date(2020, 7, 24)
    assert AuditEvent.objects.get(action="deadline_rules.changed").reason == "Quy chế mới"


def test_who_keeps_which_rules(world):
    head, reviewer = make.make_member(Role.HEAD, world.unit), make.make_member(Role.REVIEWER, world.district)
    leader = make.make_member(Role.LEADER, world.district)
    for number, person in enumerate((world.official, head, reviewer, world.administrator), start=1):
        add(person, world.unit, number, valid_from=date(2020, 7, number))
    for person in (world.official, head, leader):
        with pytest.raises(NotAllowed):
            add(person, None, 4)
    with pytest.raises(NotAllowed):
        add(leader, world.unit, 4)
    with pytest.raises(OutOfScope):
        add(world.official, world.other, 4)
    add(reviewer, None, 4)
    assert rules.may_keep(reviewer, None)
    assert not rules.may_keep(world.official, None)


def test_rules_are_seen_by_those_for_whom_they_hold(world):
    above, own = add(world.administrator, world.district, 7), add(world.official, world.unit, 3)
    seen = {rule.pk for rule in DeadlineRule.objects.filter(unit=None)}
    mine, theirs = (DeadlineRule.objects.visible_to(person) for person in (world.official, world.stranger))
    assert {rule.pk for rule in mine} == seen | {above.pk, own.pk}
    assert {rule.pk for rule in theirs} == seen | {above.pk}


@pytest.mark.parametrize(
    ("field", "value"), [("working_days", 251), ("working_days", -1), ("basis", " "), ("urgency", "soon")]
)
def test_bad_rule_is_refused_at_its_field(world, field, value):
    with pytest.raises(Invalid) as refused:
        add(world.official, world.unit, 3, **{field: value})
    # The rule on the number of days is the row's, so its sentence stands above the form.
    assert {field, None} & set(refused.value.errors)


def test_removed_rule_gives_way_to_the_one_above(world):
    rule = add(world.official, world.unit, 3)
    rules.remove(rule, by=world.official, version=1, reason="Nhập nhầm")
    assert due(world.unit, "normal", MONDAY) == date(2020, 7, 20)


def test_usual_rules_are_loaded_once_and_what_somebody_keeps_stays(world):
    rules_for_all = DeadlineRule.objects.filter(unit=None)
    assert dict(rules_for_all.values_list("urgency", "working_days")) == reference.USUAL_DAYS
    rules_for_all.filter(urgency="normal").update(working_days=15)
    assert reference.load_deadlines() == 0
    rules_for_all.filter(urgency="urgent").delete()
    assert reference.load_deadlines() == 1
    assert rules_for_all.get(urgency="normal").working_days == 15
