"""The list of work, and the rules on deadlines."""

from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from common import display, tables
from documents.deadlines import days_in_words
from documents.models import DeadlineRule, Document
from documents.tables import DeadlineColumn, EntryColumn, SenderColumn, TitleColumn
from documents.words import Query
from documents.working import TONES


class PressureColumn(tables.TextColumn):
    """How the deadline presses today; `table.day` is the day of the list."""

    cell_class = "telling"

    def __init__(self, **kwargs):
        options = {"accessor": "due_on", "orderable": False, "verbose_name": _("State"), "empty_values": ()}
        super().__init__(**{**options, **kwargs})

    def render(self, record, table):
        """A badge `overdue by 3 working days`."""
        words = table.day.in_words(record)
        if not words:
            return display.nothing()
        return format_html('<span class="badge {}">{}</span>', TONES.get(table.day.waiting(record), "quiet"), words)

    def value(self, record, table):
        """The words."""
        return table.day.in_words(record)


class WorkTable(tables.RegisterTable):
    """Incoming documents that wait for somebody."""

    day = None

    chosen = tables.ChooseColumn("document")
    # The columns mark what was searched for; here nothing is.
    query = Query()

    number = EntryColumn(verbose_name=_("Arrival number"))
    subject = TitleColumn(verbose_name=_("Kind and abstract"))
    organ_name = SenderColumn(verbose_name=_("Issued by"))
    registered_on = tables.DayColumn(verbose_name=_("Arrived on"))
    assigned_to = tables.TextColumn(verbose_name=_("Handled by"))
    due_on = DeadlineColumn()
    unit = tables.TextColumn(accessor="handling_unit__title", verbose_name=_("Unit"), orderable=False)
    pressure = PressureColumn()
    code = tables.TextColumn(verbose_name=_("Number and notation"))

    class Meta(tables.RegisterTable.Meta):
        model = Document
        default_columns = ["number", "subject", "organ_name", "assigned_to", "due_on", "pressure", "unit"]
        export_columns = [
            "number", "registered_on", "organ_name", "code", "subject", "assigned_to", "instruction", "transferred_on",
            "due_on", "pressure", "urgency", "unit",
        ]  # fmt: skip
        fields = [
            "chosen", *default_columns, "registered_on", "code", "instruction", "transferred_on", "urgency", "note",
        ]  # fmt: skip
        sequence = fields
        empty_text = _("Nothing waits here. What is entered as incoming and not finished stands in this list.")


class ForWhomColumn(tables.LinkColumn):
    """The unit of a rule, or that it holds for all."""

    def __init__(self, **kwargs):
        super().__init__(**{"accessor": "pk", "verbose_name": _("Holds for"), "orderable": False, **kwargs})

    def render(self, value, record):
        """A link to the rule."""
        return super().render(self.value(value, record), record)

    def value(self, value, record):
        """The name."""
        return for_whom(record)


def for_whom(rule: DeadlineRule) -> str:
    """The unit, or all units."""
    return rule.unit.title if rule.unit_id else _now("All units that have no rule of their own")


class LimitColumn(tables.TextColumn):
    """`10 working days`."""

    def render(self, value):
        """In words."""
        return days_in_words(value)

    def value(self, value):
        """In words."""
        return days_in_words(value)


class RuleTable(tables.RegisterTable):
    """The rules on deadlines that a person sees."""

    who = ForWhomColumn()
    working_days = LimitColumn(verbose_name=_("Time limit"))
    valid_from = tables.DayColumn(verbose_name=_("For documents that arrive from"))
    basis = tables.TextColumn(verbose_name=_("Basis"))

    class Meta(tables.RegisterTable.Meta):
        model = DeadlineRule
        fields = ["who", "urgency", "working_days", "valid_from", "basis"]
        sequence = fields
        empty_text = _("There is no rule on deadlines: documents get one only if it is written on them.")
