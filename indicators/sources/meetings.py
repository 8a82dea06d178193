"""Online meetings: invitations and attendances, and meetings held."""

from django.db.models import Count, Q

from common.months import Month
from indicators.sources.base import at_units, grouped
from services.models import Attendance, Meeting


def count(month: Month, unit_ids) -> dict:
    """By the day of the meeting."""
    days = (month.first_day(), month.last_day())
    rows = at_units(Attendance.objects.filter(meeting__held_on__range=days), unit_ids)
    hosted = at_units(Meeting.objects.filter(held_on__range=days), unit_ids, "host_unit_id")
    attended = {"n_invited": Count("pk"), "n_attended": Count("pk", filter=Q(attended=True))}
    return grouped(rows, "meetings", attended) | grouped(hosted, "meetings", {"n_hosted": Count("pk")}, "host_unit_id")
