"""Keys say what a program may do with them, and within which unit.

Those that are there go on doing what they could: reading, and entering documents.
"""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_api_tokens"),
    ]

    operations = [
        migrations.AddField(
            "apitoken", "may_read", models.BooleanField(default=True, verbose_name="may read"), preserve_default=False
        ),
        migrations.AddField(
            "apitoken",
            "may_enter_documents",
            models.BooleanField(default=True, verbose_name="may enter documents"),
            preserve_default=False,
        ),
        migrations.AddField(
            "apitoken",
            "may_enter_filings",
            models.BooleanField(default=False, verbose_name="may enter filings"),
            preserve_default=False,
        ),
        migrations.AddField(
            "apitoken",
            "within",
            models.CharField(blank=True, default="", max_length=80, verbose_name="only within"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "apitoken",
            models.CheckConstraint(
                condition=Q(may_read=True) | Q(may_enter_documents=True) | Q(may_enter_filings=True),
                name="accounts_apitoken_may_something",
                violation_error_message="Say what the program may do with the key.",
            ),
        ),
    ]
