"""The one place where calls that go upwards are connected (design.md 3)."""

from communes import ports
from documents import reorganise as documents
from indicators import effects, rollups
from services import reorganise as services


def connect() -> None:
    """Fill the ports; a second call changes nothing."""
    ports.after_commit[:] = [rollups.after_commit]
    ports.effects[:] = [effects.of_cells]
    ports.reorganisation[:] = [documents.pass_on, services.pass_on]
