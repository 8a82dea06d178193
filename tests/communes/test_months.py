"""Months are opened by the clock, closed and opened again by the reviewer; the calendar keeps its cut-off day."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from common.errors import NotAllowed, OutOfScope, Refused
from common.models import AuditChange, AuditEvent
from common.months import Month
from communes import reports
from communes.actions import months
from communes.models import ClosedMonth, ReportingCalendar, Section, StaleMark
from tests.factories import communes as make

JUNE, JULY, AUGUST = (Month(2020, number) for number in (6, 7, 8))
SECTIONS = len(Section.values)


@pytest.fixture(autouse=True)
def _worker(settings):
    settings.REFRESH_MODE = "worker"


@pytest.fixture
def reviewer(tree):
    return make.make_member("reviewer", tree.district)


def marked() -> dict[str, set]:
    """Month -> the (unit, section) pairs that are marked; the marks are taken away."""
    found = {}
    for unit, year, month, section in StaleMark.objects.values_list("unit", "year", "month", "section"):
        found.setdefault(str(Month(year, month)), set()).add((unit, section))
    StaleMark.objects.all().delete()
    return found


# --- Opening ---------------------------------------------------------------------------------------------------------


def test_first_opening_marks_the_units_of_each_month(tree):
    make.make_unit("Bản Già", parent=tree.district, valid_until=date(2020, 8, 1))
    assert months.open_months(first=JULY) == [JULY, AUGUST]
    counts = {month: len(pairs) for month, pairs in marked().items()}
    assert counts == {"2020-07": 6 * SECTIONS, "2020-08": 5 * SECTIONS}
    assert reports.opened_months() == (JULY, AUGUST)
    assert ReportingCalendar.objects.get().cutoff_day == 31


def test_without_a_first_month_last_year_is_kept_too(tree):
    assert months.open_months()[0] == Month(2019, 1)


def test_opening_again_on_the_same_day_does_nothing(tree, django_assert_max_num_queries):
    months.open_months(first=JULY)
    marked()
    before = AuditEvent.objects.count()
    with django_assert_max_num_queries(8):
        assert months.open_months() == []
    assert marked() == {}
    assert AuditEvent.objects.count() == before


def test_next_day_judges_what_is_open_in_the_running_month_anew(tree, settings):
    months.open_months(first=JULY)
    marked()
    settings.BACHA_TODAY = date(2020, 8, 4)
    assert months.open_months() == []
    assert {month: {section for _unit, section in pairs} for month, pairs in marked().items()} == {
        "2020-08": {"filings", "documents"}
    }


def test_new_month_is_opened_and_the_end_of_the_old_one_judged(tree, settings):
    """Nobody may have counted on the last day of August: which filings were late then is only known now."""
    months.open_months(first=JULY)
    marked()
    settings.BACHA_TODAY = date(2020, 10, 2)
    assert months.open_months() == [Month(2020, 9), Month(2020, 10)]
    found = marked()
    assert {section for _unit, section in found.pop("2020-08")} == {"filings", "documents"}
    assert {month: len(pairs) for month, pairs in found.items()} == {
        "2020-09": 5 * SECTIONS,
        "2020-10": 5 * SECTIONS,
    }
    assert reports.opened_months() == (JULY, Month(2020, 10))


def test_clock_set_back_closes_no_month(tree, settings):
    months.open_months(first=JULY)
    marked()
    settings.BACHA_TODAY = date(2020, 7, 30)
    assert months.open_months() == []
    assert set(marked()) == {"2020-07", "2020-08"}
    assert reports.opened_months() == (JULY, AUGUST)


def test_another_cutoff_day_is_refused_everywhere(tree, settings):
    make.open_calendar()
    settings.REPORTING_CUTOFF_DAY = 14
    for call in (months.open_months, reports.opened_months):
        with pytest.raises(ImproperlyConfigured, match="REPORTING_CUTOFF_DAY=31"):
            call()
    assert marked() == {}


def test_decree_calendar_opens_the_month_on_the_fifteenth(tree, settings):
    settings.REPORTING_CUTOFF_DAY = 14
    settings.BACHA_TODAY = date(2020, 8, 15)
    assert months.open_months(first=AUGUST) == [AUGUST, Month(2020, 9)]
    assert ReportingCalendar.objects.get().cutoff_day == 14


# --- Closing ---------------------------------------------------------------------------------------------------------


def test_close_settles_each_unit_and_month_once(tree, reviewer):
    units = [tree.tacuty, tree.banpho]
    assert months.close(by=reviewer, units=units, months=[JUNE, JULY], reason="đã duyệt") == 4
    assert months.close(by=reviewer, units=units, months=[JULY]) == 0
    assert ClosedMonth.objects.filter(closed_by=reviewer, closed_at__isnull=False).count() == 4
    event = AuditEvent.objects.filter(action="months.closed").earliest("pk")
    assert (event.reason, event.changes.count()) == ("đã duyệt", 4)
    assert {month: len(pairs) for month, pairs in marked().items()} == {
        "2020-06": 2 * SECTIONS,
        "2020-07": 2 * SECTIONS,
    }
    assert reports.is_closed(tree.tacuty.pk, JULY)
    assert not reports.is_closed(tree.office.pk, JULY)


def test_running_month_is_not_closed(tree, reviewer):
    with pytest.raises(Refused, match="08/2020"):
        months.close(by=reviewer, units=[tree.tacuty], months=[JULY, AUGUST])
    assert not ClosedMonth.objects.exists()


def test_month_is_opened_again_with_a_reason(tree, reviewer):
    months.close(by=reviewer, units=[tree.tacuty], months=[JULY])
    with pytest.raises(Refused):
        months.reopen(by=reviewer, unit=tree.tacuty, month=JULY, reason="  ")
    with pytest.raises(Refused, match="06/2020"):
        months.reopen(by=reviewer, unit=tree.tacuty, month=JUNE, reason="thiếu văn bản")
    marked()
    months.reopen(by=reviewer, unit=tree.tacuty, month=JULY, reason="thiếu văn bản")
    assert not ClosedMonth.objects.exists()
    assert set(marked()) == {"2020-07"}
    change = AuditChange.objects.get(event__action="months.reopened")
    assert (change.event.reason, change.unit_id, change.after) == ("thiếu văn bản", tree.tacuty.pk, None)


@pytest.mark.parametrize(
    ("role", "home", "error"),
    [
        ("official", "tacuty", NotAllowed),
        ("head", "tacuty", NotAllowed),
        ("leader", "district", NotAllowed),
        ("auditor", "district", NotAllowed),
        ("reviewer", "banpho", OutOfScope),
    ],
)
def test_closing_is_the_reviewers(tree, role, home, error):
    by = make.make_member(role, getattr(tree, home))
    make.close_month(tree.tacuty, JUNE)
    with pytest.raises(error):
        months.close(by=by, units=[tree.tacuty], months=[JULY])
    with pytest.raises(error):
        months.reopen(by=by, unit=tree.tacuty, month=JUNE, reason="x")
    assert [Month(row.year, row.month) for row in ClosedMonth.objects.all()] == [JUNE]
