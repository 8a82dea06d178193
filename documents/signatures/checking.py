"""A verdict on one stored file: the look into it happens in a child process with hard limits."""

import logging
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from common.confined import Ending, Limits, Outcome, run
from documents.signatures.roots import Roots, configured
from documents.signatures.verdict import FileState, SignatureFound, Verdict

logger = logging.getLogger(__name__)

READER = "documents.signatures.reading:read"
# A good file takes 0.6 seconds of a processor, of which 0.5 are the start; on a busy machine several on the wall.
LIMITS = Limits(seconds=20, cpu=8)


def verify(path: Path, *, roots: Roots | None = None, at: datetime | None = None, limits: Limits = LIMITS) -> Verdict:
    """What the file shows. `at`: the moment by which certificates are judged; the real one, not the demo's business
    day, for certificates live in the real world. Never raises for what is in the file."""
    roots = configured() if roots is None else roots
    if not Path(path).is_file():
        return Verdict(FileState.UNCHECKED)
    order = {"path": str(path), "roots": list(roots.files), "at": (at or timezone.now()).isoformat()}
    try:
        outcome = run(READER, order, limits=limits)
    except OSError as error:
        # No room for a process or for its answer.
        logger.warning("no process for a check of signatures: %s", error)
        return Verdict(FileState.UNCHECKED)
    if not outcome.is_done:
        return Verdict(_why_not(outcome))
    told = outcome.value
    if told["unreadable_roots"]:
        logger.warning("%s files in SIGNATURE_ROOTS_DIR hold no certificate", told["unreadable_roots"])
    found = tuple(SignatureFound(**row) for row in told["signatures"])
    return Verdict(told["state"], found, told["library"], roots.fingerprint)


def _why_not(outcome: Outcome) -> FileState:
    too_much = outcome.ending in (Ending.TIME, Ending.MEMORY, Ending.ANSWER) or outcome.error == "RecursionError"
    if not too_much:
        # The ending and the name of the exception; never the file's own words.
        logger.warning("a file could not be checked for signatures: %s %s", outcome.ending, outcome.error)
    return FileState.HEAVY if too_much else FileState.UNCHECKED
