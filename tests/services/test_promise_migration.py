"""Filings that were there before the register knew who had promised: what the limit gives counts as computed."""

import importlib

from django.apps import apps

from services.models import Filing
from tests.factories.desk import make_filing, make_procedure

migration = importlib.import_module("services.migrations.0006_promise_by_hand")


def test_promises_that_the_limit_does_not_give_count_as_set_by_hand(place, procedure, monkeypatch):
    monkeypatch.setattr(migration, "PORTION", 2)  # more than one portion
    free = make_procedure(limit_value=None, limit_unit="", offered_by=[place.tacuty])
    rows = [
        make_filing(place.tacuty, kind, received="2020-07-06 08:30", promised_time=promised)
        for kind, promised in (
            (procedure, "2020-07-09 17:30"), (procedure, "2020-07-09 17:00"), (procedure, None), (free, None),
            (free, "2020-07-10 17:30"), (procedure, "2020-07-08 17:30"),
        )
    ]  # fmt: skip
    migration.mark(apps, None)
    marked = dict(Filing.objects.values_list("pk", "promised_by_hand"))
    assert [marked[row.pk] for row in rows] == [False, True, False, False, True, True]
