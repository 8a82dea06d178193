"""The business clock: a fixed day at the real time of day, or the calendar's day in Việt Nam."""

from datetime import UTC, date, datetime

from django.utils import timezone

from common import clock


def at(monkeypatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_today_is_the_fixed_day_of_the_demo(settings):
    settings.BACHA_TODAY = date(2020, 8, 3)
    assert clock.today() == date(2020, 8, 3)


def test_now_is_the_fixed_day_at_the_real_time_of_day(settings, monkeypatch):
    settings.BACHA_TODAY = date(2020, 2, 29)
    at(monkeypatch, datetime(2026, 11, 30, 20, 15, 5, tzinfo=UTC))
    moment = clock.now()
    assert moment.date() == date(2020, 2, 29)
    assert (moment.hour, moment.minute, moment.second) == (3, 15, 5)
    assert moment.utcoffset().total_seconds() == 7 * 3600


def test_without_a_fixed_day_the_year_turns_at_midnight_in_viet_nam(settings, monkeypatch):
    settings.BACHA_TODAY = None
    at(monkeypatch, datetime(2020, 12, 31, 16, 59, 59, tzinfo=UTC))
    assert clock.today() == date(2020, 12, 31)
    at(monkeypatch, datetime(2020, 12, 31, 17, 0, 0, tzinfo=UTC))
    assert clock.today() == date(2021, 1, 1)
    assert clock.now().date() == date(2021, 1, 1)
