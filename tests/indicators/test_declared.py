"""A unit's own word for a month: when it counts, against the register, and what stays while it waits."""

from datetime import date

import pytest

from common.errors import ClosedMonth, Invalid, NotAllowed, OutOfScope, Refused, StaleVersion
from common.models import AuditChange
from common.months import Month
from communes.models import Role, SectionSource, StaleMark
from indicators import actions, checking, rollups
from indicators.models import DeclaredValue, Figure, Measure
from tests.factories import communes as ground
from tests.factories.documents import make_document
from tests.registers import rows

pytestmark = pytest.mark.django_db
JUNE, JULY, AUGUST = Month(2020, 6), Month(2020, 7), Month(2020, 8)


@pytest.fixture
def tree(settings):
    settings.REFRESH_MODE = "worker"
    ground.open_calendar(first=Month(2020, 5))
    tree = ground.make_district()
    rollups.rebuild(months=[JULY])
    return tree


@pytest.fixture
def official(tree):
    return ground.make_member(Role.OFFICIAL, tree.tacuty)


@pytest.fixture
def reviewer(tree):
    return ground.make_member(Role.REVIEWER, tree.district)


def declare(unit, by=None, key="documents.incoming", month=JULY, **fields):
    return actions.declare(by=by, unit=unit, measure=Measure.objects.get(key=key), month=month, **fields)


def figure(unit, key="documents.incoming", month=JULY) -> tuple | None:
    """(registered, reported, blank, own, total) after a refresh that agrees with a recount."""
    rollups.refresh()
    differences, _compared = checking.check(months=[month])
    assert differences == []
    row = Figure.objects.filter(unit=unit, measure__key=key, year=month.year, month=month.month).first()
    return row and (row.registered, row.reported, row.blank, row.own, row.total)


def test_confirming_the_register_declares_nothing(tree, official):
    make_document(tree.tacuty)
    assert declare(tree.tacuty, official, value=1) is None
    assert declare(tree.banpho, value=0) is None
    assert not DeclaredValue.objects.exists()
    assert not StaleMark.objects.exists()


def test_register_is_asked_itself_not_the_stored_figure(tree, official):
    for _number in range(2):
        make_document(tree.tacuty)
    with pytest.raises(Refused, match="2"):
        declare(tree.tacuty, official, value=1_500)
    assert declare(tree.tacuty, official, value=2) is None


def test_value_that_differs_needs_a_reason_and_counts_once_approved(tree, official, reviewer):
    make_document(tree.tacuty)
    with pytest.raises(Refused) as refused:
        declare(tree.tacuty, official, value=5)
    assert refused.value.field == "reason"
    row = declare(tree.tacuty, official, value=5, reason="theo sổ giấy")
    rollups.rebuild(months=[JULY])
    assert figure(tree.district)[-1] == 1
    assert actions.approve(by=reviewer, declared=[row]) == 1
    assert figure(tree.tacuty) == (1, 5, "", 5, 5)
    assert figure(tree.district)[-1] == 5
    acts = AuditChange.objects.of(row).values_list("event__action", flat=True)
    assert list(acts) == ["figures.approved", "figures.declared"]


def test_last_approved_value_stays_while_another_waits(tree, official, reviewer):
    row = declare(tree.tacuty, official, key="workfiles.total", value=7)
    assert figure(tree.tacuty, "workfiles.total") is None
    actions.approve(by=reviewer, declared=[row])
    row = declare(tree.tacuty, official, key="workfiles.total", value=9)
    row = declare(tree.tacuty, official, key="workfiles.total", value=10)
    assert figure(tree.tacuty, "workfiles.total") == (None, 7, "", 7, 7)
    actions.approve(by=reviewer, declared=[row])
    assert figure(tree.tacuty, "workfiles.total") == (None, 10, "", 10, 10)


def test_approved_blank_stays_while_a_value_waits(tree, official, reviewer):
    make_document(tree.tacuty)
    rollups.rebuild(months=[JULY])
    row = declare(tree.tacuty, official, blank="not_reliable")
    actions.approve(by=reviewer, declared=[row])
    assert figure(tree.tacuty) == (1, None, "not_reliable", None, None)
    declare(tree.tacuty, official, value=4, reason="đếm lại")
    assert figure(tree.tacuty) == (1, None, "not_reliable", None, None)


def test_withdrawn_value_gives_the_register_back(tree, official, reviewer):
    make_document(tree.tacuty)
    rollups.rebuild(months=[JULY])
    row = declare(tree.tacuty, official, value=5, reason="sổ giấy")
    actions.approve(by=reviewer, declared=[row])
    actions.withdraw(by=official, declared=row, reason="nhầm")
    assert figure(tree.tacuty) == (1, None, "", 1, 1)
    with pytest.raises(OutOfScope):
        actions.withdraw(by=official, declared=row, reason="lần hai")


def test_declared_zero_is_a_number_all_the_way_up(tree, reviewer):
    row = declare(tree.tacuty, key="security.incidents", value=0)
    actions.approve(by=reviewer, declared=[row])
    assert figure(tree.tacuty, "security.incidents") == (None, 0, "", 0, 0)
    assert figure(tree.province, "security.incidents") == (None, None, "", None, 0)
    actions.withdraw(by=None, declared=row, reason="nhầm")
    assert figure(tree.province, "security.incidents") is None


def test_approval_is_of_what_was_seen_and_by_the_reviewer(tree, official, reviewer):
    row = declare(tree.tacuty, official, key="workfiles.total", value=7)
    for person, error in ((official, NotAllowed), (ground.make_member(Role.REVIEWER, tree.banpho), OutOfScope)):
        with pytest.raises(error):
            actions.approve(by=person, declared=[row])
    declare(tree.tacuty, official, key="workfiles.total", value=700, version=row.version)
    with pytest.raises(StaleVersion):
        actions.approve(by=reviewer, declared=[row])
    assert not DeclaredValue.objects.filter(approved_at__isnull=False).exists()


def test_second_of_two_declarations_of_one_state_is_stale(tree, official):
    row = declare(tree.tacuty, official, key="workfiles.total", value=7)
    declare(tree.tacuty, official, key="workfiles.total", value=8, version=row.version)
    with pytest.raises(StaleVersion):
        declare(tree.tacuty, official, key="workfiles.total", value=9, version=row.version)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"key": "procedures.in_force", "value": 1}, Refused),
        ({"month": Month(2020, 9), "value": 1}, Refused),
        ({"value": -1, "reason": "x"}, Invalid),
        ({"value": None}, Invalid),
        ({"value": 1, "blank": "not_available"}, Invalid),
        ({"blank": "quên"}, Invalid),
        ({"month": JUNE, "value": 1, "reason": "x"}, ClosedMonth),
    ],
)
def test_declaring_is_refused(tree, official, fields, error):
    ground.close_month(tree.tacuty, JUNE)
    with pytest.raises(error):
        declare(tree.tacuty, official, **fields)
    assert not DeclaredValue.objects.exists()


@pytest.mark.parametrize(("month", "allowed"), [(JUNE, True), (JULY, True), (AUGUST, False)])
def test_unit_declares_up_to_its_last_days(tree, month, allowed):
    ended = ground.make_unit("Bản Già", parent=tree.district, valid_until=date(2020, 7, 16))
    if allowed:
        assert declare(ended, month=month, value=3, reason="x").value == 3
    else:
        with pytest.raises(Refused):
            declare(ended, month=month, value=3, reason="x")


def test_declared_stock_counts_while_the_unit_exists_on_the_last_day(tree, reviewer):
    ended = ground.make_unit("Bản Già", parent=tree.district, valid_until=date(2020, 7, 16))
    rows = [declare(ended, key=key, value=3, reason="x") for key in ("staff.total", "documents.incoming")]
    actions.approve(by=reviewer, declared=rows)
    rollups.rebuild(months=[JULY])
    assert figure(ended, "staff.total") is None
    assert figure(ended) == (0, 3, "", 3, 3)


def test_where_only_totals_are_reported_the_register_says_nothing(tree, official, reviewer):
    SectionSource.objects.create(unit=tree.tacuty, section="documents", source="report", since=date(2020, 7, 1))
    make_document(tree.tacuty, registered_on=date(2020, 6, 5))
    make_document(tree.tacuty, registered_on=date(2020, 7, 5))
    actions.approve(by=reviewer, declared=[declare(tree.tacuty, official, value=0)])
    rollups.rebuild(months=[JUNE, JULY])
    assert figure(tree.tacuty, month=JUNE) == (1, None, "", 1, 1)
    assert figure(tree.tacuty, month=JULY) == (None, 0, "", 0, 0)


def test_list_of_values_is_narrowed_by_approval_and_section(tree, official, reviewer, client):
    client.force_login(official)
    counts = declare(tree.tacuty, official, key="workfiles.total", value=7)
    waits = declare(tree.tacuty, official, key="feedback.due", value=8)
    actions.approve(by=reviewer, declared=[counts])
    assert rows(client, "indicators:declared-list", approved="true") == [counts]
    assert rows(client, "indicators:declared-list", approved="false") == [waits]
    assert rows(client, "indicators:declared-list", section="feedback") == [waits]
