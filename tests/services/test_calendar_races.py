"""A change of the calendar beside a desk that takes filings in, on PostgreSQL; SQLite has one writer."""

import threading
import time
from datetime import date

import pytest
from django.db import connection

from services import promises
from services.actions import filings, holidays
from services.models import Filing
from tests.factories.communes import make_district, open_calendar
from tests.factories.desk import at, make_procedure

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_a_filing_taken_in_beside_a_change_is_promised_by_the_new_calendar(monkeypatch):
    open_calendar()
    place = make_district()
    procedure = make_procedure(offered_by=[place.tacuty])
    is_written = threading.Event()
    follow = promises.follow

    def slowly(*args, **kwargs):
        impact = follow(*args, **kwargs)
        is_written.set()
        time.sleep(0.5)  # the change is written and not yet committed
        return impact

    monkeypatch.setattr(promises, "follow", slowly)

    def change():
        holidays.create(by=None, day=date(2020, 7, 31), name="Nghỉ bù")
        connection.close()

    thread = threading.Thread(target=change)
    thread.start()
    assert is_written.wait(timeout=10)
    filings.receive(
        by=None, unit=place.tacuty, procedure=procedure, code="000.00.12.H38-200728-0001",
        received_time=at("2020-07-28 08:30"),
    )  # fmt: skip
    thread.join(timeout=10)
    assert Filing.objects.get().promised_time == at("2020-08-03 17:30")
