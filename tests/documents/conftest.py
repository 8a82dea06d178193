"""A small district with its calendar, its people and the kinds of documents."""

from dataclasses import dataclass

import pytest

from common.months import Month
from communes.models import Role, Unit
from tests.factories import communes as make
from tests.factories import documents as docs


@dataclass
class World:
    """Tả Củ Tỷ with its official; June 2020 is closed for it, July is open."""

    unit: Unit
    other: Unit
    district: Unit
    official: object
    stranger: object
    administrator: object
    kind: object


@pytest.fixture
def world(db) -> World:
    """The district of these tests."""
    make.open_calendar()
    tree = make.make_district()
    administrator = make.make_administrator(full_name="Quản trị")
    make.close_month(tree.tacuty, Month(2020, 6), by=administrator)
    return World(
        unit=tree.tacuty,
        other=tree.banpho,
        district=tree.district,
        official=make.make_member(Role.OFFICIAL, tree.tacuty),
        stranger=make.make_member(Role.OFFICIAL, tree.banpho),
        administrator=administrator,
        kind=docs.make_kind(),
    )
