"""The second step: every row of the sheet becomes a line with values, and the register says what would become of it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from common import display
from common.jobs.kinds import Progress
from communes.intake import Fate, Line
from imports import folders, staging, wholesheet
from imports.models import Import, ImportState
from imports.resource import Context, Resource, Unusable
from imports.resources import RESOURCES
from imports.rows import LineReader
from imports.sheets import lines as sheet_lines
from imports.sheets import reading as cells

MOST_ROWS = 100_000
EVERY = 2000


def check(spreadsheet: Import, *, user, progress: Progress) -> None:
    """Judge every row and stage what stands; nothing of the register is written."""
    resource = RESOURCES[spreadsheet.resource]
    context = Context(by=user, capability=resource.capability, unit=spreadsheet.unit)
    folder = spreadsheet.path / folders.CELLS
    sheet = cells.sheets(folder)[spreadsheet.sheet]
    progress.of(2 * sheet.rows)
    reader = LineReader(resource, spreadsheet, context, is_ours=sheet.is_ours)
    lines, passed = [], []
    rows = cells.rows(folder, sheet, first=spreadsheet.first_row)
    for line in _lines(spreadsheet, rows, reader, passed):
        lines.append(line)
        if len(lines) % EVERY == 0:
            progress.step(len(lines))
    if not lines:
        raise Unusable(_("There is no row beneath the headings. Choose another file."))
    resource.judge(lines, context)
    progress.step(2 * len(lines))
    staging.write_passed(spreadsheet.path / folders.PASSED, spreadsheet.first_row, passed, last=lines[-1].number)
    _keep(spreadsheet, resource, reader, lines)


def _lines(spreadsheet: Import, rows: Iterator[list], reader: LineReader, passed: list) -> Iterator[Line]:
    """The records of the sheet; empty rows, totals, and what our own exports say beneath them go into `passed`."""
    records = sheet_lines.data(rows, spreadsheet.first_row, spreadsheet.headings, passed)
    for count, (number, row) in enumerate(records):
        if count == MOST_ROWS:
            sentence = _("The sheet has more than %(most)s records. Split it into several files.")
            raise Unusable(sentence % {"most": display.number(MOST_ROWS)})
        yield reader.line(number, row)


def _keep(spreadsheet: Import, resource: Resource, reader: LineReader, lines: list[Line]) -> None:
    counts = dict.fromkeys(Fate, 0)
    for line in lines:
        counts[line.fate] += 1
    folder = spreadsheet.path
    refused = [line for line in lines if line.faults]
    staging.write(folder / folders.STAGED, resource.columns, (line for line in lines if line.stands))
    staging.write_faults(folder / folders.FAULTS, refused)
    wholesheet.write_refused(spreadsheet, resource, {line.number: line for line in refused})
    spreadsheet.new, spreadsheet.changed = counts[Fate.NEW], counts[Fate.CHANGED]
    spreadsheet.unchanged, spreadsheet.refused = counts[Fate.UNCHANGED], counts[Fate.REFUSED]
    spreadsheet.asked = sorted(reader.asked)
    spreadsheet.state = ImportState.CHECKED
    spreadsheet.version += 1
    spreadsheet.note_step()
