from django.db import migrations, models

from common.migrating import lift_limits


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0002_jobs"),
        ("services", "0003_reasons_of_channels"),
    ]

    operations = [
        migrations.RunPython(lift_limits, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(
                condition=models.Q(("finished_time__isnull", True)),
                fields=["holding_unit", "received_time", "id"],
                name="services_filing_open",
            ),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(
                condition=models.Q(("finished_time__isnull", True)),
                fields=["received_time", "id"],
                name="services_filing_waiting",
            ),
        ),
    ]
