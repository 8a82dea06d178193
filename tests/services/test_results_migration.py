"""Results that waited at units which had ended before anybody passed them on: the last successor hands them out."""

import importlib
from datetime import date

from django.apps import apps

from services.models import Filing
from tests.factories.communes import make_succession, make_unit
from tests.factories.desk import make_filing

migration = importlib.import_module("services.migrations.0010_results_of_ended_units")


def test_waiting_results_go_to_the_last_successor_and_no_others(place):
    third = make_unit("Nơi mới", parent=place.district)
    make_succession(place.banpho, (place.tacuty, "0.7"), (third, "0.3"), on=date(2020, 7, 10))
    make_succession(place.tacuty, third, on=date(2020, 7, 20))
    done = {"status": 9, "finished_time": "2020-07-08 10:00"}
    waiting, at_second, at_last = (make_filing(unit, **done) for unit in (place.banpho, place.tacuty, third))
    returned = make_filing(place.banpho, **done | {"status": 10, "returned_time": "2020-07-09 10:00"})
    still_open = make_filing(place.banpho)
    migration.pass_on(apps, None)
    assert dict(Filing.objects.values_list("pk", "returning_unit")) == {
        waiting.pk: third.pk, at_second.pk: third.pk, at_last.pk: None, returned.pk: None, still_open.pk: None,
    }  # fmt: skip
