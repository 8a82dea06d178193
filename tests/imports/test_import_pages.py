"""The pages of imports, as a clerk goes through them."""

import io
import re

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from python_calamine import CalamineWorkbook

from documents.models import Document
from imports.models import Import
from tests.factories import files
from tests.factories import spreadsheets as sheets

pytestmark = pytest.mark.django_db
HIDDEN = re.compile('<input type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture
def client(world):
    found = Client()
    found.force_login(world.official)
    return found


def send(client, address: str, values: dict):
    """What pressing the button sends; the work is done when this returns."""
    page = client.get(address)
    hidden = dict(HIDDEN.findall(page.text))
    initial = {
        name: "" if bound.value() is None else bound.value()
        for name, bound in ((bound.html_name, bound) for bound in page.context["form"])
        if name not in ("file", "token", "version")
    }
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(address, initial | hidden | values)


def test_four_clicks_from_file_to_rows(world, client):
    bad = sheets.letter(2, arrived="31/02/2020")
    content = sheets.workbook(sheets.IOFFICE, [sheets.letter(1), bad, sheets.letter(2)])
    values = {"resource": "documents-incoming", "unit": world.unit.pk, "file": files.upload("so.xlsx", content)}
    answer = send(client, reverse("imports:import-create"), values)
    spreadsheet = Import.objects.get()
    assert answer.url == spreadsheet.get_absolute_url()
    assert reverse("imports:import-map", args=[spreadsheet.pk]) in client.get(answer.url).text
    assert send(client, reverse("imports:import-map", args=[spreadsheet.pk]), {}).status_code == 302
    preview = client.get(spreadsheet.get_absolute_url()).text
    assert "31/02/2020" in preview
    refused = client.get(reverse("imports:import-refused", args=[spreadsheet.pk]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(refused))).get_sheet_by_index(0).to_python()
    assert (rows[0][:3], rows[1][:3], len(rows)) == (["STT", "Số đến", "Ngày đến"], [2.0, 2.0, "31/02/2020"], 2)
    assert rows[1][-1]
    assert not Document.objects.exists()
    assert send(client, reverse("imports:import-publish", args=[spreadsheet.pk]), {}).status_code == 302
    assert Document.objects.count() == 2
    undo = reverse("imports:import-undo", args=[spreadsheet.pk])
    assert send(client, undo, {"reason": "Nhầm tệp"}).status_code == 302
    assert not Document.objects.exists()


@pytest.mark.parametrize("name", ["so.xls", "so.xlsx"])
def test_what_is_no_sheet_is_refused_at_the_field(world, client, name):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 if name == "so.xls" else files.pdf()
    answer = send(
        client,
        reverse("imports:import-create"),
        {"resource": "documents-incoming", "unit": world.unit.pk, "file": files.upload(name, content)},
    )
    assert answer.context["form"].errors["file"]
    assert not Import.objects.exists()


@pytest.mark.parametrize(("name", "advice"), [("so.csv", "XLSX"), ("so.XLSX", "XLSX"), ("quet.pdf", "200 dpi")])
def test_a_file_beyond_the_limit_is_refused_with_the_advice_for_its_kind(world, client, settings, name, advice):
    settings.FILE_BYTES = 30_000
    address, values = reverse("imports:import-create"), {"resource": "documents-incoming", "unit": world.unit.pk}
    page = client.get(address).text.replace("&nbsp;", "\xa0")
    assert ("tối đa 30\xa0kB" in page, "60\xa0MB" in page) == (True, False)
    answer = send(client, address, values | {"file": files.upload(name, b"1;2\n" * 10_000)})
    (sentence,) = answer.context["form"].errors["file"]
    assert (name in sentence, advice in sentence, "dpi" in sentence) == (True, True, advice != "XLSX")


def test_a_template_comes_back_without_doubt(world, client):
    answer = client.get(reverse("imports:template", args=["documents-incoming"]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer)))
    headings = book.get_sheet_by_index(0).to_python()[0]
    spreadsheet = sheets.receive(world.official, sheets.workbook(headings, [headings]), unit=world.unit)
    columns = {column.name for column in sheets.RESOURCES["documents-incoming"].columns}
    assert set(spreadsheet.places) == columns


@pytest.mark.parametrize(
    ("fields", "is_offered"),
    [({"state": "cancelled"}, True), ({"state": "read"}, False),
     ({"state": "cancelled", "resource": "procedures"}, False), ({"state": "cancelled", "resource": "gone"}, False)],
)  # fmt: skip
def test_another_file_is_offered_where_the_form_takes_one(world, client, fields, is_offered):
    page = client.get(sheets.make_import(world.official, world.unit, **fields).get_absolute_url())
    address = reverse("imports:import-create", query={"register": page.context["object"].resource})
    assert (address in page.text) is is_offered


def test_others_do_not_see_an_import(world):
    spreadsheet = sheets.make_import(world.official, world.unit)
    stranger = Client()
    stranger.force_login(world.stranger)
    assert stranger.get(spreadsheet.get_absolute_url()).status_code == 404
