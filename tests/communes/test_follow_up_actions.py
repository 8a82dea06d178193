"""Asking, answering, closing and opening again: who may, what is refused, what the audit keeps."""

from datetime import date

import pytest

from common.errors import Invalid, NotAllowed, OutOfScope, Refused, StaleVersion
from common.models import AuditEvent, Holiday
from communes.actions import follow_ups
from communes.models import FollowUp, FollowUpState, StaleMark
from tests.factories import communes as make

# A Monday; the fourteenth a Friday.
TODAY, FRIDAY, SATURDAY, MONDAY = date(2020, 8, 3), date(2020, 8, 14), date(2020, 8, 15), date(2020, 8, 17)


@pytest.fixture
def reviewer(tree):
    return make.make_member("reviewer", tree.district)


@pytest.fixture
def programme(tree):
    return make.make_software("Ký số", lead=tree.office)


@pytest.fixture
def asked(tree, reviewer, programme):
    return ask(reviewer, tree.tacuty, software=programme)


def ask(by, unit, deadline=FRIDAY, **fields):
    return follow_ups.ask(by=by, unit=unit, deadline=deadline, **{"subject": "Sử dụng ký số"} | fields)


def answer(follow_up, by, text="Đã dùng từ hôm nay."):
    return follow_ups.answer(follow_up, by=by, version=follow_up.version, answer=text)


def close(follow_up, by, note=""):
    return follow_ups.close(follow_up, by=by, version=follow_up.version, closing_note=note)


def test_reviewer_asks_a_unit_of_the_district(asked, reviewer, tree):
    assert (asked.unit, asked.asked_on, asked.asked_by, asked.deadline) == (tree.tacuty, TODAY, reviewer, FRIDAY)
    assert asked.state_on(TODAY) == FollowUpState.OPEN
    event = AuditEvent.objects.get(action="follow_ups.asked")
    assert [change.unit_id for change in event.changes.all()] == [tree.tacuty.pk]


@pytest.mark.parametrize("role", ["official", "head", "leader", "auditor"])
def test_others_do_not_ask(tree, role):
    with pytest.raises(NotAllowed):
        ask(make.make_member(role, tree.tacuty), tree.tacuty)
    assert not FollowUp.objects.exists()


def test_reviewer_of_another_district_sees_no_such_unit(tree):
    other = make.make_unit("Si Ma Cai", kind="district", parent=tree.province)
    with pytest.raises(OutOfScope):
        ask(make.make_member("reviewer", other), tree.tacuty)


def test_administrator_asks(tree, administrator):
    assert ask(administrator, tree.banpho).unit == tree.banpho


def test_follow_up_marks_no_figure_stale(asked):
    assert not StaleMark.objects.exists()


def test_usual_deadline_is_the_tenth_working_day(db):
    assert follow_ups.usual_deadline(TODAY) == MONDAY
    Holiday.objects.create(day=date(2020, 8, 5), name="Nghỉ")
    assert follow_ups.usual_deadline(TODAY) == date(2020, 8, 18)


def test_deadline_on_a_day_off_moves_to_the_next_working_day(tree, reviewer):
    Holiday.objects.create(day=MONDAY, name="Nghỉ")
    assert ask(reviewer, tree.tacuty, deadline=SATURDAY).deadline == date(2020, 8, 18)


def test_past_deadline_is_refused(tree, reviewer):
    with pytest.raises(Refused) as refused:
        ask(reviewer, tree.tacuty, deadline=date(2020, 7, 31))
    assert refused.value.field == "deadline"
    assert "31/07/2020" in str(refused.value)


def test_ended_unit_is_not_asked(tree, reviewer):
    tree.tacuty.valid_until = date(2020, 7, 1)
    tree.tacuty.save()
    with pytest.raises(Refused) as refused:
        ask(reviewer, tree.tacuty)
    assert refused.value.field == "unit"


def test_second_open_follow_up_on_one_programme_is_refused(asked, tree, reviewer, programme):
    with pytest.raises(Invalid) as refused:
        ask(reviewer, tree.tacuty, software=programme)
    assert "chưa đóng về phần mềm này" in str(refused.value.errors)
    close(asked, reviewer, "đã xong")
    assert ask(reviewer, tree.tacuty, software=programme).pk


def test_follow_ups_without_a_programme_stand_side_by_side(tree, reviewer):
    ask(reviewer, tree.tacuty)
    ask(reviewer, tree.tacuty, subject="Gửi báo cáo tháng 7")
    assert FollowUp.objects.open().count() == 2


def test_several_are_asked_in_one_event_and_busy_units_passed_over(asked, tree, reviewer, programme):
    units = [tree.tacuty, tree.banpho, tree.office]
    made, passed_over = follow_ups.ask_several(
        by=reviewer, units=units, software=programme, subject="Ký số", deadline=SATURDAY
    )
    assert ([row.unit for row in made], passed_over) == ([tree.banpho, tree.office], [tree.tacuty])
    assert {row.deadline for row in made} == {MONDAY}
    event = AuditEvent.objects.filter(action="follow_ups.asked").latest("pk")
    assert event.changes.count() == 2


def test_several_are_all_asked_or_none(tree, reviewer, programme):
    tree.office.valid_until = TODAY
    tree.office.save()
    with pytest.raises(Refused):
        follow_ups.ask_several(
            by=reviewer, units=[tree.tacuty, tree.office], software=programme, subject="Ký số", deadline=FRIDAY
        )
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("role", ["official", "head"])
def test_unit_answers_and_may_say_it_anew(asked, tree, role):
    person = make.make_member(role, tree.tacuty)
    first = answer(asked, person)
    assert (first.state_on(date(2021, 1, 1)), first.answered_by) == (FollowUpState.ANSWERED, person)
    assert answer(first, person, "Đã dùng từ hôm qua.").answer == "Đã dùng từ hôm qua."


@pytest.mark.parametrize("role", ["reviewer", "leader", "auditor"])
def test_others_do_not_answer_for_the_unit(asked, tree, role):
    with pytest.raises(NotAllowed):
        answer(asked, make.make_member(role, tree.district))


def test_neighbour_does_not_answer(asked, tree):
    with pytest.raises(OutOfScope):
        answer(asked, make.make_member("official", tree.banpho))


def test_blank_answer_is_refused(asked, official):
    with pytest.raises(Refused) as refused:
        answer(asked, official, "   ")
    assert refused.value.field == "answer"


def test_second_of_two_answers_to_one_state_is_refused(asked, official):
    answer(asked, official)
    with pytest.raises(StaleVersion):
        answer(asked, official)


def test_closing_without_an_answer_needs_a_note(asked, reviewer):
    with pytest.raises(Refused) as refused:
        close(asked, reviewer)
    assert refused.value.field == "closing_note"
    assert close(asked, reviewer, "đơn vị đã báo qua điện thoại").is_closed


def test_closed_follow_up_takes_no_answer_and_no_deadline(asked, official, reviewer):
    done = close(answer(asked, official), reviewer)
    with pytest.raises(Refused):
        answer(done, official)
    with pytest.raises(Refused):
        follow_ups.set_deadline(done, by=reviewer, version=done.version, reason="x", deadline=MONDAY)


def test_deadline_changes_with_its_reason(asked, reviewer):
    moved = follow_ups.set_deadline(asked, by=reviewer, version=1, reason="mưa lũ", deadline=SATURDAY)
    assert moved.deadline == MONDAY
    assert AuditEvent.objects.get(action="follow_ups.deadline_set").reason == "mưa lũ"


def test_reopened_follow_up_waits_for_a_new_answer(asked, official, reviewer):
    done = close(answer(asked, official), reviewer, "xong")
    again = follow_ups.reopen(done, by=reviewer, version=done.version, reason="chưa dùng thật", deadline=MONDAY)
    assert (again.state_on(TODAY), again.answer, again.closing_note) == (FollowUpState.OPEN, "", "")
    assert again.deadline == MONDAY


def test_waiting_follow_up_is_not_opened_again(asked, reviewer):
    with pytest.raises(Refused):
        follow_ups.reopen(asked, by=reviewer, version=1, reason="x", deadline=MONDAY)
