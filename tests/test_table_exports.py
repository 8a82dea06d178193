"""Every table of the site can be taken home as a file: what heads its lines stands in a file that the page links to.

Lists of registers have their own tests (test_list_exports); here are the pages beside them.
"""

import csv
import io
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from lxml import html
from openpyxl import load_workbook

from common.text import fold
from tests import registers
from tests.routes import all_routes

# Tables that are no lists of things: forms to type in, papers, a calendar drawn by days, what is one's own.
NO_LIST = {
    "accounts:profile": "the settings of one's account",
    "communes:keys": "one's own keys",
    "dashboards:styleguide": "an example for those who build pages",
    "services:holiday-year": "a calendar to type in; the list of holidays has its file",
}
# The first lines of a list that the page links to, which has its file.
IN_A_LIST = ("oldest open filings", "registers on ")
ADDRESSES = {
    "dashboards:unit": ["/units/unit-aa/", "/units/unit-dd/"],
    "dashboards:filings-unit": ["/filings/units/unit-aa/"],
    "dashboards:indicator": ["/indicators/documents_signed/", "/indicators/filings_on_time/"],
    "dashboards:filings": ["/filings/units/", "/filings/units/?from=2020-01&to=2020-08"],
}
PERIOD = "from=2020-01&to=2020-07"


def pages() -> list[tuple[str, str]]:
    """(route, address) of every page beside the lists and the admin that takes no record."""
    lists, found = registers.discovered(), []
    for name, text in all_routes():
        if name in ADDRESSES:
            found += [(name, address) for address in ADDRESSES[name]]
        elif "<" not in text and ":" in name and not name.startswith(("admin:", "api:")) and name not in lists:
            try:
                found.append((name, reverse(name)))
            except NoReverseMatch:
                continue
    return sorted(set(found))


@pytest.fixture
def reader(world, db):
    """The leader, who opens every page of figures; English, so that captions are known."""
    person = world.people["leader"]
    person.language = "en"
    person.save(update_fields=["language"])
    client = Client()
    client.force_login(person)
    return client


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def heads(table) -> list[str]:
    """What heads each line of a table, folded, without the marks beside it."""
    found = []
    for row in table.findall("tbody/tr"):
        cell = next(iter(row))
        for mark in cell.xpath(".//*[contains(@class, 'badge') or contains(@class, 'visually-hidden') "
                               "or contains(@class, 'quiet')]"):  # fmt: skip
            mark.drop_tree()
        found.append(fold(" ".join(cell.text_content().split())).strip("–≈ "))
    return found


def files(client, page, address: str) -> dict[str, list[list[str]]]:
    """The lines of every CSV file that a page links to, by address; each as a workbook too."""
    links = {urljoin(address, link.get("href")) for link in page.iter("a") if link.get("download") is not None}
    found = {}
    for link in links:
        if "csv" not in link:
            continue
        twin = link.replace("export=csv", "export=xlsx").replace(".csv", ".xlsx")
        assert twin in links, link
        lines = list(csv.reader(io.StringIO(body(client.get(link)).decode("utf-8-sig"))))
        sheet = load_workbook(io.BytesIO(body(client.get(twin)))).worksheets[0]
        assert [str(cell.value) for cell in sheet[1]] == lines[0], link
        assert sheet.max_row == lines.index([]), link
        found[link] = lines
    return found


def missing(client, address: str) -> tuple[int, list]:
    """How many tables a page has, and those that stand in none of its files."""
    answer = client.get(address)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return 0, []
    page = html.fromstring(body(answer).decode())
    tables = [table for table in page.iter("table") if table.findall("tbody/tr")]
    found = files(client, page, address) if tables else {}
    columns = [{fold(cell) for line in lines for cell in line[:3]} for lines in found.values()]
    wanted = {fold(table.findtext("caption") or table.getparent().get("aria-labelledby")): table for table in tables}
    lost = [
        (address, caption)
        for caption, table in wanted.items()
        if not caption.startswith(IN_A_LIST) and not any(set(heads(table)) <= column for column in columns)
    ]
    return len(tables), lost


def test_every_table_stands_in_a_file(reader):
    asked = [missing(reader, address) for name, address in pages() if name not in NO_LIST]
    assert [one for _number, lost in asked for one in lost] == []
    assert sum(number for number, _lost in asked) > 40


@pytest.mark.parametrize("address", [f"/?{PERIOD}", f"/?{PERIOD}&table=figures", f"/filings/units/?{PERIOD}",
                                     f"/filings/channels/?{PERIOD}", f"/procedures/without-filings/?{PERIOD}",
                                     f"/units/unit-dd/charts/documents.csv?{PERIOD}",
                                     f"/indicators/documents_signed/?{PERIOD}"])  # fmt: skip
def test_files_of_figures_say_their_dates_boundaries_source_and_coverage(reader, address):
    lines = list(csv.reader(io.StringIO(body(reader.get(f"{address}&export=csv")).decode("utf-8-sig"))))
    stamp = dict(lines[lines.index([]) + 1 :])
    assert "01/01/2020" in stamp["Filters"]
    assert "31/07/2020" in stamp["Filters"]
    assert "by the boundaries of that time" in stamp["Filters"].lower()
    assert stamp["Source"].startswith("Monthly figures of the system")
    assert "report" in stamp["Coverage"]
    assert int(stamp["Rows"].replace(".", "")) == lines.index([]) - 1
