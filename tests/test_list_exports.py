"""The file of every list of the site: typed, nothing that a spreadsheet would run, and it says where it is from."""

import csv
import io
import re
from itertools import cycle

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from common.tables import NumberColumn
from tests import registers
from tests.access.driving import words_in
from tests.access.oracle import EVERYBODY

LISTS = registers.discovered()
RISKY = ["=1+1", "+1", "-1", "@A1", "\t=1", "＝1+1", "'=1", "−1"]
STARTS = set("=+-@\t\r\n＝＋－＠−")
# Headings that are the same word in both languages.
SAME = {"LAN", "Internet"}
# Texts that go together with others (who wrote them and when, the hash of a file); the rows of the lists have none yet.
WITH_OTHERS = {"answer", "closing_note", "give_up_reason", "stored_as"}
every_list = pytest.mark.parametrize("name", sorted(LISTS))


@pytest.fixture
def client_of(world, db):
    """The browser of whoever reads a list."""

    def found(name: str) -> Client:
        client = Client()
        client.cookies.update(world.sessions[registers.reader_of(name)])
        return client

    return found


def lines(client, name: str, **query) -> list[list[str]]:
    """The lines of the CSV file with all columns."""
    answer = client.get(reverse(name, query={"export": "csv", "columns": "all", **query}))
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def workbook(client, name: str):
    answer = client.get(reverse(name, query={"export": "xlsx", "columns": "all"}))
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def plant(record: models.Model) -> int:
    """Texts that a spreadsheet would run, in every free text of a record and of what hangs on it."""
    risky, planted = cycle(RISKY), 0
    names = ("unit", "procedure", "software", "host_unit", "type")
    stands = getattr(record, "here", record)
    for row in filter(None, [record, *(getattr(stands, name, None) for name in names)]):
        model = type(row)
        texts = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.SlugField)
            and field.editable and not field.choices and field.name not in WITH_OTHERS
        ]  # fmt: skip
        if texts:
            planted += model._base_manager.filter(pk=row.pk).update(**{name: next(risky) for name in texts})
    return planted


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@every_list
def test_file_runs_nothing(client_of, name):
    client = client_of(name)
    (record, *_others) = registers.rows(client, name)
    if not isinstance(record, User):
        plant(record)
    found = lines(client, name)
    assert len(found[0]) >= 3
    assert [cell for line in found for cell in line if cell[:1] in STARTS and not is_number(cell)] == []
    cells = [cell for sheet in workbook(client, name).worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


@every_list
def test_file_says_where_it_is_from(client_of, world, name):
    client, person = client_of(name), world.people[registers.reader_of(name)]
    filterset = client.get(reverse(name)).context["filterset"]
    fields = filterset.form.fields if filterset is not None else {}
    query = {"on": "15/02/2020"} if "on" in fields else {}
    for asked, day in ((query, "15/02/2020" if query else "03/08/2020"), ({}, "03/08/2020")):
        found = lines(client, name, **asked)
        stamp = dict(found[found.index([]) + 1 :])
        assert len(stamp) == 6, stamp
        assert stamp["Data as of"] == day
        assert str(person) in stamp["Exported"]
        assert stamp["Table"] in client.get(reverse(name)).content.decode()
        assert int(stamp["Rows"].replace(".", "")) == found.index([]) - 1
        assert ("15/02/2020" in stamp["Filters"]) == bool(asked)


# Words, whatever the rows.
@pytest.mark.once
@every_list
def test_file_names_its_columns_in_the_language_of_the_reader(client_of, name):
    headings = {}
    for language in ("vi", "en"):
        User.objects.update(language=language)
        headings[language] = lines(client_of(name), name)[0]
    assert all(headings["vi"])
    assert [
        one
        for one, other in zip(headings["vi"], headings["en"], strict=True)
        if one == other and one not in SAME and not re.fullmatch(r"\d\d/\d{4}", one)
    ] == []


@every_list
def test_numbers_are_numbers(client_of, name):
    client = client_of(name)
    table = client.get(reverse(name)).context["table"]
    numeric = [str(column.header) for column in table.columns.all() if type(column.column) is NumberColumn]
    sheet = workbook(client, name).worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    for heading in set(numeric) & set(headings):
        kinds = {row[headings.index(heading)].data_type for row in sheet.iter_rows(min_row=2)}
        assert kinds <= {"n"}, heading


@every_list
def test_file_holds_nothing_beyond_the_scope(client_of, world, name):
    reader = EVERYBODY[registers.reader_of(name)]
    text = " ".join(cell for line in lines(client_of(name), name) for cell in line)
    assert [one for one in words_in(text) if not reader.reads(world, one)] == []


def test_planting_reaches_the_file(client_of):
    client = client_of("communes:equipment-list")
    (record, *_others) = registers.rows(client, "communes:equipment-list")
    assert plant(record) >= 2
    text = str(lines(client, "communes:equipment-list"))
    assert any(f"'{risky}" in text for risky in RISKY)
