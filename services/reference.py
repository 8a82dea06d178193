"""The reference data of this floor, from services/data: holidays and swapped working days of 2019 to 2021."""

import csv
from datetime import date
from pathlib import Path

from common.models import Holiday
from services.actions import holidays

DATA = Path(__file__).parent / "data"


def load(*, by=None) -> int:
    """Fill the years that have no holiday yet; returns how many rows were added.

    A year that somebody keeps is left alone: a day taken out does not come back at the next start.
    """
    kept = {day.year for day in Holiday.objects.values_list("day", flat=True)}
    with (DATA / "holidays.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    days = [
        {"day": date.fromisoformat(row["day"]), "name": row["name"], "legal_basis": row["legal_basis"]}
        for row in rows
        if row["kind"] == "holiday" and date.fromisoformat(row["day"]).year not in kept
    ]
    swaps = [
        {
            "day_off": date.fromisoformat(row["day"]),
            "worked_on": date.fromisoformat(row["worked_on"]),
            "legal_basis": row["legal_basis"],
        }
        for row in rows
        if row["kind"] == "swap" and date.fromisoformat(row["worked_on"]).year not in kept
    ]
    return holidays.load(by=by, holidays=days, swaps=swaps)
