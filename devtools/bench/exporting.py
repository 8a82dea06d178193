"""Exports of 100,000 entries of the register: memory of the process that serves them, beside 200 MB.

A process of its own (devtools.bench.one_export) asks for the list; what it ever held says the kernel, and what it
starts is sampled. The entries that are added are removed afterwards.
"""

import json
import subprocess
import sys
from pathlib import Path

from django.db import connection

from communes.models import Unit
from devtools.bench import printing
from devtools.processes import Watched
from devtools.shell import ROOT
from documents.models import Document

ROWS, MEGABYTES = 100_000, 200


def exporting() -> list[dict]:
    """Most memory in MB for each kind of file; the seconds and the size stand in the name."""
    if not Path("/proc/self/status").exists():
        return []
    missing = ROWS + 1 - Document.objects.incoming().count()
    unit = Unit.objects.filter(kind="commune", valid_until__isnull=True).order_by("pk").first()
    found = []
    try:
        printing.fill(unit, entries=max(missing, 0))
        connection.close()
        for kind in ("csv", "xlsx"):
            said = _exported(kind)
            name = f"export {kind}, 100,000 rows ({said['seconds']:.0f} s, {said['bytes'] / 1e6:.0f} MB) / 200 MB"
            most = said["most"] / 1e6
            found.append({"name": name, "ours": most, "beside": MEGABYTES, "ratio": most / MEGABYTES, "goal": 1.0,
                          "unit": "MB"})  # fmt: skip
    finally:
        printing.clear()
    return found


def _exported(kind: str) -> dict:
    """As one_export says, with the most that the process and whatever it started held together."""
    order = [sys.executable, "-m", "devtools.bench.one_export", kind, str(ROWS)]
    process = subprocess.Popen(order, cwd=ROOT, stdout=subprocess.PIPE)
    with Watched(process.pid) as watched:
        answer = process.communicate()[0]
    if process.returncode:
        raise RuntimeError(f"the export ended with code {process.returncode}")
    said = json.loads(answer)
    return said | {"most": max(watched.most, said["most"])}
