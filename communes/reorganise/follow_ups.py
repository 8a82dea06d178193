"""What a merger passes on of the follow-ups."""

from datetime import date

from django.conf import settings
from django.db.models import Count
from django.utils import translation
from django.utils.translation import gettext as _

from common import clock
from communes.models import FollowUp, Reorganisation, Unit
from communes.writing import Write


def pass_on(reorganisation: Reorganisation, unit: Unit, into: Unit, write: Write) -> None:
    """Follow-ups of `unit` that are not closed are from now on those of `into`.

    Where both have one on the same programme, the successor's stays and the other is closed with a note.
    """
    busy = set(FollowUp.objects.open().filter(unit=into, software__isnull=False).values_list("software_id", flat=True))
    for row in FollowUp.objects.open().filter(unit=unit).select_for_update(of=("self",)).order_by("pk"):
        if row.software_id in busy:
            # A merger that the system itself records (the demo, an import) is closed in the name of who asked.
            row.closed_at, row.closed_by = clock.now(), write.by or row.asked_by
            # The register speaks one language, whoever merges.
            with translation.override(settings.LANGUAGE_CODE):
                row.closing_note = _(
                    "Closed by the merger of %(day)s: %(unit)s has an open follow-up on the same programme."
                ) % {"day": f"{reorganisation.effective_on:%d/%m/%Y}", "unit": into.full_name}
        else:
            row.unit = into
        write.update(row)


def to_pass_on(unit_ids, day: date) -> list[tuple[int, str, int]]:
    """(unit id, what, how many) of what `pass_on` would move."""
    rows = FollowUp.objects.open().filter(unit__in=unit_ids).order_by().values_list("unit_id")
    return [(pk, _("Open follow-ups"), n) for pk, n in rows.annotate(n=Count("pk"))]
