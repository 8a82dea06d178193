"""What the books of documents export imports back unchanged, and fills the books again when they have lost it all."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from communes.models import Role
from documents import codes
from documents.models import (
    Circulation,
    Document,
    DocumentType,
    Medium,
    NumberCounter,
    NumberReservation,
    Signature,
    Urgency,
)
from tests.factories import communes as make
from tests.factories import documents as docs
from tests.imports.exported import data_of, export, few, filled_again, judged, one_of, texts

pytestmark = pytest.mark.django_db
LIST, TODAY = "documents:document-list", date(2020, 8, 3)
some_text = st.just("") | texts("Công văn: gửi", "Quyết định (cá biệt): Công văn: 2", "Số 1: hai")
code = st.sampled_from(["05/QĐ-UBND", "12 / UBND – VP", "8.412", "=1/BC", "007", "1/2020", "-5/CV", "Ð12/QÐ"]).map(
    codes.tidy
)
# Holidays and working days.
day = st.integers(0, 215).map(lambda days: date(2020, 1, 1) + timedelta(days))
later = st.none() | st.integers(0, 40)
count = st.none() | st.integers(0, 300)
SHARED = {
    "number": st.integers(1, 40), "series": st.sampled_from(["", "QPPL", "007", "=A"]), "registered_on": day,
    "kind": st.integers(0, 29), "subject": texts("Công văn: gửi", "Công văn:", "Số 1: hai", "Báo cáo: Báo cáo: 3"),
    "urgency": one_of(Urgency), "circulation": one_of(Circulation), "medium": one_of(Medium),
    "in_software": st.booleans(), "pages": count, "copies": count, "note": some_text, "transferred_on": later,
    "cancel_reason": st.just("") | st.just("") | texts(), "place": st.integers(0, 1),
}  # fmt: skip
INCOMING = SHARED | {
    "code": st.just("") | code, "organ_name": texts("UBND xã: A"), "issued_on": later, "assigned_to": some_text,
    "instruction": some_text, "due_on": later, "completed_on": later,
}  # fmt: skip
OUTGOING = SHARED | {
    "code": code, "signer": some_text, "position": some_text, "recipients": some_text, "kept_by": some_text,
    "signature": one_of(Signature),
}  # fmt: skip
BOOKS = {"incoming": INCOMING, "outgoing": OUTGOING}


def enter(unit, direction: str, values: dict) -> Document:
    """A row as the register holds it."""
    values = dict(values)
    arrived, kinds = values["registered_on"], list(DocumentType.objects.all())
    for name in ("transferred_on", "issued_on", "due_on", "completed_on"):
        if (days := values.get(name)) is not None:
            values[name] = arrived - timedelta(days) if name == "issued_on" else arrived + timedelta(days)
    for name in ("transferred_on", "completed_on"):
        if (at := values.get(name)) is not None:
            values[name] = min(at, TODAY)
    number = values.pop("kind")
    values |= {"type": kinds[number] if number < len(kinds) else None, "cancelled": bool(values["cancel_reason"])}
    if direction == "outgoing":
        values["issued_on"] = arrived
    return docs.make_document(unit, direction, **values)


def count_the_books(direction: str) -> None:
    """The counters as the allocator leaves them, and behind the last number of each book one that is kept."""
    for row in Document.objects.filter(direction=direction).order_by("number"):
        book = {"unit_id": row.unit_id, "direction": direction, "series": row.series, "year": row.year}
        NumberCounter.objects.update_or_create(**book, defaults={"last": row.number + 1})
        NumberReservation.objects.filter(**book).delete()
        NumberReservation.objects.create(**book, number=row.number + 1, purpose="Họp", kept_on=TODAY)


@pytest.fixture
def tree(db):
    make.open_calendar()
    return make.make_district()


@pytest.mark.parametrize("direction", BOOKS)
@few
@given(data=st.data())
def test_book_imports_back_unchanged_and_fills_itself_again(direction, tree, tmp_path, data):
    key, query = f"documents-{direction}", {"direction": direction}
    with transaction.atomic():
        rows = st.lists(
            st.fixed_dictionaries(BOOKS[direction]), min_size=1, max_size=8,
            unique_by=lambda row: (row["place"], row["series"], row["number"]),
        )  # fmt: skip
        drawn, sees_both = data.draw(rows), data.draw(st.booleans())
        units = [tree.tacuty, tree.banpho if sees_both else tree.tacuty]
        by = make.make_administrator() if sees_both else make.make_member(Role.OFFICIAL, tree.tacuty)
        for place, values in enumerate(drawn):
            number = values["number"] if sees_both else 2 * place + 1
            enter(units[values.pop("place")], direction, values | {"number": number})
        count_the_books(direction)
        kinds = {kind: export(by, LIST, kind, **query) for kind in ("xlsx", "csv")}
        for kind, content in kinds.items():
            lines = judged(key, content, by=by, folder=tmp_path, unit=tree.tacuty)
            found = [(item.fate.value, item.before, item.faults) for item in lines]
            assert found == [("unchanged", {}, [])] * len(drawn), kind
        NumberReservation.objects.filter(document__isnull=False).delete()
        Document.objects.all().delete()
        content = kinds[data.draw(st.sampled_from(sorted(kinds)))]
        filled_again(key, content, by=by, unit=tree.tacuty, rows=len(drawn))
        assert data_of(export(by, LIST, "csv", **query)) == data_of(kinds["csv"])
        transaction.set_rollback(True)
