"""Check the signatures of attached PDF files that nobody has checked by the root certificates of now."""

import logging
from collections import Counter

from django.core.management.base import BaseCommand
from django.db.models import Q

from documents.actions.signatures import check
from documents.models import Attachment
from documents.signatures.roots import configured
from documents.signatures.verdict import FileState

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Check attached PDF files whose signatures were never checked, could not be checked, or were judged by other "
        "root certificates than those configured now. --all: every file anew."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="check every attached PDF file anew")
        parser.add_argument("--limit", type=int, default=0, help="stop after so many files; 0: no limit")

    def handle(self, *args, **options):
        rows = Attachment.objects.current().filter(kind="pdf").select_related("document").order_by("pk")
        if not options["all"]:
            rows = rows.filter(self._due())
        # Named first, not held open: each check is a transaction of its own.
        keys = list(rows.values_list("pk", flat=True)[: options["limit"] or None])
        states = Counter()
        for key in keys:
            states[self._state_of(key)] += 1
        said = ", ".join(f"{state}: {number}" for state, number in sorted(states.items()))
        self.stdout.write(f"{len(keys)} files checked" + (f" ({said})" if said else ""))
        if not configured().fingerprint:
            self.stdout.write("No root certificate is configured (SIGNATURE_ROOTS_DIR): no signature can be trusted.")

    def _state_of(self, key: int) -> str:
        """One file that cannot be kept account of does not hold up the others."""
        try:
            return check(Attachment.objects.select_related("document").get(pk=key)).state
        except Exception:
            logger.exception("the check of attached file %s could not be kept", key)
            return "failed"

    @staticmethod
    def _due() -> Q:
        """By the fingerprint of the roots: another certificate in the folder makes every verdict on trust old."""
        checked = Q(signature_check__isnull=True) | Q(signature_check__state=FileState.UNCHECKED)
        # A file that cannot be read says nothing on trust, whatever the roots.
        return checked | Q(signature_check__state=FileState.OK) & ~Q(signature_check__roots=configured().fingerprint)
