"""What common.exports writes is read back unchanged, in both formats and both languages."""

import io
import tempfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common import exports
from common.months import Month
from common.text import normalise
from imports.columns import Column
from imports.sheets import guard, legacy, lines, reading, values
from tests.common.test_exports import HARMLESS, TRIGGERS
from tests.imports.test_zoo import likeliest

COLUMNS = (
    Column("name", "Tên", "text", key=True),
    Column("subject", "Trích yếu", "text"),
    Column("count", "Số lượng", "whole"),
    Column("share", "Tỷ lệ", "number"),
    Column("day", "Ngày", "day"),
    Column("at", "Thời gian", "moment"),
    Column("month", "Tháng", "month"),
    Column("is_done", "Đã xong", "yes_no"),
    Column("state", "Tình trạng", "choice", choices=[("good", "tốt"), ("broken", "hỏng, chờ sửa")]),
)
WORDS = [*TRIGGERS, *HARMLESS, "_x0041_", "8.412", "007", "1e5", "03/08/2020", "a\nb", 'nói "x"; y, z|t', "Ủy ban"]
TEXTS = (
    (st.sampled_from(WORDS) | st.text("aàảãáạăâđêôơưXYZ 0123456789=+-@'\"/;,.|\t\n＝", max_size=30))
    .map(normalise)
    .filter(lambda text: text and not legacy.encoding_of(text))
)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(
    lambda at: timezone.make_aware(at.replace(second=0, microsecond=0))
)
ROWS = st.lists(
    st.fixed_dictionaries({
        "name": st.integers(1, 10**6).map(lambda number: f"số {number}"),
        "subject": TEXTS | st.none(),
        "count": st.integers(-(10**14), 10**14) | st.none(),
        "share": st.decimals(-(10**6), 10**6, places=3) | st.none(),
        "day": st.dates(date(1950, 1, 1), date(2100, 12, 31)) | st.none(),
        "at": MOMENTS | st.none(),
        "month": st.builds(Month, st.integers(1950, 2100), st.integers(1, 12)) | st.none(),
        "is_done": st.booleans() | st.none(),
        "state": st.sampled_from(["good", "broken"]) | st.none(),
    }),
    min_size=1, max_size=60,
)  # fmt: skip


class Export:
    """The rows of a list as common.exports reads them."""

    is_cut = False

    def __init__(self, rows):
        self._rows, self.count = rows, len(rows)

    def headings(self):
        return [str(column.label) for column in COLUMNS]

    def __iter__(self):
        labels = dict(COLUMNS[-1].options())
        for row in self._rows:
            yield [exports._plain(labels.get(row[column.name], row[column.name])) for column in COLUMNS]


def written(kind: str, rows) -> bytes:
    stamp = exports.Stamp(title="Văn bản", source="sổ", filters=["năm 2020"], person="Lê A")
    if kind == "csv":
        return "".join(exports._csv_lines(Export(rows), stamp)).encode()
    out = io.BytesIO()
    exports.write_workbook(out, Export(rows), stamp)
    return out.getvalue()


def read_back(content: bytes, folder: Path) -> tuple[list[dict], list]:
    path = folder / "export"
    path.write_bytes(content)
    sheets = reading.read(path, guard.check(path, path.name), folder)
    sheet, found = likeliest(folder, sheets, COLUMNS)
    assert sheet.is_ours
    reader = values.RowReader(COLUMNS, found.places, values.Context(is_ours=sheet.is_ours))
    told = [
        reader.read(row)
        for _number, row in lines.data(reading.rows(folder, sheet), found.first_data_row, found.headings)
    ]
    return [row for row, _problems in told], [problem for _row, problems in told for problem in problems]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@given(rows=ROWS)
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_export_is_read_back_unchanged(kind, language, rows):
    with tempfile.TemporaryDirectory() as folder, translation.override(language):
        read, problems = read_back(written(kind, rows), Path(folder))
    assert problems == []
    assert read == rows


def test_every_trigger_comes_back_to_the_letter(tmp_path):
    texts = [normalise(text) for text in TRIGGERS]
    empty = dict.fromkeys([column.name for column in COLUMNS])
    rows = [empty | {"name": f"số {number}", "subject": text} for number, text in enumerate(texts)]
    for kind in ("csv", "xlsx"):
        read, _problems = read_back(written(kind, rows), tmp_path)
        assert [row["subject"] for row in read] == texts


def test_decimals_of_an_export_are_no_thousands(tmp_path):
    empty = dict.fromkeys([column.name for column in COLUMNS])
    rows = [empty | {"name": "số 1", "share": Decimal("8.412"), "count": 8412}]
    for kind in ("csv", "xlsx"):
        read, problems = read_back(written(kind, rows), tmp_path)
        assert (read[0]["share"], read[0]["count"], problems) == (Decimal("8.412"), 8412, [])
