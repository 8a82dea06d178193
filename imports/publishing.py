"""The third step: what the preview showed is written, all of it or nothing, in one transaction."""

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from common import audit, clock
from common.errors import Refused
from common.jobs.kinds import Progress
from common.models import Batch
from common.views.doing import sentence_of
from imports import folders, staging
from imports.models import Import, ImportState
from imports.resource import Context
from imports.resources import RESOURCES


def publish(spreadsheet: Import, *, user, progress: Progress) -> None:
    """Write the staged lines; ActionError says why nothing was written."""
    resource = RESOURCES[spreadsheet.resource]
    context = Context(by=user, capability=resource.capability, unit=spreadsheet.unit)
    progress.of(spreadsheet.to_write)
    lines = staging.read(spreadsheet.path / folders.STAGED, resource.columns)
    # Whatever takes long is done before the transaction: on SQLite everybody who writes waits for it.
    prepared = resource.prepare(lines, context)
    progress.step(spreadsheet.to_write // 2)
    try:
        with audit.event(by=user, action="imports.published") as event:
            _write(spreadsheet, resource, prepared, context, event)
    except IntegrityError as error:
        raise Refused(_since_then(sentence_of(error))) from error


def _write(spreadsheet: Import, resource, prepared, context: Context, event: audit.Event) -> None:
    fresh = Import.objects.select_for_update(of=("self",)).get(pk=spreadsheet.pk)
    if fresh.state != ImportState.CHECKED or fresh.job_id != spreadsheet.job_id:
        raise Refused(_("The import is not at this step any more."))
    before = audit.snapshot(fresh)
    batch = Batch.objects.create(
        kind=f"import.{resource.key}", title=spreadsheet.name[:300], created_at=clock.now(),
        created_by_id=context.by.pk, created_by_name=str(context.by)[:200],
    )  # fmt: skip
    resource.publish(prepared, context, batch)
    fresh.state, fresh.batch = ImportState.PUBLISHED, batch
    fresh.published_at, fresh.published_by = timezone.now(), context.by
    fresh.version += 1
    fresh.save()
    event.changed(fresh, before=before, after=audit.snapshot(fresh), unit_id=fresh.unit_id)


def _since_then(sentence: str) -> str:
    return _("Since the rows were checked, something was written that stands against them: %(sentence)s") % {
        "sentence": sentence
    }
