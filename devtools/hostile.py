"""Hostile and odd spreadsheets against the running product.

python3 dev.py hostile [--mutated N] [--data DIR]

Starts `dev.py run` with its worker (DATA_DIR: a new folder with the demo, or DIR), logs in as an official by the form,
and uploads every file of tests/imports/zoo.py and N damaged ones by the form of imports. Of each file: what the page
says in the end, how long that took, and the most memory of the server with everything that it started. Meanwhile
somebody else loads a dashboard every second. Exit code 1 if a file has no answer within 10 s or a wrong one, a process
of the server or the worker is not the same any more, the whole was above 700 MB, or the dashboard was slow or failed.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import django

from devtools.bench.served import free_port
from devtools.handing_in import PATIENCE, Answer, Official, Probe, wait_for
from devtools.processes import Watched, tree
from devtools.shell import ROOT, say

MOST_SECONDS, MOST_MEGABYTES, PROBE_SECONDS = 10, 700, 1.0
START_SECONDS = 600
RESULTS = ROOT / "bench-results" / "hostile.json"


def main() -> int:
    """Exit code 1 if something is over."""
    # A kill ends it like Ctrl-C, so that the server is stopped too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    parser = argparse.ArgumentParser(prog="dev.py hostile", description=__doc__)
    parser.add_argument("--mutated", type=int, default=200, help="how many damaged files beside those of the zoo")
    parser.add_argument("--data", type=Path, help="a data folder that holds the demo already")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = options.data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bacha-hostile-")))
        port, root = stack.enter_context(_product(folder))
        official, probe = Official(port, "tacuty"), Probe(port, "chutich")
        time.sleep(2)  # the worker may still be starting
        watched = stack.enter_context(Watched(root))
        before = watched.lasting()
        stack.enter_context(probe)
        answers = [_handed_in(official, watched, *file) for file in _files(options.mutated)]
        after = watched.lasting()
    return _report(answers, probe.seconds, before, after, watched.most)


@contextlib.contextmanager
def _product(folder: Path) -> Iterator[tuple[int, int]]:
    """`dev.py run`; yields its port and process."""
    port = free_port()
    env = os.environ | {"DATA_DIR": str(folder), "PORT": str(port)}
    server = subprocess.Popen([sys.executable, "dev.py", "run"], cwd=ROOT, env=env, start_new_session=True)
    try:
        wait_for(port, START_SECONDS, lambda: server.poll() is None)
        yield port, server.pid
    finally:
        _end(server)


def _end(server: subprocess.Popen, patience: float = 60) -> None:
    """Ask it to end; what does not within `patience` seconds is killed, and TimeoutExpired raised."""
    server.terminate()
    try:
        server.wait(patience)
    except subprocess.TimeoutExpired:
        # Not the group alone: the worker is in one of its own, and who would end it goes too.
        for pid in tree(server.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        server.wait()
        raise


def _files(mutated: int) -> Iterator[tuple[str, bytes, str | None]]:
    """(name, bytes, whether it is "refused" or "read"; None where either is right)."""
    # The zoo says with each file what columns it has, in the product's words.
    os.environ |= {"DJANGO_SETTINGS_MODULE": "bacha.settings", "BACHA_PROFILE": "demo"}
    django.setup()
    from tests.imports.zoo import animals, damaged

    whole = {}
    for animal in animals():
        content = animal.make()
        whole[animal.name] = content
        yield animal.name, content, "refused" if animal.refused else "read"
    chance, honest = random.Random(7), ("small.xlsx", "small.ods", "plain.csv")
    for number in range(mutated):
        name = honest[number % 3]
        yield f"damaged-{number:03}-{name}", damaged(whole[name], chance), None


def _handed_in(official: Official, watched: Watched, name: str, content: bytes, expected: str | None) -> dict:
    watched.begin()
    answer: Answer = official.hand_in(name, content, patience=3 * MOST_SECONDS)
    row = {"name": name, "bytes": len(content), "megabytes": round(watched.highest / 1e6), **answer._asdict()}
    row["is_right"] = answer.outcome in ("refused", "read") if expected is None else answer.outcome == expected
    say(f"{name:<42}{answer.outcome:<9}{answer.seconds:>6.2f} s{row['megabytes']:>6} MB  {answer.said[:90]}")
    return row


def _report(answers: list[dict], probed: list[float], before: dict, after: dict, most: int) -> int:
    slowest = max(answers, key=lambda row: row["seconds"])
    wrong = [row["name"] for row in answers if not row["is_right"]]
    # Who hardly came to ask waited in vain too.
    p95 = statistics.quantiles(probed, n=20)[-1] if len(probed) > 1 else PATIENCE
    failed = probed.count(PATIENCE)
    faults = [
        *([f"slowest answer {slowest['seconds']:.1f} s"] if slowest["seconds"] > MOST_SECONDS else []),
        *([f"{most / 1e6:.0f} MB"] if most > MOST_MEGABYTES * 1e6 else []),
        *([f"answered wrongly: {', '.join(wrong)}"] if wrong else []),
        *([f"processes {before} became {after}"] if before != after else []),
        *([f"the dashboard took {p95:.2f} s at p95"] if p95 > PROBE_SECONDS else []),
        *([f"the dashboard failed {failed} times"] if failed else []),
    ]
    refused = sum(row["outcome"] == "refused" for row in answers)
    say(
        f"\n{len(answers)} files, {refused} refused; slowest answer {slowest['seconds']:.2f} s "
        f"({slowest['name']}), at most {most / 1e6:.0f} MB; the dashboard beside it p95 {p95:.2f} s "
        f"({len(probed)} times); processes {before}"
    )
    say("; ".join(["OVER: " + "; ".join(faults)] if faults else ["ok"]))
    RESULTS.parent.mkdir(exist_ok=True)
    told = {"files": answers, "most": most, "probe_p95": p95, "processes": before, "faults": faults}
    RESULTS.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
