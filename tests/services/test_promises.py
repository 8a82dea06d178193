"""A change of the working calendar: which promises follow it, which stay, and that nothing happens unseen."""

import random
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.utils import timezone

from common.calendar import WorkCalendar
from common.errors import Invalid, Refused
from common.models import AuditChange, AuditEvent, Holiday
from common.months import Month
from communes.models import StaleMark
from services import promises
from services.actions import filings, holidays
from services.deadlines import judge_filing, promise_of
from services.models import Filing, FilingSupplement
from tests.factories.communes import close_month, make_unit
from tests.factories.desk import at, make_filing, make_procedure

FRIDAY = date(2020, 7, 31)


def take_in(unit, procedure, received: str, **fields) -> Filing:
    """A filing as the register takes it in: promised by the limit unless told."""
    filing = make_filing(unit, procedure, received=received, **fields)
    if filing.promised_time is None:
        filing.promised_time = promise_of(filing, WorkCalendar.load())
    filing.late_from = judge_filing(filing, []).late_from
    filing.save()
    return filing


def seeing(act, **fields):
    """Do what a person does: be refused with what would follow, then press the button again."""
    with pytest.raises(promises.NotSeen) as refused:
        act(**fields)
    return refused.value.impact, lambda: act(seen=refused.value.impact.proof, **fields)


def test_promises_follow_once_they_were_seen(place, reviewer, procedure):
    filing = take_in(place.tacuty, procedure, "2020-07-28 08:30")
    assert filing.promised_time == at("2020-07-31 17:30")
    impact, confirm = seeing(holidays.create, by=reviewer, day=FRIDAY, name="Nghỉ bù")
    assert [(move.filing, move.promised) for move in impact.moved] == [(filing, at("2020-08-03 17:30"))]
    assert not Holiday.objects.filter(day=FRIDAY).exists()
    assert confirm().impact.proof == impact.proof
    filing.refresh_from_db()
    assert (filing.promised_time, filing.late_from, filing.version) == (*[at("2020-08-03 17:30")] * 2, 2)
    event = AuditEvent.objects.get(action="holidays.created")
    assert set(event.changes.values_list("model", "object_id")) >= {("services.filing", filing.pk)}
    # At the end of July it was late, and is in time now.
    assert set(StaleMark.objects.values_list("unit_id", "month", "section")) == {(place.tacuty.pk, 7, "filings")}


def test_taking_the_day_out_brings_the_promise_back(place, reviewer, procedure):
    filing = take_in(place.tacuty, procedure, "2020-07-28 08:30")
    holiday = seeing(holidays.create, by=reviewer, day=FRIDAY, name="Nghỉ bù")[1]()
    seeing(holidays.remove, holiday=holiday, by=reviewer, reason="nhầm")[1]()
    filing.refresh_from_db()
    assert filing.promised_time == at("2020-07-31 17:30")


def test_what_stays(place, reviewer, procedure):
    received = "2020-07-28 08:30"
    by_hand = take_in(place.tacuty, procedure, received, promised_time="2020-07-31 10:00", promised_by_hand=True)
    other = take_in(place.tacuty, procedure, received, promised_time="2020-08-04 17:30")  # by a longer limit of old
    take_in(place.tacuty, procedure, received, status=9, finished_time="2020-07-29 09:00")
    take_in(place.tacuty, procedure, "2020-07-21 08:30")  # due before the day
    closed = take_in(place.banpho, procedure, received)
    close_month(place.banpho, Month(2020, 7))
    before = list(Filing.objects.order_by("pk").values())
    impact, confirm = seeing(holidays.create, by=reviewer, day=FRIDAY, name="Nghỉ bù")
    assert (impact.by_hand, impact.by_other_limit, [move.filing for move in impact.closed]) == (
        [by_hand], [other], [closed],
    )  # fmt: skip
    assert (impact.moved, impact.off) == ([], {by_hand.pk, closed.pk})
    confirm()
    assert list(Filing.objects.order_by("pk").values()) == before


def test_a_day_of_rest_needs_no_preview(place, reviewer, procedure):
    take_in(place.tacuty, procedure, "2020-07-30 08:30")
    assert holidays.create(by=reviewer, day=date(2020, 8, 2), name="Chủ Nhật").impact.moved == []


def test_what_was_seen_is_what_happens(place, reviewer, procedure):
    take_in(place.tacuty, procedure, "2020-07-28 08:30")
    _impact, confirm = seeing(holidays.create, by=reviewer, day=FRIDAY, name="Nghỉ bù")
    take_in(place.tacuty, procedure, "2020-07-28 09:30")
    with pytest.raises(promises.NotSeen) as refused:
        confirm()
    assert len(refused.value.impact.moved) == 2


def test_filings_of_other_districts_follow_and_are_only_counted(place, procedure, reviewer):
    other = make_unit("Mường Khương", kind="district", parent=place.province)
    far = take_in(make_unit("Pha Long", parent=other), procedure, "2020-07-28 08:30")
    near = take_in(place.tacuty, procedure, "2020-07-28 08:30")
    impact, confirm = seeing(holidays.create, by=reviewer, day=FRIDAY, name="Nghỉ bù")
    shown = promises.preview(impact, reviewer, at=at("2020-08-01 08:00"))
    assert (shown.number, shown.elsewhere, shown.turn_late) == (2, 1, 0)
    assert ([unit for unit, _number in shown.by_unit], [line.filing for line in shown.lines]) == (
        [place.tacuty],
        [near],
    )
    confirm()
    far.refresh_from_db()
    assert far.promised_time == at("2020-08-03 17:30")
    holiday = Holiday.objects.get(day=FRIDAY)
    impact, _confirm = seeing(holidays.remove, holiday=holiday, by=reviewer, reason="nhầm")
    assert promises.preview(impact, reviewer, at=at("2020-08-01 08:00")).turn_late == 2


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_every_promise_is_what_the_limit_gives(place, reviewer, seed):
    """Random filings and changes; also: nothing else of a filing moves, and every move is in the audit."""
    draw = random.Random(seed)
    Holiday.objects.all().delete()
    limits = (0, "day"), (5, "hour"), (20, "hour"), (4, "day"), (1, "month"), (6, "working_day")
    kinds = [make_procedure(limit_value=value, limit_unit=unit, offered_by=[place.tacuty]) for value, unit in limits]
    for _step in range(40):
        received = at("2020-07-01 00:00") + timedelta(minutes=draw.randrange(60 * 24 * 33))
        filing = take_in(place.tacuty, draw.choice(kinds), f"{timezone.localtime(received):%Y-%m-%d %H:%M}")
        if draw.random() < 0.3:
            FilingSupplement.objects.create(filing=filing, requested_time=received + timedelta(hours=3))
            Filing.objects.filter(pk=filing.pk).update(
                late_from=judge_filing(filing, filing.supplements.all()).late_from
            )
    for _step in range(12):
        _change_the_calendar(draw, reviewer)
    calendar = WorkCalendar.load()
    for filing in Filing.objects.select_related("procedure"):
        assert filing.promised_time == promise_of(filing, calendar)
        assert filing.late_from == judge_filing(filing, filing.supplements.all()).late_from
        assert AuditChange.objects.filter(model="services.filing", object_id=filing.pk).count() == filing.version - 1
    assert Filing.objects.filter(version__gt=1).exists()


def _change_the_calendar(draw, reviewer):
    day, other = (date(2020, 7, 1) + timedelta(days=draw.randrange(60)) for _each in range(2))
    kept = list(Holiday.objects.all())
    with suppress(Refused, Invalid):  # the day is off already, or the two do not fit a swap
        if kept and draw.random() < 0.4:
            _do(holidays.remove, holiday=draw.choice(kept), by=reviewer, reason="bỏ")
        elif draw.random() < 0.4:
            _do(holidays.create_swap, by=reviewer, day_off=day, worked_on=other)
        else:
            _do(holidays.create, by=reviewer, day=day, name="Nghỉ")


def _do(act, **fields):
    try:
        act(**fields)
    except promises.NotSeen as unseen:
        act(seen=unseen.impact.proof, **fields)


@pytest.mark.parametrize(
    ("promised", "is_by_hand"),
    [(None, False), ("2020-07-09 17:30", False), ("2020-07-09 00:00", False), ("2020-07-08 00:00", True)],
)
def test_a_promise_that_the_limit_does_not_give_is_set_by_hand(place, official, procedure, promised, is_by_hand):
    fields = {"unit": place.tacuty, "procedure": procedure, "received_time": at("2020-07-06 08:30")}
    typed = {"promised_time": at(promised)} if promised else {}
    filing = filings.receive(by=official, code="000.00.12.H38-200706-0001", **fields, **typed)
    assert filing.promised_by_hand is is_by_hand
    moved = filings.correct(filing, by=official, version=1, reason="giờ", received_time=at("2020-07-06 16:00"))
    assert moved.promised_time == filing.promised_time
    code = {"code": "000.00.12.H38-200707-0001"}
    moved = filings.correct(moved, by=official, version=2, reason="ngày", received_time=at("2020-07-07 08:30"), **code)
    assert moved.promised_time == (filing.promised_time if is_by_hand else at("2020-07-10 17:30"))
    back = filings.correct(moved, by=official, version=3, reason="theo thời hạn", promised_time=None)
    assert (back.promised_time, back.promised_by_hand) == (at("2020-07-10 17:30"), False)


def test_a_promise_for_a_holiday_is_refused_with_its_name_and_the_next_day(place, official, procedure):
    fields = {"unit": place.tacuty, "procedure": procedure, "received_time": at("2020-07-06 08:30")}
    for day, words in (("2020-09-02", ("Quốc khánh", "03/09/2020")), ("2020-09-05", ("05/09/2020", "07/09/2020"))):
        with pytest.raises(Refused) as refused:
            filings.receive(by=official, code="000.00.12.H38-200706-0001", promised_time=at(f"{day} 00:00"), **fields)
        assert refused.value.field == "promised_time"
        assert all(word in str(refused.value) for word in words)
    assert not Filing.objects.exists()
