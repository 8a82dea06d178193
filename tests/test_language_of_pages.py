"""On every page: who reads Vietnamese meets no English, who reads English no Vietnamese but that of the data."""

import re

import pytest

from tests import everypage, reading
from tests.everypage import Page, Visitor

# What stands on the page of the components as if it came out of the database.
SAMPLES = {
    "Huyện Bắc Hà", "Nguyễn Thị Hằng", "Nhập nhầm số", "Tả Cù Tỷ", "Tả Củ Tỷ", "Xã Bản Phố", "Xã Nậm Lúc",
    "Xã Thải Giàng Phố", "Xã Tả Củ Tỷ", "tả củ tỷ",
    "áàảãạ ắằẳẵặ ấầẩẫậ ÉÈẺẼẸ ẾỀỂỄỆ ốồổỗộ ớờởỡợ ứừửữự Ẫ Ỗ Ữ Ặ Ệ Ợ Ự ỵ đĐ",
}  # fmt: skip


@pytest.fixture
def pages(world, db):
    """`pages("vi")`: all pages that a person with that language reads; strangers read Vietnamese."""
    everypage.furnish(world)

    def render(language: str) -> list[Page]:
        found, missing = everypage.every_page(Visitor(world, language))
        assert missing == []
        return [page for page in found if f'<html lang="{language}"' in page.body]

    return render


def texts(pages: list[Page]) -> dict[str, set[str]]:
    """Route -> what is read on its pages; the samples of the page of components are data, its colours have names."""
    found: dict[str, set[str]] = {}
    for page in pages:
        found.setdefault(page.route, set()).update(reading.texts(page.body))
    samples = found.get("dashboards:styleguide", set())
    samples -= {text for text in samples if re.fullmatch("[a-z]+(-[a-z]+)?", text) or text in SAMPLES}
    return found


def test_every_page_is_in_vietnamese_for_who_reads_vietnamese(pages):
    found = pages("vi")
    assert len(found) >= 300
    wrong = reading.english_in(texts(found), reading.Data())
    assert not wrong, "\n".join(map(str, wrong))


# That every page is there on either database, the test above shows.
@pytest.mark.once
def test_every_page_is_in_english_for_who_reads_english(pages):
    found = pages("en")
    assert len(found) >= 297
    wrong = reading.vietnamese_in(texts(found), reading.Data())
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize(
    "text",
    ["Save", "Export all rows", "Nothing is here yet.", "12 more rows", "Unit: Anlanh is late", "Năm 2020 has passed."],
)
def test_english_is_found_among_vietnamese(world, db, text):
    assert reading.english_in({"x": {text, "Đơn vị", "Trang sau", "Anlanh"}}, reading.Data()) == [("x", text)]


@pytest.mark.parametrize("text", ["Lưu", "Xuất tất cả", "3 dòng đã được sửa", "Unit: đang cập nhật"])
def test_vietnamese_is_found_among_english(world, db, text):
    known = {"Unit", "Huyện Dongphong", "urgent (khẩn)", "Tiếng Việt"}
    assert reading.vietnamese_in({"x": {text} | known}, reading.Data()) == [("x", text)]
