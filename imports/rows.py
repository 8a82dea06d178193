"""From the raw cells of a row to a line with values in a unit in which the person writes."""

from django.utils.translation import gettext as _

from communes.intake import Fault, Line
from communes.models import Unit
from imports.models import Import
from imports.resource import Context, Resource, column_of
from imports.sheets.units import UnitNames
from imports.sheets.values import Context as CellContext
from imports.sheets.values import Problem, RowReader, shown


class LineReader:
    """Reads the rows of an import's sheet. `names`: the columns that every line has; `asked`: columns with numbers of
    which only the person knows how they are meant."""

    def __init__(self, resource: Resource, spreadsheet: Import, context: Context, *, is_ours: bool):
        self.context, self.places = context, spreadsheet.places
        self.has_unit = column_of(resource, "unit") is not None
        names = [column.name for column in resource.columns if column.name in self.places]
        self.names = names if not self.has_unit or "unit" in names else [*names, "unit"]
        self.asked: set[str] = set()
        units = UnitNames.visible_to(context.by)
        cells = CellContext(units=units, answers=spreadsheet.answers, is_ours=is_ours)
        self._rows = RowReader(resource.columns, self.places, cells)
        self._may_write: dict[int, bool] = {}

    def line(self, number: int, row: list) -> Line:
        """The line of one row; what could not be read is a fault, and its raw text stays beside it."""
        values, problems = self._rows.read(row)
        line = Line(number, values)
        for problem in problems:
            self._note(line, problem, row)
        if self.has_unit:
            self._give_unit(line)
        return line

    def _note(self, line: Line, problem: Problem, row: list) -> None:
        line.faults.append(Fault(problem.column, problem.sentence, problem.shown))
        line.values[problem.column] = None
        place = self.places.get(problem.column)
        if place is not None and place < len(row) and row[place] is not None:
            line.raw[problem.column] = str(row[place])
        if problem.asks:
            self.asked.add(problem.column)

    def _give_unit(self, line: Line) -> None:
        """The unit of the file where the row names none; what the person does not see was not found as a name."""
        unit = line.values.get("unit")
        if unit is None:
            line.values["unit"] = unit = self.context.unit
        if unit is None:
            if "unit" not in line.raw:
                line.refuse(_("The row names no unit, and none was chosen with the file."), "unit")
        elif not self._writes(unit):
            sentence = _("You may look at %(unit)s, but not write in its registers.")
            line.refuse(sentence % {"unit": unit.full_name}, "unit")

    def _writes(self, unit: Unit) -> bool:
        if unit.pk not in self._may_write:
            self._may_write[unit.pk] = self.context.may_write(unit)
        return self._may_write[unit.pk]


def shown_values(line: Line) -> dict[str, str]:
    """The values of a line as a refusal quotes them."""
    return {name: _shown(value) for name, value in line.values.items() if value is not None}


def _shown(value) -> str:
    if isinstance(value, Unit):
        return value.title
    # Numbers of books are names, not amounts.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else shown(value)
