"""A small district with figures of the first half of 2020, and people of every role who read English."""

import copy
from types import SimpleNamespace

import pytest

from common.months import Month
from communes.models import Role
from tests.access.standing import built_once
from tests.factories import communes as ground
from tests.factories.indicators import JUNE, put_coverage, put_figures

MONTHLY = {"documents.incoming": 100, "documents.outgoing": 10, "documents.outgoing_signed": 8}
SECTIONS = ("documents", "network", "equipment", "staff", "filings", "software", "treasury")


def person(role, unit, **fields):
    """A member who reads English, so that tests meet the source texts."""
    return ground.make_member(role, unit, language="en", **fields)


def fill(unit, *, factor: int = 1, state: str = "approved") -> None:
    """Figures of one unit for January to June 2020."""
    values = {(key, Month(2020, month)): value * factor for key, value in MONTHLY.items() for month in range(1, 7)}
    for key in ("network.units", "network.units_with_lan", "network.units_with_internet"):
        values[(key, JUNE)] = 1
    for key, value in (("computers", 23), ("desktops", 20), ("laptops", 3)):
        values[(f"equipment.{key}", JUNE)] = value
    put_figures(unit, values)
    put_coverage(unit, *SECTIONS, state=state)


def settle() -> SimpleNamespace:
    """The district's units, filled, and the people: leader, auditor, official of Tả Củ Tỷ, administrator."""
    units = ground.make_district()
    ground.open_calendar()
    fill(units.tacuty)
    fill(units.banpho, factor=2)
    fill(units.office, factor=3)
    return SimpleNamespace(
        **vars(units),
        leader=person(Role.LEADER, units.district),
        auditor=person(Role.AUDITOR, units.district),
        official=person(Role.OFFICIAL, units.tacuty),
        administrator=ground.make_administrator(language="en"),
    )


@pytest.fixture(scope="module")
def settled(django_db_setup, django_db_blocker):
    """See `settle`; once for each module, in a transaction around its tests."""
    with django_db_blocker.unblock(), built_once(settle) as built:
        yield built


@pytest.fixture
def place(settled, db):
    """The same for one test, whose changes end with it: those of the rows and those of the objects."""
    return copy.deepcopy(settled)


@pytest.fixture
def see(client):
    """`see(person, address)` is the response to that person."""

    def get(who, address: str):
        client.force_login(who)
        return client.get(address)

    return get
