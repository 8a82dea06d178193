"""Every rule that the database holds about background work."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.models import Job, JobWorker
from common.models.job import SILENCE
from tests.factories.jobs import make_job

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.mark.parametrize(
    ("rule", "state", "values"),
    [
        ("state_known|finished_when_final", "waiting", {"state": "asleep"}),
        ("named", "waiting", {"kind": ""}),
        ("named", "waiting", {"title": ""}),
        ("done_within_total", "running", {"done": 3, "total": 2}),
        ("finished_when_final", "waiting", {"finished": NOW}),
        ("finished_when_final", "done", {"finished": None}),
        ("running_is_heard_of", "running", {"heartbeat": None}),
        ("running_is_heard_of", "running", {"attempt": 0}),
        ("failed_with_sentence", "failed", {"sentence": ""}),
        ("file_of_done_work", "cancelled", {"stored_as": "a", "sha256": "b", "file_name": "c"}),
        ("file_of_done_work", "done", {"stored_as": "a", "file_name": "c"}),
        ("file_of_done_work", "done", {"stored_as": "a", "sha256": "b"}),
    ],
)
def test_database_refuses(person, rule, state, values):
    job = make_job(person, state=state)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**values)


@pytest.mark.parametrize(("rule", "values"), [("named", {"name": ""}), ("seen_since_start", {"seen": NOW - SILENCE})])
def test_database_refuses_of_a_worker(db, rule, values):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        JobWorker.objects.create(**{"name": "a", "started": NOW, "seen": NOW} | values)


def test_workers_have_names_of_their_own(db):
    JobWorker.objects.create(name="a", started=NOW, seen=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        JobWorker.objects.create(name="a", started=NOW, seen=NOW)
