from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0001_initial"),
        ("communes", "0001_initial"),
        ("indicators", "0002_figure_blank"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="declaredvalue",
            name="last_blank",
            field=models.CharField(
                blank=True,
                choices=[
                    ("not_applicable", "not applicable"),
                    ("not_available", "not available"),
                    ("not_reliable", "not reliable"),
                ],
                editable=False,
                max_length=15,
                verbose_name="last approved reason for no value",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaredvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_blank__in", ["", "not_applicable", "not_available", "not_reliable"])),
                name="indicators_declaredvalue_last_blank_known",
                violation_error_message="Choose one of the values offered.",
            ),
        ),
    ]
