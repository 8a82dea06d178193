from datetime import date

from django.db import migrations, models

from common.migrating import lift_limits

NEW_LAW = date(2022, 8, 15)


def end_with_law(apps, schema_editor) -> None:
    """Levels from 1 to 4 that were noted as ending after their law ended with it."""
    level = apps.get_model("services", "ProcedureLevel")
    level.objects.filter(level__in=["1", "2", "3", "4"], since__lt=NEW_LAW, until__gt=NEW_LAW).update(until=NEW_LAW)


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0002_jobs"),
        ("communes", "0007_equipment_life"),
        ("services", "0003_reasons_of_channels"),
    ]

    operations = [
        migrations.RunPython(lift_limits, migrations.RunPython.noop),
        migrations.RunPython(end_with_law, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(
                condition=models.Q(("finished_time__isnull", True), ("late_from__isnull", False)),
                fields=["holding_unit", "late_from", "id"],
                name="services_filing_due",
            ),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(
                condition=models.Q(("finished_time__isnull", True), ("late_from__isnull", False)),
                fields=["late_from", "id"],
                name="services_filing_due_all",
            ),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(
                condition=models.Q(("finished_time__isnull", True)),
                fields=["received_time", "id"],
                name="services_filing_open_all",
            ),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(
                condition=models.Q(("finished_time__isnull", False), ("returned_time__isnull", True)),
                fields=["holding_unit", "finished_time", "id"],
                name="services_filing_results",
            ),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(
                condition=models.Q(("finished_time__isnull", False), ("returned_time__isnull", True)),
                fields=["finished_time", "id"],
                name="services_filing_results_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedurelevel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level__in", ["info", "partial", "full"]),
                    models.Q(("since__lt", NEW_LAW), ("until__isnull", True)),
                    models.Q(("since__lt", NEW_LAW), ("until__lte", NEW_LAW)),
                    _connector="OR",
                ),
                name="services_procedurelevel_old_levels_dated",
                violation_error_message="The levels 1 to 4 exist until 14/08/2022.",
            ),
        ),
    ]
