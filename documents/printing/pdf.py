"""A book as PDF: set in parts by child processes, so that memory does not grow with the rows, and joined."""

import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from documents.printing.books import Book
from documents.printing.contents import NOTHING, Heads, in_words, read_rows

# 5,000 rows at once took 740 MB, 250 take 85 MB (devtools/bench/printing.py).
PART = 250
PATIENCE = 120  # seconds for one part
LOOK = 0.1
LONG = 600  # letters in a cell; such a row may go on overleaf, others stay together
WORD = 18  # letters after which an endless word may break
_ZERO_WIDTH_SPACE = "\u200b"


class CannotSet(Exception):
    """The child process failed; the message is for the log and holds nothing of the documents."""


@dataclass(frozen=True)
class Paper:
    """What is to be set: the file with the rows, the words around them."""

    book: Book
    heads: Heads
    rows: Path
    has_cover: bool = False


def write(paper: Paper, target: Path, *, step: Callable[[int], None]) -> None:
    """Set the paper into `target`; `step(rows done)` is called often and may raise to stop everything."""
    folder, moment = target.parent, int(timezone.now().timestamp())
    rows, waiting = read_rows(paper.rows), deque()
    parts, done, page = [], 0, 1
    for number in itertools.count():
        waiting.extend(itertools.islice(rows, PART - len(waiting)))
        part, is_last = folder / f"part-{number}.pdf", len(waiting) < PART
        content = _content(paper, list(waiting), page=page, is_first=number == 0, is_last=is_last)
        order = {"book": content, "target": str(part), "timestamp": moment, "is_whole": is_last and number == 0}
        answer = child("set", order, lambda done=done: step(done))
        if is_last:
            parts.append((str(part), None))
            break
        kept, pages = _cut(answer["starts"], content["rows"], pages=answer["pages"])
        parts.append((str(part), pages))
        for _n in range(kept):
            waiting.popleft()
        done, page = done + kept, page + pages
        step(done)
    if len(parts) == 1:
        Path(parts[0][0]).rename(target)
        return
    title = f"{paper.heads.title}, {paper.heads.period}"
    child("join", {"parts": parts, "target": str(target), "title": title}, lambda: step(done))


def _content(paper: Paper, rows: list[dict], *, page: int, is_first: bool, is_last: bool) -> dict:
    """What book.typ reads."""
    columns, heads = paper.book.columns, paper.heads
    return {
        "title": heads.title, "agency": heads.agency, "year": heads.year, "period": heads.period,
        "numbers": heads.numbers, "nothing": NOTHING, "closing": heads.closing if is_last else "",
        "has_cover": paper.has_cover and is_first, "first_page": page,
        "heads": [column.heading for column in columns],
        "widths": [column.width for column in columns],
        "centred": [place for place, column in enumerate(columns) if column.is_centred],
        "never_struck": [place for place, column in enumerate(columns) if not column.is_struck],
        "rows": [_row(row) for row in rows],
    }  # fmt: skip


def _row(row: dict) -> dict:
    cells = [_breakable(in_words(cell)) for cell in row["cells"]]
    return {"cells": cells, "struck": row["struck"], "long": any(len(cell) > LONG for cell in cells)}


def _breakable(text: str) -> str:
    """Endless words get places at which a line may end: otherwise they would run over their neighbours."""
    if not any(len(word) > WORD for word in text.split(" ")):
        return text
    return " ".join(
        word if len(word) <= WORD else _ZERO_WIDTH_SPACE.join(word[i : i + 6] for i in range(0, len(word), 6))
        for word in text.split(" ")
    )


def _cut(starts: list[int], rows: list[dict], *, pages: int) -> tuple[int, int]:
    """(rows, pages) to keep of a part: its last page is rarely full, so the next part begins with the rows there.

    Not at a page into which a long row of the page before runs on.
    """
    for at in range(len(starts) - 1, 0, -1):
        if starts[at] > starts[at - 1] and not rows[at - 1]["long"]:
            return at, starts[at] - 1
    return len(starts), pages


def child(what: str, order: dict, watch: Callable[[], None]) -> dict:
    """Have the child process do an order; `watch` is called ten times a second and may raise: then it is killed.

    Order and answer go through files beside the target: a pipe that fills up while we watch would stop both sides.
    """
    asked, answered = (Path(order["target"]).with_suffix(end) for end in (".order", ".answer"))
    asked.write_text(json.dumps(order, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "documents.printing.typeset", what, str(asked), str(answered)]
    with tempfile.TemporaryFile() as fault:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=fault,
            env={"PATH": "", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
        )  # fmt: skip
        try:
            _wait(process, what, watch)
        finally:
            process.kill()
            process.wait()
        if process.returncode:
            fault.seek(0)
            # Only the kind of error: its text may quote what was to be printed.
            kind = fault.read().decode(errors="replace").strip().rpartition("\n")[2].partition(":")[0]
            raise CannotSet(f"{what}: exit code {process.returncode}, {kind[:80]}")
    return json.loads(answered.read_text(encoding="utf-8"))


def _wait(process: subprocess.Popen, what: str, watch: Callable[[], None]) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            process.wait(LOOK)
            return
        except subprocess.TimeoutExpired:
            if time.monotonic() > until:
                raise CannotSet(f"{what}: no end after {PATIENCE} seconds") from None
            watch()
