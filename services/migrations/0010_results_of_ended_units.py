"""Results that still wait at a unit which has ended are handed out by its successor; what was handed out before stays
counted where it is."""

from django.db import migrations


def pass_on(apps, schema_editor):
    filings = apps.get_model("services", "Filing").objects.filter(status=9, returned_time__isnull=True)
    heirs = heirs_of_ended(apps)
    for unit in heirs:
        heir = last_heir(unit, heirs)
        if heir != unit:
            filings.filter(holding_unit_id=unit).update(returning_unit_id=heir)


def heirs_of_ended(apps) -> dict[int, int]:
    """unit that has ended -> the successor with the largest share."""
    rows = apps.get_model("communes", "Succession").objects.filter(predecessor__valid_until__isnull=False)
    return dict(rows.order_by("share", "-pk").values_list("predecessor_id", "successor_id"))


def last_heir(unit: int, heirs: dict[int, int]) -> int:
    """The end of the chain of mergers."""
    seen = set()
    while unit in heirs and unit not in seen:
        seen.add(unit)
        unit = heirs[unit]
    return unit


class Migration(migrations.Migration):
    dependencies = [("services", "0009_results_passed_on"), ("communes", "0007_equipment_life")]
    operations = [migrations.RunPython(pass_on, migrations.RunPython.noop)]
