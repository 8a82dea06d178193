"""What the tests of all intakes do: plan rows, publish them, and say what became of each."""

from common import clock
from common.models import AuditEvent, Batch


def fates(intake, rows, *, by) -> list[str]:
    """What would become of each row."""
    return [line.fate.value for line in intake.plan(rows, by=by)]


def faults(intake, row: dict, *, by) -> list[tuple[str, str]]:
    """Why one row is refused: (name, sentence)."""
    return [tuple(fault) for fault in intake.plan([row], by=by)[0].faults]


def publish(intake, rows, *, by) -> Batch:
    """Plan the rows and write them as they were shown."""
    batch = make_batch()
    seen = [line.seen for line in intake.plan(rows, by=by)]
    intake.publish(rows, by=by, batch=batch, seen=seen)
    return batch


def make_batch() -> Batch:
    return Batch.objects.create(kind="import", title="Danh sách của xã", created_at=clock.now())


def event_of(batch: Batch) -> AuditEvent:
    """The one event of the batch."""
    return AuditEvent.objects.get(batch_id=batch.pk)
