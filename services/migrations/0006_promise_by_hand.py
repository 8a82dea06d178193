"""Filings know whether their promise was set by hand.

Of filings that are there already nobody wrote it down: a promise that is what the limit gives by today's calendar counts
as computed, any other one as set by hand, so that nothing moves what somebody may have promised in person.
"""

from django.db import migrations, models

from common.calendar import WorkCalendar
from common.migrating import lift_limits
from services.deadlines import promised_time

PORTION = 5000


def mark(apps, schema_editor):
    """Mark the promises that the limit does not give."""
    Filing = apps.get_model("services", "Filing")
    holidays = apps.get_model("common", "Holiday").objects.values_list("day", flat=True)
    swaps = apps.get_model("common", "SwappedWorkday").objects.values_list("day_off", "worked_on")
    calendar, last = WorkCalendar.of(holidays, swaps), 0
    names = ("pk", "received_time", "promised_time", "procedure__limit_value", "procedure__limit_unit")
    rows = Filing.objects.exclude(promised_time=None).order_by("pk").values_list(*names)
    while portion := list(rows.filter(pk__gt=last)[:PORTION]):
        by_hand = [
            key for key, received, promised, *limit in portion if promised != promised_time(received, *limit, calendar)
        ]
        for start in range(0, len(by_hand), 500):
            Filing.objects.filter(pk__in=by_hand[start : start + 500]).update(promised_by_hand=True)
        last = portion[-1][0]


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0001_initial"),
        ("services", "0005_what_waits"),
    ]

    operations = [
        migrations.RunPython(lift_limits, migrations.RunPython.noop),
        migrations.AddField(
            model_name="filing",
            name="promised_by_hand",
            field=models.BooleanField(default=False, editable=False, verbose_name="promise set by hand"),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(("promised_by_hand", False), ("promised_time__isnull", False), _connector="OR"),
                name="services_filing_by_hand_is_promised",
                violation_error_message="A promise set by hand has its time.",
            ),
        ),
        # Last: PostgreSQL alters no table whose rows were changed in the same transaction.
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
