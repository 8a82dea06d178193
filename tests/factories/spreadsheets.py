"""Spreadsheets as offices send them, and imports of them; the work is done at once."""

import hashlib
import io
from datetime import date, datetime

import xlsxwriter
from django.test import TestCase
from django.utils import timezone

from common.files.incoming import Incoming
from imports import actions, folders
from imports.models import Import
from imports.resources import RESOURCES

IOFFICE = [
    "STT", "Số đến", "Ngày đến", "Số, ký hiệu", "Ngày văn bản", "Tác giả", "Trích yếu", "Hạn xử lý",
    "Ngày hoàn thành",
]  # fmt: skip


def workbook(headings, rows, *, above=(), beneath=()) -> bytes:
    """An XLSX file: lines of titles, the headings, the rows, lines beneath."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet, day = book.add_worksheet("Sheet1"), book.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate([*([text] for text in above), headings, *rows, *beneath]):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(line, place, _moment(value), day)
                elif value is not None:
                    sheet.write(line, place, value)
    return content.getvalue()


def _moment(value) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def letter(number: int, /, **changes) -> list:
    """A row of the incoming book as VNPT-iOffice exports it; July 2020, which tests leave open."""
    values = {
        "stt": number, "number": number, "arrived": "02/07/2020", "code": f"{100 + number}/UBND-VP",
        "issued": "01/07/2020", "sender": "UBND huyện Bắc Hà", "subject": f"Về việc rà soát hộ nghèo đợt {number}",
        "due": "15/07/2020", "done": None,
    }  # fmt: skip
    return list((values | changes).values())


def receive(by, content: bytes, *, resource="documents-incoming", unit=None, name="ioffice.xlsx") -> Import:
    """Hand a file in; read, and checked if nothing is in doubt, when this returns."""
    file = Incoming.of(name, content)
    try:
        with TestCase.captureOnCommitCallbacks(execute=True):
            spreadsheet = actions.receive(by=by, resource=RESOURCES[resource], unit=unit, file=file)
    finally:
        file.close()
    return fresh(spreadsheet)


def confirm(spreadsheet: Import, by, *, places=None, answers=None) -> Import:
    """Take the suggested columns (or `places`), and have the rows checked."""
    places = spreadsheet.places if places is None else places
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.confirm(spreadsheet, by=by, version=spreadsheet.version, places=places, answers=answers or {})
    return fresh(spreadsheet)


def publish(spreadsheet: Import, by) -> Import:
    """Have the rows written."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.publish(spreadsheet, by=by, version=spreadsheet.version)
    return fresh(spreadsheet)


def undo(spreadsheet: Import, by, reason="Nhập nhầm tệp") -> Import:
    """Have them taken back."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.undo(spreadsheet, by=by, version=spreadsheet.version, reason=reason)
    return fresh(spreadsheet)


def checked(by, content: bytes, **options) -> Import:
    """Up to the preview."""
    spreadsheet = receive(by, content, **options)
    return spreadsheet if spreadsheet.state == "checked" else confirm(spreadsheet, by)


def fresh(spreadsheet: Import) -> Import:
    """As it stands in the database."""
    return Import.objects.select_related("unit", "job", "batch", "uploaded_by").get(pk=spreadsheet.pk)


def make_import(by, unit=None, **fields) -> Import:
    """A stored import without work, written past the actions; its folder is empty."""
    token = hashlib.sha256(f"{by.pk} {fields} {Import.objects.count()}".encode()).hexdigest()
    values = {
        "resource": "documents-incoming", "unit": unit, "name": "ioffice.xlsx", "kind": "xlsx", "size": 9000,
        "sha256": token, "folder": token[:32], "uploaded_at": timezone.now(), "uploaded_by": by,
        "sheets": [["Sheet1", 3, 3]], "headings": ["Số đến", "Ngày đến", "Trích yếu"],
    }  # fmt: skip
    spreadsheet = Import.objects.create(**values | fields)
    (folders.root() / spreadsheet.folder).mkdir(parents=True, exist_ok=True)
    return spreadsheet
