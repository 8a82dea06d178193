"""Registers whose rows are taken in one by one by their rules (communes.intake), plugged into the imports."""

from functools import cache

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import display
from common.tables import RegisterTable, Rows
from communes.intake import Intake
from imports.columns import Column
from imports.resource import Context, Line, Resource, Unusable, Verdict

# A row is tried and written by the rules of its forms, some milliseconds each; on SQLite all who write wait meanwhile.
MOST_ROWS, MOST_WRITTEN = 5000, 1000


class RegisterResource(Resource):
    """A resource over an intake: the names of its columns are those of the rows that the intake takes."""

    intake: Intake
    # How the rules of forms name a value that has another name here.
    aliases: dict[str, str] = {}

    def judge(self, lines: list[Line], context: Context) -> None:
        """Unusable for a file that is too long to be written row by row."""
        standing = [line for line in lines if line.verdict != Verdict.REFUSED]
        names = {column.name for column in self.columns}
        rows = [line.values for line in standing]
        if len(lines) > MOST_ROWS:
            sentence = _("Such a file has at most %(most)s rows. Split it into several files, for example by unit.")
            raise Unusable(sentence % {"most": display.number(MOST_ROWS)})
        found = self.intake.compare(rows, by=context.by, places=[line.number for line in standing])
        if sum(line.is_written for line in found) > MOST_WRITTEN:
            sentence = _(
                "More than %(most)s rows of the file are new or changed; so many are not written at once. Split it "
                "into several files, for example by unit."
            )
            raise Unusable(sentence % {"most": display.number(MOST_WRITTEN)})
        self.intake.try_out(found, by=context.by)
        for line, planned in zip(standing, found, strict=True):
            line.verdict = Verdict(planned.fate.value)
            line.target, line.version = planned.seen
            line.before = {name: before for name, (before, _after) in planned.changes.items()}
            for fault in planned.faults:
                name = self.aliases.get(fault.name, fault.name)
                line.refuse(fault.sentence, name if name in names else "")

    def publish(self, prepared: list[Line], context: Context, batch) -> None:
        """All lines, each beside the row that the preview showed."""
        self.intake.publish(
            [line.values for line in prepared],
            by=context.by,
            batch=batch,
            places=[line.number for line in prepared],
            seen=[(line.target, line.version) for line in prepared],
        )


def heading(table: type[RegisterTable], name: str):
    """The heading of a column of a list, in the reader's language: what is exported is imported under the same one."""
    return lazy(lambda: _headings(table, get_language())[name], str)()


@cache
def _headings(table: type[RegisterTable], _language: str) -> dict[str, str]:
    return {column.name: str(column.header) for column in table(Rows([], table._meta.model)).columns.iterall()}


def column(table: type[RegisterTable], name: str, kind: str, *headings: str, shown_as: str = "", **options) -> Column:
    """A column under the heading of the list; `shown_as`: its name there, if it is another one."""
    return Column(name, heading(table, shown_as or name), kind, headings, **options)
