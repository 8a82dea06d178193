"""The district of these registers, its official, and a batch to write under."""

import pytest

from tests.factories import communes as make


@pytest.fixture
def tree(db) -> make.District:
    make.open_calendar()
    return make.make_district()


@pytest.fixture
def official(tree):
    """Writes in Tả Củ Tỷ."""
    return make.make_member("official", tree.tacuty)


@pytest.fixture
def reviewer(tree):
    """Keeps the catalogues of the district."""
    return make.make_member("reviewer", tree.district)
