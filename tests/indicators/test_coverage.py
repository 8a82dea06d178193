"""Coverage: which units were expected to have figures, and how many are approved, pending or blank."""

from datetime import date

import pytest

from common.errors import Refused
from common.months import Month
from communes.models import SectionSource
from indicators import actions, checking, rollups, sources
from indicators.models import CoverageFigure, Measure
from indicators.series import Coverage, by_unit, series
from services.models.activity import PARTS
from tests.factories import communes as ground
from tests.factories.desk import make_activity_month, make_treasury_month
from tests.factories.documents import make_document

pytestmark = pytest.mark.django_db
JUNE, JULY, AUGUST = Month(2020, 6), Month(2020, 7), Month(2020, 8)


@pytest.fixture
def tree(settings):
    settings.REFRESH_MODE = "worker"
    ground.open_calendar(first=JUNE)
    return ground.make_district()


@pytest.fixture
def reviewer(tree):
    return ground.make_member("reviewer", tree.district)


def report_only(unit, section="documents"):
    SectionSource.objects.create(unit=unit, section=section, source="report", since=date(2020, 1, 1))


def declare(unit, reviewer, key="documents.incoming", *, approved=True, month=JULY, **fields):
    measure = Measure.objects.get(key=key)
    row = actions.declare(by=None, unit=unit, measure=measure, month=month, reason="x", **fields)
    if approved:
        actions.approve(by=reviewer, declared=[row])
    return row


def covered(unit, section="documents", month=JULY) -> tuple:
    """(expected, approved, pending, blank) after a refresh that agrees with a recount."""
    rollups.rebuild(months=[month])
    assert checking.check(months=[month])[0] == []
    row = CoverageFigure.objects.filter(unit=unit, section=section, year=month.year, month=month.month).first()
    return (row.expected, row.approved, row.pending, row.blank) if row else (0, 0, 0, 0)


def test_register_is_pending_until_its_month_is_closed(tree):
    assert covered(tree.tacuty) == (1, 0, 1, 0)
    ground.close_month(tree.tacuty, JULY)
    assert covered(tree.tacuty) == (1, 1, 0, 0)
    assert covered(tree.district) == (3, 1, 2, 0)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], (1, 0, 0, 1)),
        ([{"value": 0}], (1, 0, 1, 0)),
        ([{"value": 3, "approved": False}], (1, 0, 0, 1)),
        ([{"blank": "not_applicable"}], (0, 0, 0, 0)),
        ([{"blank": "not_applicable"}, {"key": "documents.outgoing", "value": 4}], (1, 0, 1, 0)),
        ([{"blank": "not_available"}], (1, 0, 0, 1)),
        ([{"blank": "not_reliable"}, {"key": "documents.outgoing", "value": 4}], (1, 0, 0, 1)),
    ],
)
def test_reported_section_is_blank_until_something_counts(tree, reviewer, said, expected):
    report_only(tree.tacuty)
    for one in said:
        declare(tree.tacuty, reviewer, **one)
    assert covered(tree.tacuty) == expected
    assert covered(tree.district) == tuple(a + b for a, b in zip(expected, (2, 0, 2, 0), strict=True))


@pytest.mark.parametrize("blank", ["not_available", "not_reliable"])
def test_register_declared_blank_lowers_the_coverage(tree, reviewer, blank):
    make_document(tree.tacuty)
    declare(tree.tacuty, reviewer, blank=blank)
    ground.close_month(tree.tacuty, JULY)
    assert covered(tree.tacuty) == (1, 0, 0, 1)


def test_only_units_that_report_and_exist_on_the_last_day_are_expected(tree):
    ground.make_unit("Bản Già", parent=tree.district, valid_until=date(2020, 7, 31))
    ground.make_unit("Cốc Lầu", parent=tree.district, valid_from=date(2020, 7, 31))
    assert covered(tree.district) == (4, 0, 4, 0)
    assert covered(tree.district, month=JUNE) == (4, 0, 4, 0)
    assert covered(tree.province, month=AUGUST) == (4, 0, 4, 0)


def test_missing_figure_is_zero_in_a_register_and_no_data_in_a_report(tree, reviewer):
    report_only(tree.banpho)
    rollups.rebuild()

    def value(unit, key="documents.incoming", **kwargs):
        return series(unit, key, JULY, JULY, **kwargs).value

    assert value(tree.tacuty) == 0
    assert value(tree.banpho) is None
    assert value(tree.district) == 0
    assert value(tree.district, kind="office") == 0
    assert value(tree.tacuty, "workfiles.total") is None
    table = by_unit([tree.tacuty, tree.banpho], ["documents.incoming", "workfiles.total"], JULY, JULY)
    assert table[tree.tacuty.pk] == {"documents.incoming": 0, "workfiles.total": None}
    assert table[tree.banpho.pk] == {"documents.incoming": None, "workfiles.total": None}
    declare(tree.banpho, reviewer, key="workfiles.total", value=0)
    rollups.refresh()
    assert value(tree.district, "workfiles.total") == 0


@pytest.mark.parametrize("section", sorted(sources.BY_ENTRY))
def test_month_that_nobody_entered_has_no_data_and_is_not_zero(tree, section):
    key = {"treasury": "treasury.returned"}.get(section, f"{section}.{PARTS.get(section, ['x'])[0]}")

    def value(unit):
        return series(unit, key, JULY, JULY).value

    assert (covered(tree.tacuty, section), value(tree.tacuty), value(tree.district)) == ((1, 0, 0, 1), None, None)
    if section == "treasury":
        make_treasury_month(tree.tacuty)
    else:
        make_activity_month(tree.tacuty, **{f"{section}_{name}": 0 for name in PARTS[section]})
    assert (covered(tree.tacuty, section), value(tree.tacuty), value(tree.district)) == ((1, 0, 1, 0), 0, 0)
    assert covered(tree.district, section) == (3, 0, 1, 2)
    report_only(tree.tacuty, section)
    assert (covered(tree.tacuty, section), value(tree.tacuty)) == ((1, 0, 0, 1), None)


def test_value_of_a_month_without_an_entry_is_declared_without_a_reason(tree, reviewer):
    """There is nothing in the register that it could differ from; with an entry there is."""
    measure = Measure.objects.get(key="tasks.done")
    ask = {"by": None, "unit": tree.tacuty, "measure": measure, "month": JULY}
    assert actions.declare(value=0, **ask).value == 0
    make_activity_month(tree.banpho, tasks_assigned=4, tasks_done=3)
    ask["unit"] = tree.banpho
    assert actions.declare(value=3, **ask) is None
    with pytest.raises(Refused):
        actions.declare(value=4, **ask)


def test_coverage_of_a_period_counts_unit_months(tree):
    report_only(tree.banpho)
    ground.close_month(tree.tacuty, JUNE)
    rollups.rebuild()
    found = series(tree.district, "documents.incoming", JUNE, JULY).coverage
    assert found == Coverage(expected=6, approved=1, pending=3, blank=2)
    assert found.is_provisional
    assert str(found.share) == "16.67"
    stock = series(tree.district, "staff.total", JUNE, JULY).coverage
    assert stock == Coverage(expected=3, approved=0, pending=3, blank=0)
    communes = series(tree.district, "documents.incoming", JUNE, JUNE, kind="commune").coverage
    assert communes == Coverage(expected=2, approved=1, pending=0, blank=1)


def test_nothing_expected_has_no_share():
    assert Coverage().share is None
    assert Coverage().is_without_data
