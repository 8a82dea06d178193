"""The command that loads the demo, before it writes anything."""

import pytest
from django.core.management import CommandError, call_command

from communes.models import Unit


@pytest.mark.parametrize(("until", "day"), [(2024, "2024-11-01"), (2025, "2025-07-01")])
def test_later_history_needs_a_later_day(db, until, day):
    with pytest.raises(CommandError, match=f"BACHA_TODAY={day}"):
        call_command("load_demo", until=until)
    assert not Unit.objects.exists()


def test_load_refuses_production(db, settings):
    settings.PROFILE = "production"
    with pytest.raises(CommandError, match="public password"):
        call_command("load_demo")
    assert not Unit.objects.exists()
