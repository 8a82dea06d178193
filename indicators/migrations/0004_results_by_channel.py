from django.db import migrations, models


def count_anew(apps, schema_editor):
    """Results are counted by procedure and channel now, and reasons as numbers: every opened month is recounted."""
    stale = apps.get_model("communes", "StaleMark")
    units = list(apps.get_model("communes", "Unit").objects.values_list("pk", flat=True))
    calendar = apps.get_model("communes", "ReportingCalendar").objects.first()
    if calendar is None:
        return
    first = calendar.first_year * 12 + calendar.first_month - 1
    last = calendar.last_year * 12 + calendar.last_month - 1
    for place in range(first, last + 1):
        year, month = divmod(place, 12)
        marks = [stale(unit_id=pk, year=year, month=month + 1, section="filings") for pk in units]
        stale.objects.bulk_create(marks, batch_size=2000)


class Migration(migrations.Migration):
    dependencies = [
        ("communes", "0007_equipment_life"),
        ("indicators", "0003_last_blank"),
        ("services", "0003_reasons_of_channels"),
    ]

    operations = [
        migrations.AddField(
            model_name="procedurefigure", name="own_results", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="procedurefigure", name="total_results", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AlterField(model_name="procedurefigure", name="own", field=models.PositiveIntegerField(default=0)),
        migrations.AlterField(model_name="procedurefigure", name="total", field=models.PositiveIntegerField(default=0)),
        migrations.RunPython(count_anew, migrations.RunPython.noop),
    ]
