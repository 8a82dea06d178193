"""The same document again: what counts as the same, the warning with the earlier entry, and entering it anyway."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from common.errors import Refused
from documents.actions import entries
from documents.doubles import doubles_of
from documents.models import Document
from tests.documents.test_entry import INCOMING, OUTGOING
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db
ISSUED = date(2020, 7, 1)


@pytest.fixture
def clerk(world, client):
    client.force_login(world.official)
    return client


def enter(clerk, world, direction="incoming", **fields):
    values = (INCOMING if direction == "incoming" else OUTGOING | {"type": world.kind.pk}) | {"unit": world.unit.pk}
    return clerk.post(reverse(f"documents:document-create-{direction}"), values | {"issued_on": "1/7"} | fields)


def earlier(world, **fields):
    return docs.make_document(world.unit, **{"organ_name": "UBND tỉnh", "issued_on": ISSUED} | fields)


def typed(world, **fields):
    values = {"organ_name": "UBND tỉnh", "issued_on": ISSUED, "registered_on": date(2020, 7, 8)}
    return docs.incoming(world.unit, **values | fields)


@pytest.mark.parametrize(
    ("fields", "same"),
    [
        ({}, True),
        ({"organ_name": "ubnd TỈNH", "code": "123/ubnd-vp"}, True),
        ({"organ_name": "UBND tinh"}, True),
        ({"registered_on": date(2020, 8, 3)}, True),
        ({"organ_name": "UBND huyện"}, False),
        ({"code": "124/UBND-VP"}, False),
        ({"code": "23/UBND-VP"}, False),
        ({"code": "0123/UBND-VP"}, True),
        ({"code": "123 / UBND – VP"}, True),
        ({"code": "123/UBND"}, False),
        ({"code": "–/."}, False),
        ({"code": ""}, False),
        ({"issued_on": date(2020, 7, 2)}, False),
        ({"issued_on": None}, False),
    ],
)
def test_double_is_sender_notation_and_date(world, fields, same):
    entry = earlier(world)
    assert doubles_of(typed(world, **fields)) == ([entry] if same else [])


@pytest.mark.parametrize(("kept", "again"), [("05", "5"), ("5", "05"), ("05/QĐ-UBND", "5/qđ-ubnd")])
def test_double_has_the_same_number_with_or_without_zeros_before_it(world, kept, again):
    entry = earlier(world, code=kept)
    assert doubles_of(typed(world, code=again)) == [entry]
    assert doubles_of(typed(world, code=f"1{again}")) == []


def test_double_is_of_the_same_unit_and_not_cancelled(world):
    earlier(world, cancelled=True, cancel_reason="Ghi nhầm")
    docs.make_document(world.other, organ_name="UBND tỉnh", issued_on=ISSUED)
    assert doubles_of(typed(world)) == []


def test_double_without_a_date_is_looked_for_in_the_last_year(world):
    earlier(world, issued_on=None, registered_on=date(2019, 7, 1))
    recent = earlier(world, issued_on=None, registered_on=date(2019, 7, 20))
    assert doubles_of(typed(world, issued_on=None)) == [recent]


def test_double_of_an_outgoing_document_is_the_notation_of_the_year(world):
    same = docs.make_document(world.unit, "outgoing", code="15/QĐ-UBND")
    docs.make_document(world.unit, "outgoing", code="15/QĐ-UBND", registered_on=date(2019, 7, 6))
    assert doubles_of(docs.outgoing(world.unit, code="15/qđ-ubnd")) == [same]
    assert doubles_of(same) == []


@pytest.mark.parametrize("field", ["issued_on", None])
def test_double_is_found_by_an_index(world, field):
    """A stretch of the unit's book, never the whole table."""
    seen = []
    with connection.execute_wrapper(lambda run, sql, *rest: (seen.append((sql, rest[0])), run(sql, *rest))[1]):
        doubles_of(typed(world, **({} if field else {"issued_on": None})))
    ((sql, params),) = seen
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}", params)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "documents_document_" in plan
    assert "Seq Scan" not in plan
    assert "SCAN documents_document" not in plan


def test_posting_a_double_names_the_earlier_entry_and_keeps_the_typing(world, clerk):
    entry = earlier(world, number=12)
    answer = enter(clerk, world, subject="Văn bản thứ hai")
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["__all__"], "no field is wrong"
    text = answer.content.decode()
    assert text.count("trùng với văn bản đã ghi") == 1, "said once, beside the button"
    assert "form-errors" not in text
    assert f'href="{entry.get_absolute_url()}"' in text
    assert "số đến 12" in text
    assert "06/07/2020" in text
    assert "Văn bản thứ hai" in text
    assert f'name="despite" value="{entry.pk}"' in text
    assert Document.objects.count() == 1


def test_entering_it_anyway_is_deliberate(world, clerk):
    entry = earlier(world)
    assert enter(clerk, world, next="1").status_code == 200
    assert enter(clerk, world, despite="999999").status_code == 200
    assert enter(clerk, world, despite="x,,-1").status_code == 200
    answer = enter(clerk, world, despite=str(entry.pk), goes_on="1")
    made = Document.objects.latest("pk")
    assert answer["Location"].endswith(f"?after={made.pk}")
    assert Document.objects.count() == 2
    # A third one is asked about again: the button named the first only.
    assert enter(clerk, world, despite=str(entry.pk)).status_code == 200
    assert enter(clerk, world, despite=f"{entry.pk},{made.pk}")["Location"] == f"/documents/{made.pk + 1}/"


def test_a_refused_double_takes_no_number(world, clerk):
    enter(clerk, world)
    enter(clerk, world)
    enter(clerk, world, code="5/KH-UBND")
    assert list(Document.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_outgoing_double_is_asked_about(world, clerk):
    assert enter(clerk, world, "outgoing", code="01/QĐ-HĐTĐ").status_code == 302
    assert enter(clerk, world, "outgoing", code="01/qđ-hđtđ", number="2").context["form"].asks_about_double
    assert enter(clerk, world, "outgoing").status_code == 302


def test_doubles_are_no_matter_where_nobody_looks(world):
    earlier(world)
    values = {"organ_name": "UBND tỉnh", "code": "123/UBND-VP", "issued_on": ISSUED, "subject": "Qua API"}
    common = {"by": world.official, "direction": "incoming", "unit": world.unit, "registered_on": date(2020, 7, 6)}
    assert entries.register(**common, **values).pk
    with pytest.raises(Refused):
        entries.register(**common, known=[], **values)


def test_hint_while_typing_is_for_the_units_of_the_person(world, clerk):
    entry = earlier(world, number=12)
    words = {"direction": "incoming", "unit": world.unit.pk, "code": "123/UBND-VP", "organ_name": "UBND tỉnh"}
    address = reverse("documents:document-doubles")
    (row,) = clerk.post(address, words | {"issued_on": "1/7"}).json()["results"]
    assert row["url"] == entry.get_absolute_url()
    assert "12" in row["text"]
    assert clerk.post(address, words | {"issued_on": "31/2"}).json()["results"] == []
    clerk.force_login(world.stranger)
    assert clerk.post(address, words | {"issued_on": "1/7"}).json()["results"] == []
