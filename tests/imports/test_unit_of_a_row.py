"""A name that two units had one after the other means the unit of the day that matters to the register."""

from datetime import date

import pytest

from communes.models import Unit
from imports.resources import RESOURCES
from imports.sheets.units import UnitNames
from imports.sheets.values import Context, RowReader
from tests.factories import communes as make

MERGED = date(2020, 3, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "name", "cell", "is_new"),
    [
        ("equipment", "acquired_on", "05/06/2015", True),  # bought long before: it stands where it stands now
        ("equipment", "since", "05/06/2019", False),
        ("software", "updated_on", "05/06/2019", True),
        ("monthly", "month", "02/2020", False),
        ("monthly", "month", "03/2020", True),
    ],
)
def test_unit_is_that_of_the_day_that_dates_the_row(key, name, cell, is_new):
    old = make.make_unit("Bản Già", slug="cu", valid_until=MERGED)
    new = make.make_unit("Bản Già", slug="moi", valid_from=MERGED)
    context = Context(units=UnitNames(Unit.objects.all()))
    reader = RowReader(RESOURCES[key].columns, {"unit": 0, name: 1}, context)
    assert reader.read(["Bản Già", cell])[0]["unit"] == (new if is_new else old)
