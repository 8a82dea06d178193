"""How many queries the refresh of one unit-month takes, whatever the section and whatever there is to write."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.months import Month
from communes.models import Cell, Section, StaleMark, Unit
from communes.writing import mark
from indicators import catalogue, rollups
from indicators.models import CoverageFigure, Figure, ProcedureFigure
from services.models import Channel, Filing
from tests.factories import communes as ground
from tests.factories import desk
from tests.factories.documents import make_document

pytestmark = pytest.mark.django_db
JULY = Month(2020, 7)
AROUND = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
MOST = 15
# Which marks, another version, marks done, is there another mark: 4, and 1 more is the lock on PostgreSQL.
# The units with those above, what is registered, what is declared and stored of the unit, what is stored above and
# beside it: 4. Figures and figures by procedure are written: 2.
FILING = 10


@pytest.fixture
def tree():
    ground.open_calendar()
    return ground.make_district()


@pytest.fixture
def procedure(tree):
    return desk.make_procedure(offered_by=[tree.tacuty], level="3")


def queries(section: str, *units) -> list[str]:
    """What the refresh of cells asks in a process that knows the measures already, as after its first refresh."""
    catalogue.measures_of(section)
    mark({Cell(unit.pk, JULY.year, JULY.month, section) for unit in units})
    with CaptureQueriesContext(connection) as caught:
        rollups.refresh()
    assert not StaleMark.objects.exists()
    return [query["sql"] for query in caught.captured_queries if not query["sql"].startswith(AROUND)]


def lock() -> int:
    """The refresher's lock is a query of its own on PostgreSQL; on SQLite the transaction is the lock."""
    return int(connection.vendor == "postgresql")


def written(asked: list[str]) -> int:
    """How many of the queries write or remove figures."""
    return sum("_figure" in sql or 'figure"' in sql for sql in asked if sql.startswith(("INSERT", "DELETE")))


def test_one_filing_is_counted_up_to_the_root_in_few_queries(tree, procedure):
    desk.make_filing(tree.tacuty, procedure, received="2020-07-06 09:00")
    mark({Cell(tree.tacuty.pk, 2020, 7, "filings")})
    rollups.refresh()
    desk.make_filing(tree.tacuty, procedure, received="2020-07-07 09:00", channel="online")
    assert len(queries("filings", tree.tacuty)) == FILING + lock()
    assert Figure.objects.get(unit=tree.province, measure__key="filings.received").total == 2


def test_something_to_write_in_every_table_takes_one_query_more(tree, procedure):
    desk.make_filing(tree.tacuty, procedure, received="2020-07-06 09:00")
    asked = queries("filings", tree.tacuty)
    assert written(asked) == 3
    assert len(asked) == FILING + 1 + lock() <= MOST
    assert CoverageFigure.objects.get(unit=tree.province, section="filings").expected == 1


def test_rows_to_write_and_to_remove_and_a_closed_month_keep_to_the_goal(tree, procedure):
    desk.make_filing(tree.tacuty, procedure, received="2020-07-06 09:00")
    mark({Cell(tree.tacuty.pk, 2020, 7, "filings")})
    rollups.refresh()
    Filing.objects.update(channel=Channel.ONLINE)
    ground.close_month(tree.tacuty, JULY)
    asked = queries("filings", tree.tacuty)
    assert written(asked) == 5
    assert len(asked) == FILING + 3 + lock() <= MOST
    assert set(ProcedureFigure.objects.values_list("channel", "total")) == {(Channel.ONLINE, 1)}
    assert CoverageFigure.objects.get(unit=tree.province, section="filings").approved == 1


def test_a_unit_that_leaves_the_coverage_meanwhile_keeps_to_the_goal_too(tree, procedure):
    """Every table is written and has rows removed: the most that one section and month can ask."""
    desk.make_filing(tree.tacuty, procedure, received="2020-07-06 09:00")
    mark({Cell(unit.pk, 2020, 7, "filings") for unit in (tree.tacuty, tree.banpho)})
    rollups.refresh()
    Filing.objects.update(channel=Channel.ONLINE)
    ground.close_month(tree.tacuty, JULY)
    Unit.objects.filter(pk=tree.banpho.pk).update(valid_until=date(2020, 7, 15))
    asked = queries("filings", tree.tacuty, tree.banpho)
    assert written(asked) == 6
    assert len(asked) == FILING + 4 + lock() <= MOST
    assert list(CoverageFigure.objects.filter(unit=tree.province).values_list("expected", "approved")) == [(1, 1)]


@pytest.mark.parametrize("section", Section.values)
def test_every_section_keeps_to_the_goal(tree, procedure, section):
    """The unit's first month: own values, totals and coverage are written, wherever something is registered."""
    ground.make_equipment(tree.tacuty, since=date(2020, 7, 1))
    ground.make_staff(tree.tacuty, since=date(2020, 7, 1))
    make_document(tree.tacuty, registered_on=date(2020, 7, 1))
    desk.make_filing(tree.tacuty, procedure, received="2020-07-06 09:00")
    asked = queries(section, tree.tacuty)
    assert written(asked) >= 1
    assert len(asked) <= MOST
