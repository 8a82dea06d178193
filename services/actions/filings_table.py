"""Many filings from a table that somebody pasted: all of them or none, in one batch."""

import csv

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.models import Batch
from communes.models import Unit
from services import sheet

MOST = 500


def enter(*, by, unit: Unit, table: str) -> sheet.Entered:
    """`table`: lines of cells, separated by tabs as a spreadsheet copies them; the first line holds the headings.

    Invalid with a sentence for each row that cannot be; columns of persons are dropped before anything is read.
    """
    lines = [line for line in csv.reader(table.splitlines(), delimiter="\t") if any(cell.strip() for cell in line)]
    if len(lines) < 2:
        raise Refused(_("Paste the line with the headings and at least one filing beneath it."), field="table")
    if len(lines) - 1 > MOST:
        raise Refused(_("At most %(most)s filings can be entered at once.") % {"most": MOST}, field="table")
    with transaction.atomic():
        title = _("Filings of %(unit)s from a table") % {"unit": unit.full_name}
        batch = Batch.objects.create(
            kind="filings_table", title=title[:300], created_at=clock.now(), created_by_id=getattr(by, "pk", None),
            created_by_name=str(by or ""),
        )  # fmt: skip
        return sheet.enter(by=by, batch=batch, unit=unit, headings=lines[0], rows=lines[1:])
