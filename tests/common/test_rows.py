"""Rows written in Python say what django-tables2 says in a template."""

from datetime import date
from types import SimpleNamespace

import django_tables2 as tables2
import pytest
from django.template import Context, Template

from common import rows, tables
from communes.models import Equipment
from tests.factories import communes as ground

LABEL = '{% if table.makes_cards %} data-label="{{ column.header }}"{% endif %}>'
SLOW = Template(
    "{% for row in table.rows %}<tr>{% for column, cell in row.items %}"
    '{% if "name" in column.column.cell_class %}<th scope="row" class="{{ column.attrs.td.class }}"'
    f"{LABEL}{{{{ cell }}}}</th>"
    '{% else %}<td{% if column.attrs.td.class %} class="{{ column.attrs.td.class }}"{% endif %}'
    f"{LABEL}{{{{ cell }}}}</td>"
    "{% endif %}{% endfor %}</tr>{% if not forloop.last %}\n{% endif %}{% endfor %}"
)


class EveryKind(tables.RegisterTable):
    """A column of each kind that registers use, and what django-tables2 offers beside."""

    class Meta(tables.RegisterTable.Meta):
        pass

    name = tables.LinkColumn(target=lambda record: record.target)
    text = tables.TextColumn()
    plain = tables2.Column(accessor="number")
    number = tables.NumberColumn(total=True)
    share = tables.ShareColumn(accessor="number")
    day = tables.DayColumn()
    yes = tables.YesNoColumn()
    deep = tables.TextColumn(accessor="inner__text", attrs={"td": {"class": "day wide"}})
    missing = tables.TextColumn(accessor="inner__nothing__at_all")
    called = tables.TextColumn(accessor="inner__call")
    always = tables.TextColumn(accessor="number", empty_values=())
    linked = tables2.Column(accessor="number", linkify=lambda value: f"/n/{value}/")

    def render_always(self, record, bound_column, column, bound_row, table, value):
        assert bound_row.record is record
        assert (bound_column.column, bound_column._table) == (column, table)
        return f"<{value}>"


def thing(**values):
    target = SimpleNamespace(get_absolute_url=lambda: "/x/?a=1&b=2")
    inner = SimpleNamespace(text="<b>", call=lambda: "called")
    start = {"name": "a & b", "text": "<i>", "number": 71814, "share": 1, "day": date(2020, 8, 3), "yes": True}
    return SimpleNamespace(**start | {"target": target, "inner": inner} | values)


def test_rows_are_those_of_the_template():
    nothing = dict.fromkeys(("text", "number", "day", "yes", "inner"))
    table = EveryKind([thing(), thing(**nothing), thing(text="", number=0, yes=False)])
    slow = SLOW.render(Context({"table": table}))
    assert rows.body(table) == slow
    assert "71.814" in slow
    assert "<i>" not in slow
    assert 'data-label="Text"' in slow, "many columns: on a phone each cell says what it is"


@pytest.mark.django_db
def test_rows_show_the_label_of_a_choice():
    """Also in a table of model rows with relations; the label is asked once for each value."""

    class Devices(tables.RegisterTable):
        kind = tables.TextColumn()
        unit = tables.TextColumn(accessor="acquired_by_unit__title")

        class Meta(tables.RegisterTable.Meta):
            model = Equipment
            fields = ["kind", "acquired_on", "unit"]

    tree = ground.make_district()
    for kind in ("laptop", "desktop", "laptop"):
        ground.make_equipment(tree.tacuty, kind=kind)
    table = Devices(tables.Rows(list(Equipment.objects.select_related("acquired_by_unit").order_by("pk")), Equipment))
    written = rows.body(table)
    assert written == SLOW.render(Context({"table": table}))
    assert written.count("data-label") == 9
    assert written.count(str(Equipment.objects.get(kind="desktop").get_kind_display())) == 1


def test_rows_carry_attributes_of_their_own():
    class Marked(tables.RegisterTable):
        text = tables.TextColumn()

        class Meta(tables.RegisterTable.Meta):
            row_attrs = {"id": lambda record: record.text}

    assert '<tr id="a" class="even"><td class="text">a</td></tr>' in rows.body(Marked([thing(text="a")]))
