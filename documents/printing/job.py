"""Printing a book as background work: parameters there and back, and doing it."""

from datetime import date

from django.utils.translation import gettext as _

from common import clock
from common.jobs.kinds import JobFailed, Kind, Progress, Result
from communes.models import Unit
from communes.scope import scope_of
from documents.printing import pdf, workbook
from documents.printing.books import BOOKS, DATE
from documents.printing.contents import Choice, bounded_count, write_rows

NAME = "documents.book"
WRITERS = {"pdf": pdf.write, "xlsx": workbook.write}
_FILES = {"incoming": "so-van-ban-den", "outgoing": "so-van-ban-di", "handling": "so-theo-doi-giai-quyet"}


def parameters_of(choice: Choice, kind: str) -> dict:
    """What is kept of a choice: numbers, days and words of choices."""
    return {
        "book": choice.book.key, "unit": choice.unit.pk, "series": choice.series, "first": choice.first.isoformat(),
        "last": choice.last.isoformat(), "cover": choice.has_cover, "file": kind,
    }  # fmt: skip


def title_of(choice: Choice, kind: str) -> str:
    """What the work is called on its page, in the words of the paper."""
    title = choice.book.title.capitalize()
    return f"{title}, {choice.unit.full_name}, {choice.first:{DATE}} – {choice.last:{DATE}} ({kind.upper()})"


def run(parameters: dict, user, progress: Progress) -> Result:
    """Print the book into a file of the work's folder; only if the person still sees the unit."""
    unit = Unit.objects.visible_to(user).filter(pk=parameters["unit"]).first()
    if unit is None:
        raise JobFailed(_("You no longer see the unit whose register this is; nothing was printed."))
    choice = Choice(
        book=BOOKS[parameters["book"]], unit=unit, series=parameters["series"],
        first=date.fromisoformat(parameters["first"]), last=date.fromisoformat(parameters["last"]),
        has_cover=parameters["cover"],
    )  # fmt: skip
    count, kind = bounded_count(choice), parameters["file"]
    progress.of(count)
    rows, target = progress.folder / "rows", progress.folder / f"book.{kind}"
    heads = write_rows(choice, rows, today=clock.today())
    WRITERS[kind](pdf.Paper(choice.book, heads, rows, choice.has_cover), target, step=progress.step)
    progress.step(count)
    return Result(_sentence(heads), target, f"{_name(choice)}.{kind}")


def _sentence(heads) -> str:
    return heads.closing or _("The register has no entry in this period; an empty form was printed.")


def _name(choice: Choice) -> str:
    return f"{_FILES[choice.book.key]}-{choice.unit.slug}-{choice.first:%Y%m%d}-{choice.last:%Y%m%d}"


def may_fetch(parameters: dict, user) -> bool:
    """Whether the person still sees the unit."""
    return scope_of(user).sees(parameters["unit"])


KINDS = {NAME: Kind(run, may_fetch)}
