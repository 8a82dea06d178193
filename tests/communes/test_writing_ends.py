"""Nothing that is counted at a date is left at a unit that has ended, whatever the act."""

from datetime import date

import pytest

from common.errors import Refused
from communes.models import Connection
from communes.writing import writing

pytestmark = pytest.mark.django_db


def test_act_that_leaves_a_row_open_at_an_ended_unit_is_refused(tree, administrator):
    """An act dated before a merger that was recorded late: its row would be counted nowhere after that day."""
    tree.banpho.valid_until = date(2020, 7, 1)
    tree.banpho.save()
    line = Connection(unit=tree.banpho, since=date(2020, 6, 1), kind="internet", technology="fibre")
    act = writing(by=administrator, action="connections.created", units=[tree.banpho])
    with pytest.raises(Refused, match=r"01/07/2020"), act as write:
        write.insert(line)
    assert not Connection.objects.exists()
