"""How many queries the refresh of one unit-month takes: the deepest section, with something to write."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.models import Cell
from communes.writing import mark
from indicators import rollups
from indicators.models import Figure
from tests.factories import communes as ground
from tests.factories import desk

pytestmark = pytest.mark.django_db
MOST = 29
AROUND = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def test_one_filing_is_counted_up_to_the_root_in_few_queries():
    ground.open_calendar()
    tree = ground.make_district()
    procedure = desk.make_procedure(offered_by=[tree.tacuty], level="3")
    desk.make_filing(tree.tacuty, procedure, received="2020-07-06 09:00")
    mark({Cell(tree.tacuty.pk, 2020, 7, "filings")})
    rollups.refresh()
    desk.make_filing(tree.tacuty, procedure, received="2020-07-07 09:00", channel="online")
    mark({Cell(tree.tacuty.pk, 2020, 7, "filings")})
    with CaptureQueriesContext(connection) as caught:
        rollups.refresh()
    asked = [query["sql"] for query in caught.captured_queries if not query["sql"].startswith(AROUND)]
    # Of these 6 are the protocol's, 10 count, 12 read, fold and write figures, figures by procedure and coverage.
    assert len(asked) <= MOST
    assert Figure.objects.get(unit=tree.province, measure__key="filings.received").total == 2
