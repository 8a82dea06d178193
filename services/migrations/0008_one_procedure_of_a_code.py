"""One procedure of a code is in force at a time: filings and tables find theirs by its code."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0007_sent_by_programs"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="procedure",
            constraint=models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(("valid_until__isnull", True)),
                name="services_procedure_one_open",
                violation_error_message="A procedure with this code is in force already; end it first.",
            ),
        ),
    ]
