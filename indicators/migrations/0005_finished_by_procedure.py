from django.db import migrations, models


def count_anew(apps, schema_editor):
    """Finished and late filings are counted by procedure now: every opened month is recounted, unless it waits for that already."""
    stale = apps.get_model("communes", "StaleMark")
    calendar = apps.get_model("communes", "ReportingCalendar").objects.first()
    if calendar is None:
        return
    units = set(apps.get_model("communes", "Unit").objects.values_list("pk", flat=True))
    first = calendar.first_year * 12 + calendar.first_month - 1
    last = calendar.last_year * 12 + calendar.last_month - 1
    for place in range(first, last + 1):
        cell = {"year": place // 12, "month": place % 12 + 1, "section": "filings"}
        waiting = set(stale.objects.filter(**cell).values_list("unit_id", flat=True))
        marks = [stale(unit_id=pk, **cell) for pk in sorted(units - waiting)]
        stale.objects.bulk_create(marks, batch_size=2000)


class Migration(migrations.Migration):
    dependencies = [
        ("communes", "0007_equipment_life"),
        ("indicators", "0004_results_by_channel"),
    ]

    operations = [
        migrations.AddField(
            model_name="procedurefigure", name="own_finished", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="procedurefigure", name="total_finished", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="procedurefigure", name="own_late", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="procedurefigure", name="total_late", field=models.PositiveIntegerField(default=0)
        ),
        migrations.RunPython(count_anew, migrations.RunPython.noop),
    ]
