"""The search of the register as people see it: the box, what it finds, what it marks and what it says."""

import json
from datetime import date

import pytest

from documents import finding
from documents.models import Document
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db
URL = "/documents/"


def found(client, user=None, **params):
    if user:
        client.force_login(user)
    response = client.get(URL, params)
    assert response.status_code == 200
    return [row.record for row in response.context["table"].rows]


def test_words_notation_phrase_sender_signer_and_recipients(world, client):
    letter = docs.make_document(
        world.unit, subject="V/v phòng, chống dịch tả lợn châu Phi", code="05/QĐ-UBND", organ_name="Sở Nội vụ"
    )
    docs.make_document(world.unit, subject="Tả lợn dịch", code="105/QĐ-UBND")
    sent = docs.make_document(
        world.unit, "outgoing", code="7/BC-UBND", signer="Giàng A Sính", recipients="Kho bạc Nhà nước; Lưu: VT"
    )
    assert len(found(client, world.official, q="lon ta dich")) == 2
    for typed in ('"dịch tả lợn"', "“DICH TA” phong", "5/qd-ubnd", "05/QĐ-UBND", "so noi vu", '"phong chong dich'):
        assert found(client, q=typed) == [letter], typed
    for typed in ("giang sinh", "kho bac", "7/BC-UBND", str(sent.number)):
        assert found(client, direction="outgoing", q=typed) == [sent], typed
    assert found(client, q="lo") == []


def test_unit_is_found_by_its_name_and_stays_within_the_scope(world, client):
    mine, theirs = docs.make_document(world.unit), docs.make_document(world.other)
    leader = make.make_member("leader", world.district)
    assert found(client, leader, q="tả củ tỷ") == [mine]
    assert found(client, q="ban pho") == [theirs]
    assert found(client, world.official, q="ban pho") == []


def test_words_and_filters_together(world, client):
    late = docs.make_document(
        world.unit, subject="Dịch tả", due_on=date(2020, 7, 8), completed_on=date(2020, 7, 9), type=world.kind
    )
    docs.make_document(world.unit, subject="Dịch tả", due_on=date(2020, 7, 8), completed_on=date(2020, 7, 8))
    docs.make_document(world.unit, subject="Dịch tả", registered_on=date(2020, 7, 5))
    params = {"q": "dich", "type": world.kind.pk, "deadline": "late", "registered_from": "06/07/2020"}
    assert found(client, world.official, **params) == [late]
    assert found(client, **params | {"unit": world.unit.slug}) == [late]
    assert found(client, **params | {"urgency": "express"}) == []


def test_what_was_found_is_marked_and_stays_harmless(world, client):
    docs.make_document(world.unit, subject="<b>Dịch</b> & dịch tả", organ_name="Sở <i>Dịch</i>")
    client.force_login(world.official)
    page = client.get(URL, {"q": "dich"}).text
    assert "&lt;b&gt;<mark>Dịch</mark>&lt;/b&gt; &amp; <mark>dịch</mark> tả" in page
    assert "Sở &lt;i&gt;<mark>Dịch</mark>&lt;/i&gt;" in page
    assert "<mark>" not in client.get(URL).text


def test_empty_result_says_what_to_try(world, client):
    sent = docs.make_document(world.unit, "outgoing", subject="Chỉ có ở sổ đi")
    client.force_login(world.official)
    response = client.get(URL, {"q": "chi co o so di", "medium": "paper"})
    address = response.context["elsewhere"][1]
    assert address.replace("&", "&amp;") in response.text
    assert [row.record for row in client.get(address).context["table"].rows] == [sent]


def test_nothing_to_search_for_is_said_at_the_box(world, client):
    one = docs.make_document(world.unit)
    client.force_login(world.official)
    for typed in ("%", "_", '"', "\U0001f600", "…"):
        response = client.get(URL, {"q": typed})
        assert [row.record for row in response.context["table"].rows] == [one]
        assert "q" in response.context["filterset"].form.errors
        assert typed.replace('"', "&quot;") in response.text
    assert "q" in client.get(URL, {"q": "a" * 501}).context["filterset"].form.errors
    assert found(client, q="a" * 500) == []
    assert found(client, q="\x00") == [one]


def test_many_are_said_to_be_many(world, client, monkeypatch):
    monkeypatch.setattr(finding, "COUNT_LIMIT", 60)
    for _ in range(62):
        docs.make_document(world.unit, subject="Dịch tả")
    client.force_login(make.make_member("leader", world.district))
    count = client.get(URL, {"q": "dich"}).context["count"]
    assert (count.number, count.is_exact) == (60, False)
    assert client.get(URL, {"q": "dich", "after": "2020-01-01~1"}).context["count"].number == 0


def test_pages_of_a_search_follow_each_other(world, client):
    made = [
        docs.make_document(world.unit, subject="Dịch tả", registered_on=date(2020, 7, 1 + n % 9)) for n in range(60)
    ]
    made.sort(key=lambda row: (row.registered_on, row.pk), reverse=True)
    client.force_login(world.official)
    table = client.get(URL, {"q": "dich"}).context["table"]
    rows = [row.record for row in table.rows]
    rest = client.get(URL, {"q": "dich", "after": table.pages.next["after"]}).context["table"]
    assert rows + [row.record for row in rest.rows] == made
    back = client.get(URL, {"q": "dich", "before": rest.pages.previous["before"]}).context["table"]
    assert [row.record for row in back.rows] == rows


def test_choice_of_an_answer_while_typing(world, client):
    sent = docs.make_document(world.unit, "outgoing", code="15/BC-UBND", subject="Triển khai kế hoạch")
    docs.make_document(world.other, "outgoing", code="15/BC-UBND")
    client.force_login(world.official)
    for typed in ("trien kh", "15/bc", "15/BC-UBND", ""):
        results = json.loads(client.get("/documents/lookup/", {"q": typed}).content)["results"]
        assert [result["key"] for result in results] == [sent.code], typed


def test_export_of_a_search_has_its_rows(world, client):
    docs.make_document(world.unit, subject="Dịch tả trong tệp")
    docs.make_document(world.unit, subject="Ngoài tệp")
    client.force_login(world.official)
    text = b"".join(client.get(URL, {"q": "dich", "export": "csv"}).streaming_content).decode("utf-8-sig")
    assert "trong tệp" in text
    assert "Ngoài tệp" not in text


def test_search_of_the_administration(world, client):
    one = docs.make_document(world.unit, subject="Dịch tả", code="15/QĐ-UBND")
    docs.make_document(world.unit, subject="Khác", code="115/QĐ-UBND")
    client.force_login(world.administrator)
    response = client.get("/admin/documents/document/", {"q": "15/qd-ubnd"})
    assert list(response.context["cl"].result_list) == [one]
    assert Document.objects.search("%").count() == 2


@pytest.mark.parametrize("params", [{"q": "dich"}, {"deadline": "late"}, {"q": "dich", "after": "2020-07-10~99999999"}])
def test_queries_of_a_search_do_not_grow_with_rows(world, client, django_assert_num_queries, params):
    """Those of the list, and the units that the words name: one unit's book is read as it stands."""
    for _ in range(60):
        docs.make_document(
            world.unit, subject="Dịch tả", type=world.kind, due_on=date(2020, 7, 8), completed_on=date(2020, 7, 9)
        )
    client.force_login(world.official)
    client.get(URL)
    number = 8 + 2 * ("q" in params)
    with django_assert_num_queries(number):
        assert len(found(client, **params)) == 50


def test_name_of_the_kind_is_searched_too(world, client):
    one = docs.make_document(world.unit, type=world.kind, subject="Về việc khen thưởng")
    docs.make_document(world.unit, subject="Về việc khen thưởng")
    client.force_login(world.official)
    assert found(client, q="quyet dinh khen thuong") == [one]
