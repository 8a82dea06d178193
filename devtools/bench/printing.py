"""Printing a register of 5,000 entries: memory of the worker with the processes that it starts, beside 300 MB.

The job is done as in real life, by `manage.py run_jobs --once` in a process of its own; the memory of the whole tree is
read from /proc fifty times a second. The entries are removed afterwards.
"""

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from accounts.models import User
from common.bulk import insert_rows
from common.jobs import actions, files
from common.models import Job
from communes.models import Unit
from devtools.processes import Watched
from devtools.shell import ROOT
from documents.models import Document, DocumentType
from documents.printing import job as printing
from documents.printing.books import BOOKS
from documents.printing.contents import Choice

ENTRIES, MEGABYTES = 5_000, 300
SERIES = "BENCH"
FIRST, LAST = date(2020, 1, 1), date(2020, 6, 30)
SUBJECT = (
    "Về việc tăng cường ứng dụng công nghệ thông tin trong hoạt động của các cơ quan nhà nước trên địa bàn huyện, thực "
    "hiện chỉ tiêu văn bản điện tử, chữ ký số chuyên dùng và dịch vụ công trực tuyến năm 2020 (lần thứ {})"
)


def printing_books() -> list[dict]:
    """Most memory in MB of each book as PDF and of one as workbook, and the seconds that it took, in the name."""
    if not Path("/proc/self/statm").exists():
        return []
    by = User.objects.filter(is_superuser=True).order_by("pk").first()
    unit = Unit.objects.filter(kind="commune", valid_until__isnull=True).order_by("pk").first()
    fill(unit)
    found = []
    try:
        for book, kind in (("incoming", "pdf"), ("outgoing", "pdf"), ("handling", "pdf"), ("incoming", "xlsx")):
            most, seconds, size = _print(Choice(BOOKS[book], unit, SERIES, FIRST, LAST), kind, by)
            name = f"print {book}.{kind}, 5,000 rows ({seconds:.0f} s, {size / 1e6:.1f} MB) / 300 MB"
            found.append({"name": name, "ours": most, "beside": MEGABYTES, "ratio": most / MEGABYTES, "goal": 1.0,
                          "unit": "MB"})  # fmt: skip
    finally:
        clear()
    return found


def clear() -> None:
    """Take out what `fill` entered."""
    Document.objects.filter(series=SERIES).delete()


def fill(unit: Unit, *, entries: int = ENTRIES) -> None:
    """Enter so many documents of each direction in a book of their own."""
    kind, days = DocumentType.objects.get(number=18), (LAST - FIRST).days
    rows = []
    for number in range(1, entries + 1):
        day = FIRST.fromordinal(FIRST.toordinal() + number * days // entries)
        for direction in ("incoming", "outgoing"):
            incoming = {"organ_name": "Ủy ban nhân dân huyện Bắc Hà", "issued_on": day, "due_on": LAST}
            outgoing = {"signer": "Giàng A Sính", "recipients": "Ủy ban nhân dân huyện; Phòng VHTT; Lưu: VT"}
            rows.append(Document(
                direction=direction, unit=unit, handling_unit=unit, series=SERIES, year=2020, number=number, type=kind,
                registered_on=day, code=f"{number}/UBND-VHTT", subject=SUBJECT.format(number),
                assigned_to="Công chức Văn hóa – Xã hội" if direction == "incoming" else "", transferred_on=day,
                cancelled=number % 97 == 0, cancel_reason="Ghi nhầm sổ" if number % 97 == 0 else "",
                **(incoming if direction == "incoming" else outgoing),
            ))  # fmt: skip
    with transaction.atomic():
        insert_rows(rows)


def _print(choice: Choice, kind: str, by: User) -> tuple[float, float, int]:
    """(MB, seconds, bytes of the file) of one job."""
    job = actions.start(
        by=by, kind=printing.NAME, title="bench", parameters=printing.parameters_of(choice, kind)
    )  # fmt: skip
    connection.close()  # the worker has SQLite to itself
    started = time.perf_counter()
    worker = subprocess.Popen([sys.executable, "manage.py", "run_jobs", "--once"], cwd=ROOT, stderr=subprocess.DEVNULL)
    with Watched(worker.pid) as watched:
        worker.wait()
    seconds = time.perf_counter() - started
    job = Job.objects.get(pk=job.pk)
    if job.state != "done" or job.done != ENTRIES:
        raise RuntimeError(f"the book was not printed: {job.state}, {job.done} rows, {job.sentence}")
    path = files.path_of(job)
    size = path.stat().st_size
    path.unlink()
    job.delete()
    return watched.most / 1e6, seconds, size
