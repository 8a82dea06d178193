"""Registers whose rows are taken in one by one by their rules (communes.intake), plugged into the imports."""

from functools import cache

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import display
from common.tables import RegisterTable, Rows
from communes.intake import Intake, Line
from imports.columns import Column
from imports.resource import Context, Resource, Unusable

# Each row is tried by the rules of its forms, which takes some milliseconds; they are written together, about a
# millisecond each, and on SQLite all who write wait meanwhile.
MOST_ROWS, MOST_WRITTEN = 5000, 1000


class RegisterResource(Resource):
    """A resource over an intake: the names of its columns are those of the rows that the intake takes."""

    intake: Intake

    def judge(self, lines: list[Line], context: Context) -> None:
        """Unusable for a file that is too long to be tried row by row."""
        if len(lines) > MOST_ROWS:
            sentence = _("Such a file has at most %(most)s rows. Split it into several files, for example by unit.")
            raise Unusable(sentence % {"most": display.number(MOST_ROWS)})
        self.intake.compare(lines, by=context.by)
        if sum(line.stands for line in lines) > MOST_WRITTEN:
            sentence = _(
                "More than %(most)s rows of the file are new or changed; so many are not written at once. Split it "
                "into several files, for example by unit."
            )
            raise Unusable(sentence % {"most": display.number(MOST_WRITTEN)})
        self.intake.try_out(lines, by=context.by)

    def publish(self, prepared: list[Line], context: Context, batch) -> None:
        """All lines, each beside the row that the preview showed."""
        self.intake.publish(prepared, by=context.by, batch=batch)


def heading(table: type[RegisterTable], name: str):
    """The heading of a column of a list, in the reader's language: what is exported is imported under the same one."""
    return lazy(lambda: _headings(table, get_language())[name], str)()


@cache
def _headings(table: type[RegisterTable], _language: str) -> dict[str, str]:
    return {column.name: str(column.header) for column in table(Rows([], table._meta.model)).columns.iterall()}


def column(table: type[RegisterTable], name: str, kind: str, *headings: str, shown_as: str = "", **options) -> Column:
    """A column under the heading of the list; `shown_as`: its name there, if it is another one."""
    return Column(name, heading(table, shown_as or name), kind, headings, **options)
