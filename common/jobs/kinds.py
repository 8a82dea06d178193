"""The kinds of background work there are, and what a piece of work may do while it runs.

Upper floors bring their kinds; bacha.wiring puts them into KINDS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class JobFailed(Exception):
    """The work cannot be done; the message is a sentence for the person."""


class Stopped(Exception):
    """The work was told to stop: it was cancelled, its worker is being shut down, or another worker has taken it."""


@dataclass(frozen=True)
class Result:
    """What came of it: a sentence, and perhaps a file in the work's folder with the name it is downloaded under."""

    sentence: str
    file: Path | None = None
    file_name: str = ""


class Progress(Protocol):
    """What the work is given: `folder` is its own and goes away with it."""

    folder: Path

    def of(self, total: int) -> None:
        """Say how much there is to do."""

    def step(self, done: int) -> None:
        """Say how much is done. Raises Stopped; so call it often."""


@dataclass(frozen=True)
class Kind:
    """`run(parameters, user, progress)` does it, with the rights that the person has then.

    `may_fetch(parameters, user)`: whether the person may still have the file, asked at every download.
    `page(parameters)`: the address at which its outcome stands, if not on the page of the work.
    """

    run: Callable[[dict, object, Progress], Result]
    may_fetch: Callable[[dict, object], bool]
    page: Callable[[dict], str] | None = None


KINDS: dict[str, Kind] = {}
