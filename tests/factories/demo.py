"""What the demo's generators need, without a database: the calendar, units, kinds and procedures with made-up keys."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from common.calendar import WorkCalendar
from communes.models import Unit
from documents import reference
from documents.models import DocumentType
from indicators.demo.catalogue import entries
from indicators.demo.places import places
from services.models import Procedure
from services.reference import DATA


@cache
def calendar() -> WorkCalendar:
    """The working calendar of the files that the services load."""
    with Path(DATA, "holidays.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["kind"], date.fromisoformat(row["day"]), row["worked_on"]) for row in csv.DictReader(file)]
    swaps = [(day, date.fromisoformat(worked)) for kind, day, worked in rows if kind == "swap"]
    return WorkCalendar.of([day for kind, day, _worked in rows if kind == "holiday"], swaps)


def units() -> dict[str, Unit]:
    """Slug -> unsaved unit with a key."""
    return {place.slug: Unit(pk=pk, slug=place.slug) for pk, place in enumerate(places(), start=1)}


def types() -> dict[str, DocumentType]:
    """Name -> unsaved kind of document with a key."""
    return {row["name"]: DocumentType(pk=row["number"], **row) for row in reference.rows()}


def procedures() -> dict[str, Procedure]:
    """Code -> unsaved procedure with a key."""
    return {entry.code: Procedure(pk=pk, code=entry.code) for pk, entry in enumerate(entries(), start=1)}


def digest(rows, *fields: str) -> int:
    """One number for the named fields of many rows, in order: equal for equal rows within one run."""
    return hash(tuple(tuple(str(getattr(row, name)) for name in fields) for row in rows))
