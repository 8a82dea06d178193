"""An export of a list, handed in again: what the imports would make of each of its rows."""

import csv
import io
from itertools import islice

from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from communes.intake import Line
from imports import folders, staging
from imports.models import Import
from imports.resource import Context
from imports.resources import RESOURCES
from imports.rows import LineReader
from imports.sheets import guard, headings, reading
from imports.sheets import lines as sheet_lines
from tests.factories import spreadsheets as sheets

# Each example starts two processes: few, and none to make a failure smaller.
few = settings(
    max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=[Phase.generate]
)
_WORDS = [
    "Dell", "Đặng", "Ðảng", "ủy ban", "a\u00a0b", "a\nb", "=1+1", "-5", "+84", "@x", "'a", "'=1", "＝1", "01/02/2020",
    "1.234", "Số 8.412", "8.412", "0012", "1e5", "a;b", 'a"b', "a,b", "có", "…", "NaN", "ＡＢ", "x" * 30,
]  # fmt: skip


def texts(*more: str) -> st.SearchStrategy[str]:
    """Texts that spreadsheets take for something else, one to three words; `more` words of the register."""
    return st.lists(st.sampled_from([*_WORDS, *more]), min_size=1, max_size=3).map(" ".join)


def one_of(choices):
    """Any of a class of choices."""
    return st.sampled_from(choices.values)


def export(user, route: str, kind: str, **query) -> bytes:
    """The file of a list as the person gets it."""
    client = Client()
    client.force_login(user)
    answer = client.get(reverse(route, query={"export": kind, **query}))
    return b"".join(answer.streaming_content)


def judged(key: str, content: bytes, *, by, folder, unit=None) -> list[Line]:
    """Guard, read, map and judge a file for a register, without a page or a queue; `unit`: chosen with the file."""
    resource, path = RESOURCES[key], folder / "upload"
    path.write_bytes(content)
    (sheet, *_about) = reading.read(path, guard.check(path, "danh-sach"), folder)
    found = headings.find(islice(reading.rows(folder, sheet), headings.LOOKED_AT), resource.columns)
    spreadsheet = Import(resource=key, places=found.places, answers={})
    context = Context(by=by, capability=resource.capability, unit=unit)
    reader = LineReader(resource, spreadsheet, context, is_ours=sheet.is_ours)
    rows = reading.rows(folder, sheet, first=found.first_data_row)
    records = sheet_lines.data(rows, found.first_data_row, found.headings)
    lines = [reader.line(number, row) for number, row in records]
    resource.judge(lines, context)
    return lines


def filled_again(key: str, content: bytes, *, by, rows: int, unit=None) -> None:
    """The whole way of a file into a register that has none of its rows: all of them are entered."""
    spreadsheet = sheets.checked(by, content, resource=key, unit=unit, name="danh-sach")
    counts = spreadsheet.new, spreadsheet.changed, spreadsheet.unchanged, spreadsheet.refused
    assert counts == (rows, 0, 0, 0), list(staging.faults(spreadsheet.path / folders.FAULTS))
    spreadsheet = sheets.publish(spreadsheet, by)
    assert spreadsheet.state == "published", spreadsheet.job.sentence


def data_of(content: bytes) -> list[str]:
    """The lines of a file, without what it says of itself."""
    lines = content.decode("utf-8-sig").split("\r\n")
    return sorted(lines[: lines.index("")])


def lines_of(content: bytes) -> list[list[str]]:
    """The cells of a CSV file, line by line, with those that it says of itself."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
