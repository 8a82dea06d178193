"""The 29 kinds of administrative documents of NĐ 30/2020/NĐ-CP, Art. 7 and Appendix III (domain.md 3.1), and the
deadlines that the software begins with (domain.md 3.5)."""

import csv
from datetime import date
from pathlib import Path

from common import audit
from documents.models import DeadlineRule, DocumentType, Urgency

SOURCE = Path(__file__).parent / "data" / "document_types.csv"
NO_ABBREVIATION = "–"
# Ours, not the law's, which leaves it to each unit's working regulation: urgency -> working days, 0 for within the day.
USUAL_DAYS = {Urgency.EXPRESS: 0, Urgency.VERY_URGENT: 1, Urgency.URGENT: 2, Urgency.NORMAL: 10}
USUAL_FROM = date(2019, 1, 1)
USUAL_BASIS = "Quy định mặc định của phần mềm; quy chế làm việc của đơn vị quyết định"


def load() -> int:
    """Bring the catalogue to the state of the file; returns how many kinds were new or changed. Repeatable.

    An urgency without any rule on deadlines gets the usual one.
    """
    load_deadlines()
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


def load_deadlines() -> int:
    """A rule for all units for each urgency that has none; returns how many were added. Repeatable.

    What somebody keeps is left alone: a rule that was changed does not come back at the next start.
    """
    kept = set(DeadlineRule.objects.filter(unit=None).values_list("urgency", flat=True))
    rules = [
        DeadlineRule(urgency=urgency, working_days=days, valid_from=USUAL_FROM, basis=USUAL_BASIS)
        for urgency, days in USUAL_DAYS.items()
        if urgency not in kept
    ]
    if not rules:
        return 0
    with audit.event(by=None, action="deadline_rules.loaded") as event:
        for rule in rules:
            rule.save()
            event.changed(rule, before=None, after=audit.snapshot(rule))
    return len(rules)


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
