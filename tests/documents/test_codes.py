"""Number and notation of outgoing documents composed, completed and checked; those of incoming ones left alone."""

from datetime import date

import pytest

from common.errors import Refused
from documents import bulk, codes
from documents.actions import entries
from documents.models import Document, DocumentType
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db

DAY = date(2020, 7, 6)


def enter(world, kind: str = "Quyết định (cá biệt)", code: str = "", **fields) -> Document:
    values = {"direction": "outgoing", "unit": world.unit, "registered_on": DAY, "subject": "Về việc", "code": code}
    values["type"] = DocumentType.objects.filter(name=kind).first()
    return entries.register(by=None, **values | fields)


@pytest.mark.parametrize(
    ("kind", "composed"),
    [
        ("Quyết định (cá biệt)", "01/QĐ-UBND"), ("Quy định", "01/QyĐ-UBND"), ("Tờ trình", "01/TTr-UBND"),
        ("Công văn", "01/UBND-VP"), ("Thư công", "01/UBND-VP"), (None, "01/UBND-VP"),
    ],
)  # fmt: skip
def test_notation_is_composed_by_kind(world, kind, composed):
    assert enter(world, kind).code == composed


def test_no_kind_of_the_decree_is_written_in_a_form_that_is_refused(world):
    for number, kind in enumerate(DocumentType.objects.filter(number__lte=29).order_by("number"), start=1):
        document = enter(world, kind.name)
        assert document.number == number
        assert codes.written(document) == document.code


def test_legislative_documents_carry_the_year_in_a_book_of_their_own(world):
    enter(world)
    assert enter(world, series="qppl").code == "01/2020/QĐ-UBND"
    assert enter(world, series="QPPL", code="2/2020/QĐ-UBND").code == "02/2020/QĐ-UBND"
    assert enter(world, series="QPPL", code="NQ-HĐND", kind="Nghị quyết (cá biệt)").code == "03/2020/NQ-HĐND"
    for code, series in (("2/2020/QĐ-UBND", ""), ("4/2019/QĐ-UBND", "QPPL")):
        with pytest.raises(Refused, match=r"QPPL|2020") as refused:
            enter(world, code=code, series=series)
        assert refused.value.field == "code"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("1/QĐ-UBND", "01/QĐ-UBND"), ("001/QĐ-UBND", "01/QĐ-UBND"), ("QĐ-UBND", "01/QĐ-UBND"),
        ("QĐ-HĐND", "01/QĐ-HĐND"), ("01/qđ-UBND", "01/QĐ-UBND"), (" 01 / QĐ – UBND ", "01/QĐ-UBND"),
        ("01/QÐ-UBND", "01/QĐ-UBND"), ("01/QD\u0335-UBND", None), ("０１／ＱĐ－ＵＢＮＤ", "01/QĐ-UBND"),
        ("01/QĐ-UВND", "01/QĐ-UBND"), ("01∕QĐ‑UBND", "01/QĐ-UBND"), ("01/\u200bQĐ-UBND\u00a0", "01/QĐ-UBND"),
        ("SY", "01/SY-UBND"), ("1/sy-UBND", "01/SY-UBND"), ("TrS-UBND", "01/TrS-UBND"), ("SL", "01/SL-UBND"),
        ("01/QĐ-VHTT&TT", "01/QĐ-VHTT&TT"), ("01/QĐ-UBND-VP", "01/QĐ-UBND-VP"),
    ],
)  # fmt: skip
def test_written_notation_is_completed(world, written, stored):
    if stored is None:
        with pytest.raises(Refused):
            enter(world, code=written)
    else:
        assert enter(world, code=written).code == stored


@pytest.mark.parametrize(
    "code",
    [
        "15/QĐ-UBND", "QĐ-UБND", "01/QĐ-ЦBND", "٠١/QĐ-UBND", "01-QĐ/UBND", "01/QĐ", "QĐ", "01/", "01", "Số 01/QĐ-UBND",
        "01/BC-UBND", "1234567/QĐ-UBND", "01/2020/QĐ-UBND", "01/QĐ--UBND", "01/QĐ-UBND; 02/QĐ-UBND", "②/QĐ-UBND",
    ],
)  # fmt: skip
def test_notation_that_does_not_fit_is_refused_with_what_would(world, code):
    with pytest.raises(Refused, match=r"01|số") as refused:
        enter(world, code=code)
    assert refused.value.field == "code"
    assert not Document.objects.exists()


@pytest.mark.parametrize("code", ["01/CV-UBND", "CV-UBND", "01/QĐ-UBND", "01/TB-UBND"])
def test_cong_van_has_no_abbreviation(world, code):
    with pytest.raises(Refused, match="01/UBND-VP"):
        enter(world, "Công văn", code)
    assert enter(world, "Công văn", "UBND-VHXH").code == "01/UBND-VHXH"


def test_an_agency_may_be_called_as_a_kind_is(world):
    office = make.make_unit("Thanh tra", kind="office", parent=world.district)
    from communes.models import UnitAlias

    UnitAlias.objects.create(unit=office, kind=UnitAlias.Kind.SHORT, name="TTr")
    assert enter(world, "Công văn", "TTr-NV1", unit=office).code == "01/TTr-NV1"


@pytest.mark.parametrize(
    ("code", "stored"),
    [
        ("15-CV/HU", "15-CV/HU"), ("  896 / NQ-UBTVQH14 ", "896/NQ-UBTVQH14"), ("15/МИД", "15/МИД"),
        ("12/QÐ-UВND", "12/QĐ-UBND"), ("5/QĐ-UBND", "5/QĐ-UBND"), ("không số", "không số"), ("CV 12", "CV 12"),
    ],
)  # fmt: skip
def test_incoming_notation_stays_as_others_wrote_it(world, code, stored):
    one = entries.register(by=None, direction="incoming", unit=world.unit, registered_on=DAY, subject="x", code=code)
    assert one.code == stored
    bulk.insert_rows(by=None, batch=docs.make_batch(), documents=[docs.incoming(world.unit, code=code)])
    assert Document.objects.get(number=2).code == stored


def test_notation_of_former_times_does_not_stand_in_the_way_of_a_correction(world):
    document = docs.make_document(world.unit, "outgoing", code="07/CV-UB", type=docs.make_kind("Công văn", ""))
    values = {"subject": "Đã sửa", "code": document.code, "type": document.type}
    assert entries.change(document, by=None, version=1, reason="Sửa", **values).code == "07/CV-UB"
    with pytest.raises(Refused):
        entries.change(document, by=None, version=2, reason="Sửa", **values | {"code": "07/CV-UBND"})


def test_bulk_composes_the_notation_of_the_legislative_book(world):
    rows = [docs.outgoing(world.unit, type=world.kind, series="QPPL")]
    bulk.insert_rows(by=None, batch=docs.make_batch(), documents=rows)
    assert Document.objects.get().code == "01/2020/QĐ-UBND"
