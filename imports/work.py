"""The long steps of an import as background work: read, check, publish, take back.

A step may be killed at any moment and done again: what it writes beside the upload is made anew, and what it writes to
the database stands in one transaction with the state of the import.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import ActionError, Invalid
from common.jobs.kinds import JobFailed, Kind, Progress, Result
from imports import checking, folders, publishing, reading, undoing
from imports.models import Import, ImportState
from imports.resource import Unusable
from imports.resources import RESOURCES

READ, CHECK, PUBLISH, UNDO = "imports.read", "imports.check", "imports.publish", "imports.undo"
TITLES = {
    READ: gettext_lazy("Read “%(name)s” (%(register)s)"),
    CHECK: gettext_lazy("Check “%(name)s” (%(register)s)"),
    PUBLISH: gettext_lazy("Publish “%(name)s” (%(register)s)"),
    UNDO: gettext_lazy("Take back “%(name)s” (%(register)s)"),
}


def read(parameters: dict, user, progress: Progress) -> Result:
    """Parse the file and find its columns; where no doubt is left, check its rows at once."""
    spreadsheet = _of(parameters, user, ImportState.UPLOADED, ImportState.READ, ImportState.CHECKED)
    with _refusals(spreadsheet):
        is_clear = reading.read(spreadsheet, user=user)
    return check(parameters, user, progress) if is_clear else Result(_("The columns wait to be confirmed."))


def check(parameters: dict, user, progress: Progress) -> Result:
    """Say of every row what would become of it."""
    spreadsheet = _of(parameters, user, ImportState.READ, ImportState.CHECKED)
    with _refusals(spreadsheet):
        checking.check(spreadsheet, user=user, progress=progress)
    return Result(_("Every row has been checked; nothing is written yet."))


def publish(parameters: dict, user, progress: Progress) -> Result:
    """Write the checked rows."""
    spreadsheet = _of(parameters, user, ImportState.CHECKED, ImportState.PUBLISHED)
    if spreadsheet.state != ImportState.PUBLISHED:
        # Else a worker was killed between its commit and its last word.
        _doing(lambda: publishing.publish(spreadsheet, user=user, progress=progress))
    folders.remove(spreadsheet)
    return Result(_("All rows are written."))


def undo(parameters: dict, user, progress: Progress) -> Result:
    """Take the published rows back."""
    spreadsheet = _of(parameters, user, ImportState.PUBLISHED, ImportState.UNDONE)
    if spreadsheet.state != ImportState.UNDONE:
        _doing(lambda: undoing.undo(spreadsheet, by=user))
    return Result(_("The import has been taken back."))


def _of(parameters: dict, user, *states: str) -> Import:
    rows = Import.objects.visible_to(user).select_related("unit", "uploaded_by")
    spreadsheet = rows.filter(pk=parameters["import"], state__in=states).first()
    if spreadsheet is None or spreadsheet.resource not in RESOURCES:
        raise JobFailed(_("The import is not at this step any more."))
    if not spreadsheet.is_over and not (spreadsheet.path / folders.UPLOAD).exists():
        raise JobFailed(_("The file is not on this computer any more. Give this import up and choose the file again."))
    return spreadsheet


def _doing(step) -> None:
    try:
        step()
    except Invalid as error:
        raise JobFailed(" ".join(str(text) for texts in error.errors.values() for text in texts)) from error
    except ActionError as error:
        raise JobFailed(str(error)) from error


@contextmanager
def _refusals(spreadsheet: Import) -> Iterator[None]:
    """What makes a file useless ends its import: it is removed at once, and the page says why. Whatever goes wrong with
    a file that was given up, and so removed, under our hands is no fault: Stopped."""
    try:
        yield
    except Exception as error:
        with transaction.atomic():
            spreadsheet.require_open()
            if not isinstance(error, Unusable):
                raise
            spreadsheet.state, spreadsheet.sentence = ImportState.FAILED, str(error)[:500]
            spreadsheet.save(update_fields=["state", "sentence"])
        folders.remove(spreadsheet)
        raise JobFailed(str(error)) from error


def _page(parameters: dict) -> str:
    return reverse("imports:import-detail", args=[parameters["import"]])


KINDS = {
    name: Kind(run, lambda parameters, user: False, _page)
    for name, run in ((READ, read), (CHECK, check), (PUBLISH, publish), (UNDO, undo))
}
