from datetime import date

import pytest

from common.errors import ClosedMonth, Invalid, NotAllowed, OutOfScope, Refused, StaleVersion
from common.models import AuditChange, AuditEvent
from common.months import Month
from communes.models import Role, StaleMark
from documents.actions import entries, kinds
from documents.models import Document, DocumentType
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db

JULY = date(2020, 7, 6)


def register(world, **fields):
    values = {"by": world.official, "direction": "incoming", "unit": world.unit, "registered_on": JULY}
    return entries.register(**values | {"subject": "Về việc báo cáo tháng 7", "organ_name": "UBND tỉnh"} | fields)


def outgoing(world, **fields):
    return register(world, direction="outgoing", **{"type": world.kind, "organ_name": ""} | fields)


def marks():
    return {(mark.unit_id, Month(mark.year, mark.month)) for mark in StaleMark.objects.filter(section="documents")}


@pytest.fixture(autouse=True)
def _worker(settings):
    settings.REFRESH_MODE = "worker"


def test_register_writes_row_audit_and_stale_mark(world):
    document = register(world, due_on=date(2020, 8, 1))
    event = AuditEvent.objects.get(action="documents.registered")
    assert event.actor_id == world.official.pk
    change = AuditChange.objects.get(event=event, model="documents.document")
    assert change.object_id == document.pk
    assert change.unit_id == world.unit.pk
    assert marks() == {(world.unit.pk, Month(2020, 7)), (world.unit.pk, Month(2020, 8))}


def test_text_is_normalised_and_found_without_diacritics(world):
    document = register(world, subject="  Ðánh giá\u00a0 ứng dụng\nCNTT ", organ_name="UBND huye\u0323\u0302n")
    assert document.subject == "Đánh giá ứng dụng CNTT"
    assert document.organ_name == "UBND huyện"
    assert Document.objects.search("danh gia ung dung").get() == document


def test_outgoing_notation_is_composed_from_number_kind_and_agency(world):
    letter = docs.make_kind("Công văn", "")
    assert outgoing(world).code == "01/QĐ-UBND"
    assert outgoing(world, type=letter).code == "02/UBND-VP"
    assert outgoing(world, number=None).issued_on == JULY


def test_office_signs_with_its_own_abbreviation(world):
    office = make.make_unit("Phòng Nội vụ", kind="office", parent=world.district)
    office.aliases.create(name="NV", kind="short")
    report = docs.make_kind("Báo cáo", "BC")
    assert register(world, by=None, unit=office, direction="outgoing", type=report).code == "01/BC-NV"


def test_notation_with_another_number_is_refused(world):
    assert outgoing(world, code="1/QĐ-UBND").code == "01/QĐ-UBND"
    with pytest.raises(Refused) as refused:
        outgoing(world, code="15/QĐ-UBND")
    assert refused.value.field == "code"
    assert Document.objects.count() == 1


def test_notation_follows_a_changed_kind(world):
    document = outgoing(world)
    report = docs.make_kind("Báo cáo", "BC")
    values = {"type": report, "code": document.code}
    changed = entries.change(document, by=world.official, version=1, reason="Nhầm tên loại", **values)
    assert changed.code == "01/BC-UBND"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("registered_on", date(2020, 8, 4)),
        ("registered_on", date(2018, 12, 31)),
        ("issued_on", date(2020, 7, 7)),
        ("due_on", date(2020, 7, 5)),
        ("completed_on", date(2020, 7, 5)),
        ("completed_on", date(2020, 8, 4)),
        ("transferred_on", date(2020, 7, 5)),
        ("subject", " "),
        ("subject", "a" * 501),
        ("pages", -1),
        ("pages", 99_999_999_999_999),
        ("copies", 32_768),
        ("number", 0),
    ],
)
def test_bad_value_is_refused_at_its_field(world, field, value):
    with pytest.raises((Refused, Invalid)) as refused:
        register(world, **{field: value})
    assert field in getattr(refused.value, "errors", {refused.value.field: ""})
    assert not Document.objects.exists()


def test_ended_unit_takes_no_new_document(world):
    ended = make.make_unit("Bản Già", parent=world.district, valid_until=date(2020, 3, 1))
    with pytest.raises(Refused, match="Bản Già") as refused:
        register(world, by=None, unit=ended)
    assert refused.value.field == "registered_on"
    assert register(world, by=None, unit=ended, registered_on=date(2020, 2, 28)).unit == ended


def test_official_writes_in_own_unit_only(world):
    with pytest.raises(OutOfScope):
        register(world, unit=world.other)
    head = make.make_member(Role.HEAD, world.unit)
    with pytest.raises(NotAllowed):
        register(world, by=head)
    with pytest.raises(OutOfScope):
        entries.cancel(register(world), by=world.stranger, version=1, reason="x")


def test_stale_version_is_refused(world):
    document = register(world)
    entries.change(document, by=world.official, version=1, reason="Sửa", subject="Mới")
    with pytest.raises(StaleVersion):
        entries.change(document, by=world.official, version=1, reason="Sửa", subject="Khác")


def test_number_unit_and_book_cannot_be_changed(world):
    with pytest.raises(TypeError):
        entries.change(register(world), by=world.official, version=1, reason="x", number=5)
    with pytest.raises(Refused) as refused:
        entries.change(register(world), by=world.official, version=1, reason="x", registered_on=date(2019, 7, 6))
    assert refused.value.field == "registered_on"


def test_cancelled_entry_keeps_number_and_reason_and_does_not_count(world):
    document = entries.cancel(register(world), by=world.official, version=1, reason="Ghi trùng")
    assert (document.number, document.cancel_reason) == (1, "Ghi trùng")
    assert document.counted().cells() == set()
    with pytest.raises(Refused):
        entries.change(document, by=world.official, version=2, reason="x", subject="y")
    back = entries.reinstate(document, by=world.official, version=2, reason="Bấm nhầm")
    assert (back.cancelled, back.cancel_reason) == (False, "")


def test_cancelling_needs_a_reason(world):
    with pytest.raises(Refused) as refused:
        entries.cancel(register(world), by=world.official, version=1, reason="  ")
    assert refused.value.field == "reason"


def test_change_in_a_closed_month_is_for_administrators_with_a_reason(world):
    june = docs.make_document(world.unit, registered_on=date(2020, 6, 8))
    values = {"version": 1, "medium": "paper"}
    with pytest.raises(ClosedMonth):
        entries.change(june, by=world.official, reason="Sửa", **values)
    with pytest.raises(NotAllowed):
        entries.change(june, by=world.official, reason="Sửa", override=True, **values)
    changed = entries.change(june, by=world.administrator, reason="Công văn 12", override=True, **values)
    assert changed.medium == "paper"
    assert AuditEvent.objects.get(action="documents.changed").reason == "Công văn 12"


def test_change_that_leaves_the_figures_alone_is_free_in_a_closed_month(world):
    june = docs.make_document(world.unit, registered_on=date(2020, 6, 8))
    assert entries.change(june, by=world.official, version=1, reason="Chính tả", subject="Về việc khác").version == 2


def test_kinds_are_the_reviewers(world):
    reviewer = make.make_member(Role.REVIEWER, world.district)
    kind = kinds.add_kind(by=reviewer, number=30, name="Phiếu trình", abbreviation="PTr")
    assert kinds.change_kind(kind, by=reviewer, version=1, reason="Sửa", abbreviation="PT").abbreviation == "PT"
    with pytest.raises(NotAllowed):
        kinds.add_kind(by=world.official, number=31, name="Khác")
    assert DocumentType.objects.filter(number=31).count() == 0
