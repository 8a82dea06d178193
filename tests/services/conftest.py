"""The small district that the tests of this floor stand on."""

import pytest

from communes.models import Role
from tests.factories.communes import District, make_administrator, make_district, make_member, open_calendar
from tests.factories.desk import make_procedure


@pytest.fixture
def place(db) -> District:
    """Province, district, two communes and an office, with the months 01/2019 to 08/2020 opened."""
    open_calendar()
    return make_district()


@pytest.fixture
def official(place):
    """An official of Tả Củ Tỷ."""
    return make_member(Role.OFFICIAL, place.tacuty)


@pytest.fixture
def reviewer(place):
    """The reviewer of the district."""
    return make_member(Role.REVIEWER, place.district)


@pytest.fixture
def administrator(place):
    """Somebody who may everything."""
    return make_administrator()


@pytest.fixture
def procedure(place):
    """A procedure of three working days that both communes offer."""
    return make_procedure("Đăng ký khai sinh", offered_by=[place.tacuty, place.banpho], level="3")
