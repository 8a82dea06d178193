"""The files themselves: real PDFs, read back by pdfium, and workbooks by openpyxl."""

import re
from datetime import date

import pypdfium2
import pytest
from openpyxl import load_workbook

from documents.printing import pdf, workbook
from documents.printing.books import BOOKS
from documents.printing.contents import NOTHING, read_rows, write_rows
from tests.documents.printing.papers import HOSTILE, fill, july
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db
TODAY = date(2020, 8, 3)


@pytest.fixture
def unit():
    return make.make_unit("Tả Củ Tỷ")


def paper(choice, folder) -> pdf.Paper:
    heads = write_rows(choice, folder / "rows", today=TODAY)
    return pdf.Paper(choice.book, heads, folder / "rows", choice.has_cover)


def printed(choice, folder) -> tuple[int, str]:
    """(pages, text without blanks) of the PDF."""
    target = folder / "book.pdf"
    pdf.write(paper(choice, folder), target, step=lambda done: None)
    pages = texts(target)
    # pdfium marks a word broken at the end of a line with U+FFFE.
    return len(pages), re.sub(r"\s+|[\u200b\ufffe]", "", "".join(pages))


def texts(target) -> list[str]:
    """The text of each page, as pdfium finds it."""
    with pypdfium2.PdfDocument(target) as document:
        return [page.get_textpage().get_text_range() for page in document]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("key", BOOKS)
def test_pdf_has_heads_columns_and_entries(unit, tmp_path, key):
    book = BOOKS[key]
    fill(unit, 12, book.direction)
    pages, text = printed(july(unit, key), tmp_path)
    assert pages >= 1
    for words in (book.title, "Từ ngày 01/07/2020 đến ngày 31/07/2020", "ỦY BAN NHÂN DÂN", "12/UBND-VP"):
        assert squeezed(words) in text, words
    for place, column in enumerate(book.columns, start=1):
        assert text.count(squeezed(column.heading)) >= pages, column.heading
        assert text.count(f"({place})") >= pages


def test_pdf_takes_no_text_for_code(unit, tmp_path):
    word = "dài" * 160
    docs.make_document(unit, number=1, subject=HOSTILE, organ_name=HOSTILE, note=HOSTILE)
    docs.make_document(unit, number=2, subject=word)
    _pages, text = printed(july(unit), tmp_path)
    assert text.count(squeezed(HOSTILE)) == 3
    assert word in text


def test_long_book_is_joined_without_a_lost_or_doubled_row(unit, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "PART", 40)
    fill(unit, 130)
    done = []
    target = tmp_path / "book.pdf"
    pdf.write(paper(july(unit), tmp_path), target, step=done.append)
    found = texts(target)
    numbers = re.findall(r"\d\d/07/2020\s+(\d+)\s+UBND", "\n".join(found))
    assert [int(number) for number in numbers] == list(range(1, 131))
    assert all(str(place) in page.split() for place, page in enumerate(found[1:], start=2))
    assert done == sorted(done)


def test_row_longer_than_a_page_is_whole(unit, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "PART", 4)
    for number in range(1, 10):
        recipients = " ".join(f"ĐV{number:02}.{place:02};" for place in range(1, 101))
        docs.make_document(unit, "outgoing", number=number, code=f"{number:02}/BC-UBND", recipients=recipients)
    _pages, text = printed(july(unit, "outgoing"), tmp_path)
    for number in range(1, 10):
        assert text.count(f"{number:02}/BC-UBND") == 1
        assert all(text.count(f"ĐV{number:02}.{place:02};") == 1 for place in range(1, 100))


def test_empty_period_prints_an_empty_form(unit, tmp_path):
    pages, text = printed(july(unit), tmp_path)
    assert pages == 1
    assert squeezed(NOTHING) in text
    assert "Tổngsố" not in text


def test_title_page_comes_first(unit, tmp_path):
    fill(unit, 3)
    pages, text = printed(july(unit, has_cover=True), tmp_path)
    assert pages == 2
    assert text.index("Từsố01đếnsố03") < text.index("Ngàyđến")


@pytest.mark.parametrize("key", BOOKS)
def test_workbook_has_heads_columns_and_entries(unit, tmp_path, key):
    book = BOOKS[key]
    fill(unit, 12, book.direction)
    docs.make_document(unit, book.direction, number=13, cancelled=True, cancel_reason="Nhầm", note="=1+1", code="=A1")
    workbook.write(paper(july(unit, key), tmp_path), tmp_path / "book.xlsx", step=lambda done: None)
    sheet = load_workbook(tmp_path / "book.xlsx").active
    lines = list(sheet.iter_rows(values_only=True))
    assert lines[2][0] == book.title
    assert list(lines[6]) == [column.heading for column in book.columns]
    assert list(lines[7]) == [f"({place})" for place in range(1, len(book.columns) + 1)]
    assert len([line for line in lines[8:] if any(line)]) == 14
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    # All columns on one page's width, as many pages as it takes.
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.print_title_rows == "$7:$8"
    last = sheet[21]
    assert not any(cell.data_type == "f" for cell in last)
    assert last[-1].value == "Đã hủy. Lý do: Nhầm. =1+1"
    assert (last[3].font.strike, last[-1].font.strike) == (True, None)


def test_workbook_of_an_empty_period_says_so(unit, tmp_path):
    workbook.write(paper(july(unit), tmp_path), tmp_path / "book.xlsx", step=lambda done: None)
    assert load_workbook(tmp_path / "book.xlsx").active["A9"].value == NOTHING


def test_stop_kills_the_setting_process(unit, tmp_path):
    fill(unit, 200)
    sheet = paper(july(unit), tmp_path)
    with pytest.raises(KeyboardInterrupt):
        pdf.write(sheet, tmp_path / "book.pdf", step=_interrupt)
    assert not (tmp_path / "book.pdf").exists()
    assert len(list(read_rows(sheet.rows))) == 200


def _interrupt(done: int) -> None:
    raise KeyboardInterrupt


def test_fault_of_the_setting_process_tells_nothing_of_the_documents(tmp_path):
    order = {"book": {"title": "Bí mật"}, "target": str(tmp_path / "a.pdf"), "is_whole": True, "timestamp": 0}
    with pytest.raises(pdf.CannotSet) as caught:
        pdf.child("set", order, lambda: None)
    assert "exit code 1" in str(caught.value)
    assert "Bí mật" not in str(caught.value)
