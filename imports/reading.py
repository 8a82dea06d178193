"""The first step: the file is parsed in a child process, its sheet with records chosen, its columns recognised."""

from itertools import islice

from common.files.unfit import Unfit
from imports import folders
from imports.models import Import, ImportState, RememberedMapping
from imports.resource import Resource, Unusable
from imports.resources import RESOURCES
from imports.sheets import headings
from imports.sheets import reading as cells
from imports.sheets.guard import Kind


def read(spreadsheet: Import, *, user) -> bool:
    """Parse and recognise; returns whether every column is as this person confirmed it for such a file before."""
    target = spreadsheet.path / folders.CELLS
    target.mkdir(exist_ok=True)
    try:
        sheets = cells.read(spreadsheet.path / folders.UPLOAD, Kind(spreadsheet.kind), target)
    except Unfit as unfit:
        raise Unusable(str(unfit)) from unfit
    resource = RESOURCES[spreadsheet.resource]
    is_first = spreadsheet.state == ImportState.UPLOADED
    if is_first:
        spreadsheet.sheet = _likeliest(target, sheets, resource)
    spreadsheet.sheets = [[sheet.title, sheet.rows, sheet.columns] for sheet in sheets]
    found = _found(target, sheets[spreadsheet.sheet], resource)
    spreadsheet.headings, spreadsheet.dropped = found.headings, found.dropped
    spreadsheet.first_row, spreadsheet.shape = found.first_data_row, headings.shape(found.headings)
    known = RememberedMapping.objects.filter(noted_by=user, resource=resource.key, shape=spreadsheet.shape).first()
    spreadsheet.places = known.places if known else found.places
    spreadsheet.answers = known.answers if known else {}
    spreadsheet.state = ImportState.READ
    spreadsheet.note_step()
    # Of another sheet, perhaps, which was checked before.
    (spreadsheet.path / folders.PASSED).unlink(missing_ok=True)
    return known is not None


def _likeliest(target, sheets: list[cells.SheetInfo], resource: Resource) -> int:
    """The sheet with the most of the register's columns; the first of several alike, hidden ones last."""

    def worth(place: int) -> tuple:
        return len(_found(target, sheets[place], resource).places), not sheets[place].is_hidden, -place

    return max(range(len(sheets)), key=worth)


def _found(target, sheet: cells.SheetInfo, resource: Resource) -> headings.Found:
    return headings.find(islice(cells.rows(target, sheet), headings.LOOKED_AT), resource.columns)
