"""Online meetings: invitations and attendances, and meetings held."""

from django.db.models import Count, Q

from common.months import Month
from indicators.sources.base import Group, at_units, grouped
from services.models import Attendance, Meeting


def count(month: Month, unit_ids) -> dict:
    """By the day of the meeting."""
    days = (month.first_day(), month.last_day())
    rows = at_units(Attendance.objects.filter(meeting__held_on__range=days), unit_ids)
    hosted = at_units(Meeting.objects.filter(held_on__range=days), unit_ids, "host_unit_id")
    attended = {"invited": Count("pk"), "attended": Count("pk", filter=Q(attended=True))}
    held = Group(hosted, {"hosted": Count("pk")}, "host_unit_id")
    return grouped("meetings", Group(rows, attended), held)
