"""Words that other systems and offices write in columns of few words, and what is taken where a sheet says nothing."""

from datetime import date

import pytest

from documents.models import Document
from imports import folders, staging
from imports.forms import MapForm
from imports.resource import column_of
from imports.resources import RESOURCES
from imports.sheets.values import Context, read
from services.models import Filing
from tests.factories import communes as make
from tests.factories import desk
from tests.factories import spreadsheets as sheets

pytestmark = pytest.mark.django_db
WORDS = [
    ("documents-outgoing", "signature", "Chưa ký", "none"),
    ("documents-outgoing", "signature", "không ký số", "none"),
    ("documents-outgoing", "signature", "Chưa", "none"),
    ("documents-outgoing", "signature", "Không", "none"),
    ("filings", "status", "Đã giải quyết đúng hạn", "9"),
    ("filings", "status", "Đã giải quyết trước hạn", "9"),
    ("filings", "status", "Đã giải quyết quá hạn", "9"),
    ("filings", "status", "Đang giải quyết trong hạn", "4"),
    ("filings", "status", "Đang giải quyết quá hạn", "4"),
]
# Of documents: state, reason -> whether the number is cancelled; None where the row is refused.
STATES = {
    ("Hủy số", "Ghi nhầm"): True,
    ("Đã hủy số", "Ghi nhầm"): True,
    ("Huỷ văn bản", "Ghi nhầm"): True,
    ("Bị hủy bỏ", "Ghi nhầm"): True,
    ("Cancelled", "Ghi nhầm"): True,
    (None, "Ghi nhầm"): True,
    ("Đã hủy số", None): None,
    ("Hủy văn bản", "-"): None,
    ("Đang xử lý", "Ghi nhầm"): None,
    ("Đang xử lý", "Không"): False,
    ("Đang xử lý", "-"): False,
    ("Huyện đã nhận", None): False,
    (None, "-"): False,
}


@pytest.mark.parametrize(("key", "name", "word", "value"), WORDS)
def test_word_of_another_system_is_known(key, name, word, value):
    assert read("choice", word, column_of(RESOURCES[key], name), Context()) == value


def test_number_is_cancelled_as_the_state_says_or_without_one_the_reason(world):
    texts = sorted(STATES, key=lambda said: STATES[said] is None)  # numbers without gaps
    rows = [[*sheets.letter(number), *said] for number, said in enumerate(texts, start=1)]
    content = sheets.workbook([*sheets.IOFFICE, "state", "cancel_reason"], rows)
    spreadsheet = sheets.checked(world.official, content, unit=world.unit)
    faults = staging.faults(spreadsheet.path / folders.FAULTS)
    found = {texts[number - 2]: None for number, ((name, *_more),) in faults if name == "cancel_reason"}
    spreadsheet = sheets.publish(spreadsheet, world.official)
    assert spreadsheet.state == "published", spreadsheet.job.sentence
    found |= {texts[row.number - 1]: row.cancelled for row in Document.objects.all()}
    assert found == STATES


def test_result_goes_the_way_the_filing_came_where_the_sheet_does_not_say(world):
    by = make.make_administrator()
    desk.make_procedure(code="1.001193", offered_by=[world.unit])
    code = "000.00.12.H38-200702-000"
    rows = [
        [f"{code}{place}", "1.001193", date(2020, 7, 2), channel, way] for place, (channel, way) in enumerate(
            [("Bưu chính", None), ("Trực tuyến", None), ("Bưu chính", "Trực tiếp"), (None, None)]
        )
    ]  # fmt: skip
    head = ["Mã hồ sơ", "Mã TTHC", "Ngày tiếp nhận", "Hình thức nộp", "Hình thức nhận kết quả"]
    spreadsheet = sheets.checked(by, sheets.workbook(head, rows), resource="filings", unit=world.unit)
    spreadsheet = sheets.publish(spreadsheet, by)
    assert spreadsheet.state == "published", spreadsheet.job.sentence
    ways = Filing.objects.order_by("code").values_list("result_channel", flat=True)
    assert list(ways) == ["postal", "direct", "direct", "direct"]


def test_columns_of_few_words_name_them_where_columns_are_chosen(world):
    """Beside what the file holds, so that two columns of like name are told apart."""
    spreadsheet = sheets.receive(world.official, sheets.workbook(sheets.IOFFICE, [sheets.letter(1)]), unit=world.unit)
    fields = MapForm(spreadsheet=spreadsheet, user=world.official).fields
    words = "; ".join(label for _value, label in column_of(RESOURCES[spreadsheet.resource], "urgency").options())
    assert words in fields["column_urgency"].help_text
    assert "101/UBND-VP" in fields["column_code"].help_text
    kinds = column_of(RESOURCES[spreadsheet.resource], "type").options()
    assert all(label not in fields["column_type"].help_text for _value, label in kinds)
