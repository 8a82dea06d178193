"""The steps of an import that people ask for: hand in, confirm the columns, publish, take back, give up.

Each long step is background work (imports.work); a step that is at work lets no other begin.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common import display
from common.errors import NotAllowed, Refused, StaleVersion
from common.files import names
from common.files.incoming import Incoming
from common.files.unfit import Unfit
from common.jobs import actions as jobs
from common.text import one_line
from communes.models import Unit
from communes.scope import scope_of
from documents.secrecy import refuse_marked_files
from imports import folders, work
from imports.models import Import, ImportState, RememberedMapping
from imports.resource import Resource, column_of
from imports.resources import RESOURCES
from imports.sheets import guard


def receive(*, by, resource: Resource, unit: Unit | None, file: Incoming, field: str = "file") -> Import:
    """Look at a file from outside, keep it and have it read; the caller closes `file`, whatever happens.

    Refused at `field` with a sentence for what is no spreadsheet, and for the very same file a second time.
    """
    if not scope_of(by).may(resource.capability, unit.pk if unit else None):
        raise NotAllowed()
    # Before the name is stored or repeated anywhere.
    refuse_marked_files([file.name], field=field)
    file.complete()
    try:
        kind = guard.check(file.path, file.name)
    except Unfit as unfit:
        sentence = _("“%(name)s”: %(sentence)s") % {"name": names.shown(file.name), "sentence": unfit}
        raise Refused(sentence, field=field) from unfit
    refuse_same_file(resource, unit, file.sha256, field=field)
    with transaction.atomic(), folders.taken(file) as folder:
        spreadsheet = Import.objects.create(
            resource=resource.key, unit=unit, name=names.file_name(file.name, kind), kind=kind, size=file.size,
            sha256=file.sha256, folder=folder, uploaded_at=timezone.now(), uploaded_by=by,
        )  # fmt: skip
        return _begin(spreadsheet, work.READ, by=by)


def refuse_same_file(resource: Resource, unit: Unit | None, sha256: str, *, field: str | None = None) -> None:
    """Refused, with day and person, if these very bytes stand in the register already."""
    same = Import.objects.of_the_same_file(resource.key, unit, sha256).select_related("published_by").first()
    if same is None:
        return
    sentence = _(
        "This very file was published already, on %(moment)s by %(person)s, with %(rows)s rows. If its rows are "
        "to be written anew, take that import back first."
    )
    words = {
        "moment": display.moment(same.published_at), "person": same.published_by, "rows": display.number(same.to_write)
    }  # fmt: skip
    raise Refused(sentence % words, field=field)


def confirm(
    spreadsheet: Import, *, by, version: int, places: dict[str, int], answers: dict[str, str], sheet: int | None = None
) -> Import:
    """Which column is which, from now on also for other files with these headings; then every row is checked.

    `sheet`: another sheet of the file instead; it is read anew.
    """
    resource = RESOURCES[spreadsheet.resource]
    with transaction.atomic():
        spreadsheet = _take(spreadsheet, by, version, ImportState.READ, ImportState.CHECKED)
        if sheet is not None and sheet != spreadsheet.sheet:
            spreadsheet.sheet = sheet
            return _begin(spreadsheet, work.READ, by=by)
        _check_places(resource, spreadsheet, places)
        spreadsheet.places, spreadsheet.answers = places, answers
        RememberedMapping.objects.update_or_create(
            noted_by=by, resource=resource.key, shape=spreadsheet.shape,
            defaults={"places": places, "answers": answers, "noted_at": timezone.now()},
        )  # fmt: skip
        return _begin(spreadsheet, work.CHECK, by=by)


def _check_places(resource: Resource, spreadsheet: Import, places: dict[str, int]) -> None:
    for column in resource.columns:
        has_unit = column.name == "unit" and spreadsheet.unit_id is not None
        if column.required and column.name not in places and not has_unit:
            sentence = _("Choose the column of the file that holds “%(name)s”.") % {"name": column.label}
            raise Refused(sentence, field=f"column_{column.name}")
    taken: dict[int, str] = {}
    for name, place in places.items():
        if place in taken:
            words = {"one": column_of(resource, taken[place]).label, "other": column_of(resource, name).label}
            sentence = _("The same column is chosen for “%(one)s” and “%(other)s”. Choose another one.")
            raise Refused(sentence % words, field=f"column_{name}")
        taken[place] = name


def publish(spreadsheet: Import, *, by, version: int) -> Import:
    """Have the checked rows written."""
    with transaction.atomic():
        spreadsheet = _take(spreadsheet, by, version, ImportState.CHECKED)
        refuse_same_file(RESOURCES[spreadsheet.resource], spreadsheet.unit, spreadsheet.sha256)
        if not spreadsheet.to_write:
            raise Refused(_("No row of this file is new or changed; there is nothing to publish."))
        return _begin(spreadsheet, work.PUBLISH, by=by)


def undo(spreadsheet: Import, *, by, version: int, reason: str) -> Import:
    """Have the rows that were published taken back."""
    if not one_line(reason):
        raise Refused(_("Say why the import is taken back."), field="reason")
    with transaction.atomic():
        spreadsheet = _take(spreadsheet, by, version, ImportState.PUBLISHED)
        spreadsheet.reason = one_line(reason)
        return _begin(spreadsheet, work.UNDO, by=by)


def give_up(spreadsheet: Import, *, by, version: int) -> Import:
    """Nothing becomes of the file; it is removed. Work on it stops."""
    with transaction.atomic():
        spreadsheet = _taken(spreadsheet, by, version)
        if spreadsheet.is_over:
            raise Refused(_("This import has ended already."))
        job = spreadsheet.job
        if job is not None and job.kind == work.PUBLISH and not job.is_final:
            raise Refused(_("The rows are being written. Cancel that work, or wait and take the import back."))
        if spreadsheet.is_at_work:
            jobs.cancel(job, by=by)
        spreadsheet.state, spreadsheet.sentence = ImportState.CANCELLED, _("Given up; the file has been removed.")
        spreadsheet.version += 1
        spreadsheet.save()
        transaction.on_commit(lambda: folders.remove(spreadsheet))
    return spreadsheet


def _take(spreadsheet: Import, by, version: int, *states: str) -> Import:
    spreadsheet = _taken(spreadsheet, by, version)
    if spreadsheet.is_at_work:
        raise Refused(_("A step of this import is at work. Wait for it, or cancel it."))
    if spreadsheet.state not in states:
        raise Refused(_("This import is not at that step any more. Load its page again."))
    return spreadsheet


def _taken(spreadsheet: Import, by, version: int) -> Import:
    """The row as it is now, locked."""
    rows = Import.objects.select_for_update(of=("self",)).select_related("job", "unit")
    fresh = rows.get(pk=spreadsheet.pk)
    if fresh.version != version:
        raise StaleVersion()
    if not may_act(by, fresh):
        raise NotAllowed()
    return fresh


def may_act(user, spreadsheet: Import) -> bool:
    """Whether the person may still go on with it: writes that register, in the unit that was chosen."""
    resource = RESOURCES.get(spreadsheet.resource)
    if resource is None:
        return False
    return scope_of(user).may(resource.capability, spreadsheet.unit_id)


def _begin(spreadsheet: Import, kind: str, *, by) -> Import:
    """Have a step done in the background."""
    title = work.TITLES[kind] % {"name": spreadsheet.name, "register": RESOURCES[spreadsheet.resource].title}
    spreadsheet.job = jobs.start(by=by, kind=kind, title=title, parameters={"import": spreadsheet.pk})
    spreadsheet.version += 1
    spreadsheet.save()
    return spreadsheet
