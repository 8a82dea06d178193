"""What is offered while a field is typed: from the unit's own latest entries and from the units around it."""

import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from communes.models import UnitAlias
from documents import completion
from documents.models import Document
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db
DAY = date(2020, 7, 6)


def offered(world, field, query, direction="incoming", **more):
    rows = completion.suggestions(field=field, query=query, unit=world.unit, direction=direction, on=DAY, **more)
    return [row["text"] for row in rows]


def came(world, **fields):
    return docs.make_document(world.unit, **fields)


def went(world, **fields):
    return docs.make_document(world.unit, "outgoing", **fields)


def test_completion_finds_without_marks_by_beginning_word_and_first_letters(world):
    came(world, organ_name="Hạt Kiểm lâm huyện Bắc Hà")
    for typed in ("hat", "Hạt k", "kiem l", "KIỂM", "hkl", "lam hat"):
        assert offered(world, "organ_name", typed)[:1] == ["Hạt Kiểm lâm huyện Bắc Hà"], typed
    assert "Hạt Kiểm lâm huyện Bắc Hà" not in offered(world, "organ_name", "iem")


def test_completion_ranks_beginning_then_frequency_then_freshness(world):
    for day, name in enumerate(["Đội Cũ", "Đội Thường", "Đội Thường", "Đội Mới", "Tổ Đội"], start=1):
        came(world, organ_name=name, registered_on=DAY + timedelta(days=day))
    assert offered(world, "organ_name", "doi") == ["Đội Thường", "Đội Mới", "Đội Cũ", "Tổ Đội"]


def test_completion_offers_one_of_spellings_that_differ_in_capitals_and_not_what_is_typed(world):
    for name in ("Đội thuế", "Đội thuế", "ĐỘI THUẾ"):
        came(world, organ_name=name)
    assert offered(world, "organ_name", "đội") == ["Đội thuế"]
    assert offered(world, "organ_name", "Đội thuế") == []


def test_completion_reads_the_latest_entries_of_the_unit_and_book_only(world, monkeypatch):
    monkeypatch.setattr(completion, "LATEST", 2)
    came(world, organ_name="Zalo cũ", registered_on=DAY - timedelta(days=9))
    came(world, organ_name="Zalo A")
    came(world, organ_name="Zalo B")
    docs.make_document(world.other, organ_name="Zalo của xã khác")
    went(world, organ_name="Zalo của sổ đi")
    assert set(offered(world, "organ_name", "zalo")) == {"Zalo A", "Zalo B"}


def test_completion_is_one_query_for_the_entries_and_one_for_units(world, django_assert_num_queries):
    came(world)
    with django_assert_num_queries(2):
        offered(world, "organ_name", "u")
    with django_assert_num_queries(1):
        offered(world, "assigned_to", "u")


def test_completion_knows_the_units_above_and_beside(world):
    UnitAlias.objects.create(unit=world.other, name="Bản Phố cũ", kind="former")
    assert offered(world, "organ_name", "bac ha") == [f"UBND {world.district.full_name}"]
    assert offered(world, "recipients", "ubnd ban pho", "outgoing") == [f"UBND {world.other.full_name}"]
    assert offered(world, "recipients", "pho cu", "outgoing") == [f"UBND {world.other.full_name}"]
    assert offered(world, "assigned_to", "bac ha") == []


def test_completion_of_recipients_is_one_by_one(world):
    went(world, recipients="UBND huyện; Lưu: VT")
    went(world, recipients="Các thôn, bản; Lưu: VT")
    assert offered(world, "recipients", "luu", "outgoing") == ["Lưu: VT"]
    assert offered(world, "recipients", "cac", "outgoing") == ["Các thôn, bản"]


def test_completion_of_a_signer_brings_the_last_position(world):
    went(world, signer="Giàng A Sính", position="Phó Chủ tịch", registered_on=DAY)
    went(world, signer="Giàng A Sính", position="Chủ tịch", registered_on=DAY + timedelta(days=1))
    rows = completion.suggestions(field="signer", query="gi", unit=world.unit, direction="outgoing", on=DAY)
    assert rows == [{"text": "Giàng A Sính", "also": {"position": "Chủ tịch"}}]


def test_completion_of_a_notation_prefers_the_sender(world):
    for code in ("1/QĐ-UBND", "2/QĐ-UBND", "3/KH-UBND"):
        came(world, code=code, organ_name="UBND huyện")
    came(world, code="4/NV-CCHC", organ_name="Phòng Nội vụ")
    assert offered(world, "code", "120/") == ["120/QĐ-UBND", "120/NV-CCHC", "120/KH-UBND"]
    assert offered(world, "code", "120/", sender="phòng nội vụ")[0] == "120/NV-CCHC"
    assert offered(world, "code", "120/k") == ["120/KH-UBND"]
    assert offered(world, "code", "120") == []


def test_completion_of_an_abstract_offers_what_several_share(world):
    for end in ("kế hoạch sử dụng đất", "kế hoạch đào tạo nghề"):
        came(world, subject=f"Về việc phê duyệt {end}")
    came(world, subject="Về việc khác")
    found = offered(world, "subject", "ve viec p")
    assert found[0] == "Về việc phê duyệt kế hoạch "
    assert set(found[1:]) == {"Về việc phê duyệt kế hoạch sử dụng đất", "Về việc phê duyệt kế hoạch đào tạo nghề"}
    assert offered(world, "subject", "duyet") == []


# --- The address -----------------------------------------------------------------------------------------------------


def ask(client, **words):
    return client.post(
        reverse("documents:document-complete"), {"direction": "incoming", "field": "organ_name", **words}
    )


def test_completion_answers_within_the_units_of_the_person(world, client):
    docs.make_document(world.unit, organ_name="Zalo của ta")
    client.force_login(world.official)
    answer = ask(client, q="zalo", unit=world.unit.pk)
    assert answer.json() == {"results": [{"text": "Zalo của ta"}]}
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert ask(client, q="zalo", unit=world.unit.slug).json() == answer.json()
    client.force_login(world.stranger)
    denied, missing = ask(client, q="zalo", unit=world.unit.pk), ask(client, q="zalo", unit=999_999)
    assert denied.content == missing.content == json.dumps({"results": []}).encode()


@pytest.mark.parametrize(
    "words",
    [
        {"unit": ""}, {"unit": "9" * 40}, {"unit": "٣"}, {"unit": "x\x00"}, {"direction": "sideways"},
        {"field": "note"}, {"field": "search"}, {"field": ""}, {"q": ""}, {"q": "\x00"}, {"q": "a" * 5000},
    ],
)  # fmt: skip
def test_completion_of_nonsense_is_empty(world, client, words):
    docs.make_document(world.unit, organ_name="Zalo", note="zalo")
    client.force_login(world.official)
    answer = ask(client, **({"q": "zalo", "unit": world.unit.pk} | words))
    assert (answer.status_code, answer.json()) == (200, {"results": []})


@pytest.mark.parametrize("name", ["document-complete", "document-doubles"])
def test_what_is_typed_is_never_asked_for_in_an_address(world, name):
    """Web servers log addresses; nothing is written, and yet a foreign page cannot ask."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.official)
    assert client.get(reverse(f"documents:{name}"), {"q": "a", "code": "1/a"}).status_code == 405
    assert client.post(reverse(f"documents:{name}"), {"q": "a", "code": "1/a"}).status_code == 403
    client.cookies[settings.CSRF_COOKIE_NAME] = token = "a" * 32
    words = {"direction": "incoming", "unit": world.unit.pk, "q": "a", "csrfmiddlewaretoken": token}
    assert client.post(reverse(f"documents:{name}"), words).json() == {"results": []}
    assert not Document.objects.exists()
