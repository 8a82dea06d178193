"""The business clock. Below the views every date is an argument; only views, commands and actions ask here."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The business day: the fixed day of the demo, or the calendar's."""
    return settings.BACHA_TODAY or timezone.localdate()


def now() -> datetime:
    """The business moment: the business day at the real time of day, in the local time zone."""
    moment = timezone.localtime()
    if settings.BACHA_TODAY:
        day = settings.BACHA_TODAY
        moment = moment.replace(year=day.year, month=day.month, day=day.day)
    return moment
