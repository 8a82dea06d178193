"""The fast cells of exports against those of django-tables2, column kind by column kind."""

from datetime import date

import pytest
from django.db import models
from django_tables2.rows import BoundRow

from common import tables
from common.cells import Cell
from common.tables import Rows
from tests.common.gadget import Gadget, GadgetQuerySet


class Choosy(models.Model):
    """Choices, a relation, a method, a property, nothing."""

    kind = models.CharField(max_length=9, choices=[("a", "Alpha"), ("Group", [("b", "Beta")])])
    parent = models.ForeignKey("self", models.PROTECT, null=True)
    on = models.BooleanField(null=True)
    count = models.IntegerField(null=True)
    day = models.DateField(null=True)

    objects = models.Manager.from_queryset(GadgetQuerySet)()

    class Meta:
        app_label = "tests_gadgets"
        managed = False

    def __str__(self):
        return f"choosy {self.pk}"

    def get_absolute_url(self):
        """Nowhere."""
        return "/"

    def twice(self):
        """A method."""
        return (self.count or 0) * 2


class ChoosyTable(tables.RegisterTable):
    link = tables.LinkColumn(accessor="pk")
    label = tables.TextColumn(accessor="kind")
    parent_kind = tables.TextColumn(accessor="parent__kind")
    twice = tables.NumberColumn()
    tone = tables.BadgeColumn(accessor="kind", tones={"a": "good"})
    missing = tables.TextColumn(accessor="nowhere__to__go")
    called = tables.Column(accessor="twice")
    worded = tables.TextColumn(accessor="count")
    drawn = tables.TextColumn(accessor="count")

    class Meta(tables.RegisterTable.Meta):
        model = Choosy
        fields = ["link", "kind", "parent", "on", "count", "day"]

    def value_worded(self, value, record, column):
        """A method of the table."""
        return f"{value} of {record} in {type(column).__name__}"

    def render_drawn(self, **kwargs):
        """Drawing stands in for the value, with everything given."""
        return sorted(kwargs)


PARENT = Choosy(pk=1, kind="b", count=5, on=True, day=date(2020, 1, 2))
CHILD = Choosy(pk=2, kind="a", parent=PARENT, on=False, count=0)
ROWS = [PARENT, CHILD, Choosy(pk=3, kind="zz"), Choosy(pk=4, kind="")]


@pytest.mark.parametrize("name", list(ChoosyTable.base_columns))
def test_cell_reads_what_tables2_reads(name):
    table = ChoosyTable(Rows([], Choosy))
    cell = Cell(table, table.columns[name], Choosy)
    for row in ROWS:
        assert cell.read(row) == BoundRow(row, table).get_cell_value(name), row


def test_cell_does_not_call_what_alters_data(make_gadget):
    class Dangerous(tables.RegisterTable):
        gone = tables.TextColumn(accessor="delete")

        class Meta(tables.RegisterTable.Meta):
            model = Gadget
            fields = ["gone"]

    gadget = make_gadget()
    table = Dangerous(Rows([], Gadget))
    assert Cell(table, table.columns["gone"], Gadget).read(gadget) is None
    assert Gadget.objects.exists()
