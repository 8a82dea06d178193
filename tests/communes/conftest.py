"""The small district and the people that most tests of this floor stand on."""

import pytest

from tests.factories import communes as make


@pytest.fixture
def tree(db) -> make.District:
    return make.make_district()


@pytest.fixture
def official(tree):
    """Writes in Tả Củ Tỷ."""
    return make.make_member("official", tree.tacuty)


@pytest.fixture
def administrator(db):
    return make.make_administrator()
