"""The one place where calls that go upwards are connected (design.md 3)."""

from common.jobs.kinds import KINDS
from common.jobs.tending import CLEARED
from communes import ports
from documents import reference as document_reference
from documents import reorganise as documents
from documents.actions import signatures
from documents.printing import job as printing
from imports import folders as import_folders
from imports import work as imports
from indicators import effects, gone, rollups
from indicators import reference as indicator_reference
from services import reference as service_reference
from services import reorganise as services


def connect() -> None:
    """Fill the ports; a second call changes nothing."""
    ports.after_commit[:] = [rollups.after_commit]
    ports.effects[:] = [effects.of_cells]
    ports.reorganisation[:] = [documents.pass_on, services.pass_on]
    ports.reorganisation_preview[:] = [documents.to_pass_on, services.to_pass_on]
    ports.month_reopened[:] = [signatures.settle_month]
    ports.units_gone[:] = [gone.forget]
    KINDS.update(printing.KINDS | imports.KINDS)
    CLEARED[:] = [import_folders.clear]


def load_reference(using="default", plan=(), **kwargs) -> None:
    """After a migration: the rows that ship with the system (kinds of documents, deadlines, holidays, measures)."""
    if using != "default":
        return
    document_reference.load()
    service_reference.load()
    indicator_reference.load()
