"""The whole way of a file of documents: read, mapped, previewed, published, taken back."""

from datetime import date

import pytest
from django.db import connection

from common.errors import Refused
from common.models import AuditEvent
from documents.actions import entries
from documents.models import Document, NumberCounter
from imports.models import Import
from indicators import checking, rollups
from tests.factories import spreadsheets as sheets

pytestmark = pytest.mark.django_db
TITLES = ("UBND XÃ TẢ CỦ TỶ", "SỔ VĂN BẢN ĐẾN")


def ioffice(*rows, **options) -> bytes:
    return sheets.workbook(sheets.IOFFICE, rows, above=TITLES, beneath=[["Tổng cộng:", len(rows)]], **options)


def letters(number: int) -> list:
    return [sheets.letter(each) for each in range(1, number + 1)]


def faults_of(spreadsheet: Import) -> dict[int, list]:
    from imports import folders, staging

    return dict(staging.faults(spreadsheet.path / folders.FAULTS))


def test_from_file_to_rows_figures_and_back(world):
    rollups.rebuild()
    spreadsheet = sheets.receive(world.official, ioffice(*letters(3)), unit=world.unit)
    assert (spreadsheet.state, spreadsheet.first_row) == ("read", 3)
    assert set(spreadsheet.places) >= {
        "number",
        "registered_on",
        "code",
        "issued_on",
        "organ_name",
        "subject",
        "due_on",
    }
    spreadsheet = sheets.confirm(spreadsheet, world.official)
    assert (spreadsheet.state, spreadsheet.new, spreadsheet.refused) == ("checked", 3, 0)
    assert not Document.objects.exists()

    spreadsheet = sheets.publish(spreadsheet, world.official)
    assert (spreadsheet.state, spreadsheet.batch.rows) == ("published", 3), spreadsheet.job.sentence
    first = Document.objects.get(number=1)
    assert (first.unit, first.code, first.organ_name) == (world.unit, "101/UBND-VP", "UBND huyện Bắc Hà")
    assert (first.registered_on, first.issued_on, first.due_on) == (
        date(2020, 7, 2),
        date(2020, 7, 1),
        date(2020, 7, 15),
    )
    assert first.search == first.search_text()
    assert not spreadsheet.path.exists()
    assert AuditEvent.objects.filter(action="documents.bulk_inserted", batch_id=spreadsheet.batch_id).exists()
    assert checking.check()[0] == []

    spreadsheet = sheets.undo(spreadsheet, world.official)
    assert spreadsheet.state == "undone", spreadsheet.job.sentence
    assert not Document.objects.exists()
    assert NumberCounter.objects.get(unit=world.unit).last == 0
    assert checking.check()[0] == []


def test_the_next_file_of_the_shape_needs_no_columns(world):
    sheets.checked(world.official, ioffice(*letters(2)), unit=world.unit)
    again = sheets.receive(world.official, ioffice(*letters(3)), unit=world.unit)
    assert (again.state, again.new) == ("checked", 3)


def test_the_same_file_says_when_and_by_whom_it_came(world):
    content = ioffice(*letters(2))
    first = sheets.publish(sheets.checked(world.official, content, unit=world.unit), world.official)
    with pytest.raises(Refused, match=str(world.official)):
        sheets.receive(world.official, content, unit=world.unit)
    sheets.undo(first, world.official)
    again = sheets.receive(world.official, content, unit=world.unit)
    assert again.new == 2


def test_a_file_brings_what_is_new_and_changes_what_differs_and_is_put_back(world):
    rollups.rebuild()
    one = sheets.publish(sheets.checked(world.official, ioffice(*letters(3)), unit=world.unit), world.official)
    rows = [sheets.letter(1), sheets.letter(2, done="10/07/2020", subject="Về việc khác"), *letters(4)[2:]]
    two = sheets.checked(world.official, ioffice(*rows), unit=world.unit)
    assert (two.new, two.changed, two.unchanged, two.refused) == (1, 1, 2, 0)
    two = sheets.publish(two, world.official)
    changed = Document.objects.get(number=2)
    assert (changed.completed_on, changed.subject) == (date(2020, 7, 10), "Về việc khác")
    assert checking.check()[0] == []
    two = sheets.undo(two, world.official)
    assert two.state == "undone", two.job.sentence
    back = Document.objects.get(number=2)
    assert (back.completed_on, back.subject, back.search) == (
        None,
        "Về việc rà soát hộ nghèo đợt 2",
        back.search_text(),
    )
    assert sorted(Document.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert one.batch.rows == 3
    assert checking.check()[0] == []


def test_what_was_changed_since_is_not_taken_back(world):
    spreadsheet = sheets.publish(sheets.checked(world.official, ioffice(*letters(3)), unit=world.unit), world.official)
    document = Document.objects.get(number=2)
    entries.change(document, by=world.official, version=1, reason="Sửa", subject="Sửa rồi")
    spreadsheet = sheets.undo(spreadsheet, world.official)
    assert (spreadsheet.state, spreadsheet.job.state) == ("published", "failed")
    assert "102/UBND-VP" in spreadsheet.job.sentence
    assert Document.objects.count() == 3


def test_numbers_that_were_given_after_keep_an_import(world):
    spreadsheet = sheets.publish(sheets.checked(world.official, ioffice(*letters(2)), unit=world.unit), world.official)
    entries.register(
        by=world.official, direction="incoming", unit=world.unit, registered_on=date(2020, 7, 3), subject="x",
        organ_name="Sở",
    )  # fmt: skip
    spreadsheet = sheets.undo(spreadsheet, world.official)
    assert spreadsheet.state == "published"
    assert Document.objects.count() == 3


REFUSED = {
    "closed month": ({"arrived": "02/06/2020", "issued": "01/06/2020", "due": None}, "06/2020"),
    "future": ({"arrived": "02/09/2020", "due": None}, "02/09/2020"),
    "before issue": ({"issued": "03/07/2020"}, "issued"),
    "due too early": ({"due": "01/07/2020"}, "arrival"),
    "no day": ({"arrived": "31/02/2020"}, "31/02/2020"),
    "no subject": ({"subject": None}, "Abstract"),
    "gap": ({"number": 9}, "gap"),
    "old letters": ({"subject": "B¾c Hµ"}, "TCVN3"),
    "too long": ({"subject": "x" * 501}, "500"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_row_is_refused_with_its_reason_and_the_others_stand(world, case, settings):
    settings.LANGUAGE_CODE = "en"
    world.official.language = "en"
    world.official.save()
    changes, words = REFUSED[case]
    spreadsheet = sheets.checked(
        world.official, ioffice(sheets.letter(1), sheets.letter(2, **changes)), unit=world.unit
    )
    assert (spreadsheet.new, spreadsheet.refused) == (1, 1)
    ((number, found),) = faults_of(spreadsheet).items()
    assert number == 5
    assert any(words in " ".join(parts) for parts in found), found


def test_units_out_of_reach_are_refused_and_those_of_others_are_not_named(world):
    rows = [[*sheets.letter(1), "Tả Củ Tỷ"], [*sheets.letter(1), "Bản Phố"], [*sheets.letter(1), "Không Đâu"]]
    content = sheets.workbook([*sheets.IOFFICE, "Đơn vị"], rows)
    spreadsheet = sheets.checked(world.official, content)
    assert (spreadsheet.new, spreadsheet.refused) == (1, 2)
    foreign, nowhere = (found[0][2] for found in faults_of(spreadsheet).values())
    assert foreign.replace("Bản Phố", "?") == nowhere.replace("Không Đâu", "?")


def test_a_secret_document_ends_the_import_and_nothing_of_it_stays(world):
    row = sheets.letter(2, subject="TỐI MẬT: Kế hoạch phòng thủ")
    spreadsheet = sheets.receive(world.official, ioffice(sheets.letter(1), row), unit=world.unit)
    spreadsheet = sheets.confirm(spreadsheet, world.official)
    assert spreadsheet.state == "failed"
    assert "5" in spreadsheet.sentence
    assert not spreadsheet.path.exists()
    with connection.cursor() as cursor:
        for table in ("imports_import", "common_job", "common_auditchange"):
            cursor.execute(f"SELECT * FROM {table}")
            assert "phòng thủ" not in str(cursor.fetchall())
