"""The 29 kinds of administrative documents of NĐ 30/2020/NĐ-CP, Art. 7 and Appendix III (domain.md 3.1)."""

import csv
from pathlib import Path

from common import audit
from documents.models import DocumentType

SOURCE = Path(__file__).parent / "data" / "document_types.csv"
NO_ABBREVIATION = "–"


def load() -> int:
    """Bring the catalogue to the state of the file; returns how many kinds were new or changed. Repeatable."""
    known = {kind.number: kind for kind in DocumentType.objects.all()}
    wanted = [row for row in rows() if _differs(known.get(row["number"]), row)]
    if not wanted:
        return 0
    with audit.event(by=None, action="document_types.loaded") as event:
        for row in wanted:
            kind = known.get(row["number"]) or DocumentType(number=row["number"])
            before = audit.snapshot(kind) if kind.pk else None
            kind.name, kind.abbreviation = row["name"], row["abbreviation"]
            kind.save()
            event.changed(kind, before=before, after=audit.snapshot(kind))
    return len(wanted)


def _differs(kind: DocumentType | None, row: dict) -> bool:
    return kind is None or (kind.name, kind.abbreviation) != (row["name"], row["abbreviation"])


def rows() -> list[dict]:
    """`{"number", "name", "abbreviation"}` of each kind; the abbreviation is empty where the decree gives none."""
    with SOURCE.open(encoding="utf-8", newline="") as file:
        return [
            {
                "number": int(row["no"]),
                "name": row["name"],
                "abbreviation": "" if row["abbr"] == NO_ABBREVIATION else row["abbr"],
            }
            for row in csv.DictReader(file)
        ]
