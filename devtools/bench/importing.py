"""71,814 documents from an XLSX file to published rows and refreshed figures, beside calamine and a bare insert.

Beside ours stands what nobody can do without: parsing the file by calamine and writing the same finished rows into the
same table, with its indexes, by COPY (PostgreSQL) or executemany (SQLite); both in the same run. Memory is that of a
worker of its own with the processes that it starts; waits are those of another process that writes all the while.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from django.conf import settings
from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from accounts.models import User
from common.bulk import insert_rows
from common.files.incoming import Incoming
from common.jobs import running
from common.models import Job
from communes.models import Unit
from devtools.processes import Watched
from devtools.shell import ROOT
from documents.models import Document
from imports import actions
from imports.models import Import, RememberedMapping
from imports.resources import RESOURCES
from indicators import rollups

DOCUMENTS, GOAL, MEGABYTES, MILLISECONDS = 71_814, 5.0, 400, 250
SERIES = "BENCH"
HEADINGS = [
    "Đơn vị", "Sổ văn bản", "Số đến", "Ngày đến", "Số, ký hiệu", "Ngày văn bản", "Tác giả", "Trích yếu", "Hạn xử lý",
    "Ngày hoàn thành",
]  # fmt: skip
RESOURCE = "documents-incoming"


def importing(rounds: int) -> list[dict]:
    """The ratio, the memory, and on SQLite how long others wait."""
    by = User.objects.filter(is_superuser=True).order_by("pk").first()
    ours, beside, found = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "documents.xlsx"
        _write(path)
        for place in range(min(rounds, 3)):
            steps = _whole_way(path, by)
            ours.append(sum(steps.values()))
            beside.append(_bare(path))
            _undo(by)
            said = ", ".join(f"{name} {seconds:.2f}" for name, seconds in steps.items())
            print(f"import, round {place + 1}: {said} s", file=sys.stderr)
        way = "COPY" if connection.vendor == "postgresql" else "executemany"
        found.append(
            _row(
                f"import 71,814 documents / calamine + {way}", statistics.median(ours), statistics.median(beside), GOAL
            )
        )
        found += _beside_others(path, by)
    return found


def _row(name: str, ours: float, beside: float, goal: float, **more) -> dict:
    return {"name": name, "ours": ours, "beside": beside, "ratio": ours / beside, "goal": goal, **more}


def _write(path: Path) -> None:
    """July 2020, spread over the units, as VNPT-iOffice would export a province."""
    units = list(Unit.objects.filter(kind__in=["commune", "office"], valid_until__isnull=True).order_by("pk")[:32])
    first = date(2020, 7, 1)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet("Sheet1"), book.add_format({"num_format": "dd/mm/yyyy"})
        for place, heading in enumerate(HEADINGS):
            sheet.write_string(0, place, heading)
        for number in range(DOCUMENTS):
            unit, place = units[number % len(units)], number // len(units)
            arrived = first + timedelta(place % 30)
            values = [
                unit.title, SERIES, place + 1, arrived, f"{number}/UBND-VP", arrived - timedelta(1),
                f"Ủy ban nhân dân huyện số {number % 40}",
                f"Về việc báo cáo kết quả thực hiện nhiệm vụ phát triển kinh tế – xã hội số {number}",
                arrived + timedelta(10), None,
            ]  # fmt: skip
            for column, value in enumerate(values):
                if isinstance(value, date):
                    sheet.write_datetime(number + 1, column, value, day)
                elif value is not None:
                    sheet.write(number + 1, column, value)


def _whole_way(path: Path, by: User) -> dict[str, float]:
    """Seconds of each step; the columns were confirmed by an earlier file of the shape."""
    settings.REFRESH_MODE = "worker"
    steps, times = {}, [time.perf_counter()]

    def done(name: str) -> None:
        times.append(time.perf_counter())
        steps[name] = times[-1] - times[-2]

    spreadsheet = _hand_in(path, by)
    done("received")
    running.run(spreadsheet.job_id)
    done("read and checked")
    spreadsheet.refresh_from_db()
    if spreadsheet.new != DOCUMENTS:
        raise RuntimeError(f"{spreadsheet.new} of the rows are new: {spreadsheet.state} {spreadsheet.sentence}")
    actions.publish(spreadsheet, by=by, version=spreadsheet.version)
    spreadsheet.refresh_from_db()
    running.run(spreadsheet.job_id)
    done("published")
    rollups.refresh()
    done("figures")
    spreadsheet.refresh_from_db()
    if spreadsheet.state != "published":
        raise RuntimeError(f"not published: {Job.objects.get(pk=spreadsheet.job_id).sentence}")
    return steps


def _hand_in(path: Path, by: User) -> Import:
    """Received, the columns known from a file before."""
    resource = RESOURCES[RESOURCE]
    with Incoming.of(path.name, path.read_bytes()) as file:
        spreadsheet = actions.receive(by=by, resource=resource, unit=None, file=file)
    if not RememberedMapping.objects.filter(noted_by=by, resource=RESOURCE).exists():
        running.run(spreadsheet.job_id)
        spreadsheet.refresh_from_db()
        actions.confirm(
            spreadsheet, by=by, version=spreadsheet.version, places=spreadsheet.places, answers={}
        )  # fmt: skip
        spreadsheet.refresh_from_db()
        Job.objects.filter(pk=spreadsheet.job_id).update(state="cancelled", finished="2020-08-03T00:00:00Z")
        actions.give_up(spreadsheet, by=by, version=spreadsheet.version)
        return _hand_in(path, by)
    return spreadsheet


def _bare(path: Path) -> float:
    """Seconds of parsing, and of writing the same rows under another series, which are rolled back."""
    rows = list(Document.objects.filter(series=SERIES))
    for row in rows:
        row.pk, row.series = None, f"{SERIES}2"
    started = time.perf_counter()
    for _row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows():
        pass
    with transaction.atomic():
        insert_rows(rows)
        seconds = time.perf_counter() - started
        transaction.set_rollback(True)
    return seconds


def _undo(by: User) -> None:
    """Through the front door; so the books are as before."""
    spreadsheet = Import.objects.filter(state="published").latest("pk")
    actions.undo(spreadsheet, by=by, version=spreadsheet.version, reason="bench")
    spreadsheet.refresh_from_db()
    running.run(spreadsheet.job_id)
    rollups.refresh()
    spreadsheet.refresh_from_db()
    if spreadsheet.state != "undone":
        raise RuntimeError(f"not undone: {Job.objects.get(pk=spreadsheet.job_id).sentence}")


# --- Beside others ---------------------------------------------------------------------------------------------------


def _beside_others(path: Path, by: User) -> list[dict]:
    """A worker of its own does the reading and the publishing while another process writes; most memory of its tree."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "devtools.bench.waiting"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    writer.stdout.readline()
    spreadsheet = _hand_in(path, by)
    most = _work()
    spreadsheet.refresh_from_db()
    actions.publish(spreadsheet, by=by, version=spreadsheet.version)
    most = max(most, _work())
    writer.stdin.close()
    p99, longest, number = map(float, writer.stdout.read().split())
    writer.wait(30)
    _undo(by)
    rows = [
        _row("memory of an import, worker and parser / 400 MB", most / 1e6, MEGABYTES, 1.0, unit="MB"),
    ]
    if connection.vendor == "sqlite":
        name = f"others' writes during an import, p99 ({number:.0f} writes, longest {longest:.0f} ms) / 250 ms"
        rows.append(_row(name, p99 / 1000, MILLISECONDS / 1000, 1.0))
    return rows


def _work() -> int:
    """Most bytes of a worker that does what waits, and of what it starts."""
    connection.close()
    worker = subprocess.Popen([sys.executable, "manage.py", "run_jobs", "--once"], cwd=ROOT, stderr=subprocess.DEVNULL)
    with Watched(worker.pid) as watched:
        worker.wait()
    return watched.most
