"""An export of a list, handed in again: what the imports would make of each of its rows."""

from itertools import islice

from django.test import Client
from django.urls import reverse

from communes.intake import Line
from imports.models import Import
from imports.resource import Context
from imports.resources import RESOURCES
from imports.rows import LineReader
from imports.sheets import guard, headings, reading
from imports.sheets import lines as sheet_lines


def export(user, route: str, kind: str, **query) -> bytes:
    """The file of a list as the person gets it."""
    client = Client()
    client.force_login(user)
    answer = client.get(reverse(route, query={"export": kind, **query}))
    return b"".join(answer.streaming_content)


def judged(key: str, content: bytes, *, by, folder) -> list[Line]:
    """Guard, read, map and judge a file for a register, without a page or a queue."""
    resource, path = RESOURCES[key], folder / "upload"
    path.write_bytes(content)
    (sheet, *_about) = reading.read(path, guard.check(path, "danh-sach"), folder)
    found = headings.find(islice(reading.rows(folder, sheet), headings.LOOKED_AT), resource.columns)
    spreadsheet = Import(resource=key, places=found.places, answers={})
    context = Context(by=by, capability=resource.capability)
    reader = LineReader(resource, spreadsheet, context, is_ours=sheet.is_ours)
    records = sheet_lines.data(reading.rows(folder, sheet), found.first_data_row, found.headings)
    lines = [reader.line(number, row) for number, row in records]
    resource.judge(lines, context)
    return lines
