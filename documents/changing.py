"""What the acts on a stored document share."""

from django.utils.translation import gettext as _

from common.errors import Refused, StaleVersion
from communes.writing import Write, writing
from documents.models import Document


def changing(document: Document, by, action: str, reason: str, override: bool):
    units = {document.unit_id, document.handling_unit_id}
    return writing(by=by, action=action, units=units, reason=reason, override=override)


def take(write: Write, document: Document, version: int | None, *, cancelled: bool | None = False) -> Document:
    """The entry under the lock, at the units of this act; `cancelled`: which state it must be in, None: either."""
    fresh = write.take(document, version=version)
    if not {fresh.unit_id, fresh.handling_unit_id} <= write.unit_ids:
        # A merger passed it on between the reading and the lock.
        raise StaleVersion()
    if cancelled is not None and fresh.cancelled != cancelled:
        raise Refused(
            _("This number is not cancelled.")
            if cancelled
            else _("This number is cancelled; a cancelled entry stays as it is.")
        )
    return fresh
