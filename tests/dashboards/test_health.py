"""/healthz: open to everybody, 503 when people cannot work, silent about the inside."""

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from communes.models import ReportingCalendar, StaleMark
from dashboards import health
from tests.factories import communes as ground


@pytest.fixture(autouse=True)
def _forget(monkeypatch):
    monkeypatch.setattr(health, "_oldest", None)


def test_healthy_site_says_ok_to_anybody(client, db):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "calendar": "ok", "figures": "ok"},
    }
    assert response["Cache-Control"] == "no-store, private"


def test_missing_migration_is_broken(client, db):
    MigrationRecorder(connection).record_unapplied("indicators", "0001_initial")
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["checks"]["migrations"] == "broken"


def test_other_cut_off_day_is_broken(client, db):
    ground.open_calendar()
    ReportingCalendar.objects.update(cutoff_day=14)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["checks"]["calendar"]) == (503, "broken")


def test_lost_database_is_broken_and_tells_nothing(client, db, monkeypatch):
    def lost():
        raise DatabaseError("password for host db.internal")

    monkeypatch.setattr(health, "_database", lost)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert set(response.json()["checks"].values()) == {"broken"}
    assert "internal" not in response.content.decode()


def test_mark_that_nobody_counts_is_late_but_the_site_stays_up(client, db, monkeypatch):
    StaleMark.objects.create(unit=ground.make_unit(), year=2020, month=6, section="documents")
    clock = [1000.0]
    monkeypatch.setattr(health.time, "monotonic", lambda: clock[0])
    assert client.get("/healthz").json()["checks"]["figures"] == "ok"
    clock[0] += health.LATE_AFTER + 1
    response = client.get("/healthz")
    assert (response.status_code, response.json()["checks"]["figures"]) == (200, "late")
    StaleMark.objects.all().delete()
    assert client.get("/healthz").json()["checks"]["figures"] == "ok"


def test_only_looking_is_allowed(client, db):
    assert client.post("/healthz").status_code == 405
    assert client.head("/healthz").status_code == 200
