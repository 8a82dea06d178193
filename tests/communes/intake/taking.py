"""What the tests of all intakes do: plan rows, publish them, and say what became of each."""

from common import clock
from common.models import AuditEvent, Batch
from communes.intake import Intake, Line


def planned(intake: Intake, rows: list[dict], *, by, numbers=None) -> list[Line]:
    """The rows as lines, each tried."""
    lines = [Line(number, dict(row)) for number, row in zip(numbers or range(1, len(rows) + 1), rows, strict=True)]
    intake.plan(lines, by=by)
    return lines


def fates(intake, rows, *, by) -> list[str]:
    """What would become of each row."""
    return [line.fate.value for line in planned(intake, rows, by=by)]


def faults(intake, row: dict, *, by) -> list[tuple[str, str]]:
    """Why one row is refused: (name, sentence)."""
    return [(fault.name, fault.sentence) for fault in planned(intake, [row], by=by)[0].faults]


def publish(intake, rows, *, by) -> Batch:
    """Plan the rows and write them as they were shown; what stands against them is left to the act."""
    batch, lines = make_batch(), planned(intake, rows, by=by)
    for line in lines:
        line.faults.clear()
    intake.publish(lines, by=by, batch=batch)
    return batch


def make_batch() -> Batch:
    return Batch.objects.create(kind="import", title="Danh sách của xã", created_at=clock.now())


def event_of(batch: Batch) -> AuditEvent:
    """The one event of the batch."""
    return AuditEvent.objects.get(batch_id=batch.pk)
