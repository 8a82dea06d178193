import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from communes.models import Role
from documents.models import Attachment
from tests.factories import communes as make
from tests.factories import documents as docs
from tests.factories import files

pytestmark = pytest.mark.django_db

URL = "/documents/"
TODAY = date(2020, 8, 3)
# Session, user, memberships with units, successions, page, files, what presses, count, kinds.
QUERIES = 9


def rows(client, query="", user=None):
    if user:
        client.force_login(user)
    response = client.get(URL + query)
    assert response.status_code == 200
    return [row.record for row in response.context["table"].rows]


def test_each_direction_is_a_book_of_its_own(world, client):
    one, two = docs.make_document(world.unit), docs.make_document(world.unit, "outgoing")
    assert rows(client, user=world.official) == [one]
    assert rows(client, "?direction=outgoing") == [two]
    assert rows(client, "?direction=sideways") == [one]


def test_newest_first_and_pages_by_key(world, client):
    days = [date(2020, 1, 1) + timedelta(days=day % 60) for day in range(120)]
    everything = [docs.make_document(world.unit, registered_on=day) for day in days]
    everything.sort(key=lambda row: (row.registered_on, row.pk), reverse=True)
    client.force_login(world.official)
    found, address = [], URL
    while address:
        table = client.get(address).context["table"]
        found += [row.record for row in table.rows]
        address = table.pages.next and f"{URL}?after={table.pages.next['after']}"
    assert found == everything


# What presses is said where the book opens, not on its further pages.
@pytest.mark.parametrize(("page", "queries"), [("", QUERIES), ("?after=2020-02-10~99999999", QUERIES - 1)])
def test_queries_of_a_page_do_not_grow_with_rows(world, client, django_assert_num_queries, page, queries):
    for _ in range(60):
        docs.make_document(world.unit, registered_on=date(2020, 2, 10), type=world.kind)
    client.force_login(world.official)
    client.get(URL)
    with django_assert_num_queries(queries):
        assert len(rows(client, page)) == 50


def test_cancelled_number_stays_in_the_list(world, client):
    cancelled = docs.make_document(world.unit, cancelled=True, cancel_reason="Ghi trùng")
    assert rows(client, user=world.official) == [cancelled]
    assert rows(client, "?cancelled=false") == []


def test_unit_column_only_for_who_sees_several(world, client):
    docs.make_document(world.unit)
    client.force_login(world.official)
    assert world.unit.title not in client.get(URL).content.decode().split("<main")[1].split("<table")[1]
    client.force_login(make.make_member(Role.LEADER, world.district))
    assert world.unit.title in client.get(URL).content.decode().split("<table")[1]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_has_the_rows_of_the_filters_and_scope(world, client, kind):
    docs.make_document(world.unit, subject="Trong danh sách", due_on=date(2020, 7, 20))
    docs.make_document(world.unit, subject="Ngoài bộ lọc")
    docs.make_document(world.other, subject="Ngoài phạm vi")
    client.force_login(world.official)
    response = client.get(f"{URL}?deadline=overdue&export={kind}")
    content = b"".join(response.streaming_content)
    if kind == "xlsx":
        assert content.startswith(b"PK")
        return
    text = content.decode("utf-8-sig")
    assert "Trong danh sách" in text
    assert "Ngoài" not in text


def test_columns_are_a_screenful_of_the_book(world, client):
    docs.make_document(world.unit), docs.make_document(world.unit, "outgoing")
    client.force_login(make.make_member(Role.LEADER, world.district))
    for query in ("", "?direction=outgoing"):
        assert len(client.get(URL + query).context["table"].columns) == (7 if query else 8)


def test_deadline_and_state_are_two_columns(world, client):
    for due, done in [(None, None), (date(2020, 7, 20), None), (None, date(2020, 7, 8))]:
        docs.make_document(world.unit, due_on=due, completed_on=done)
    client.force_login(world.official)
    table = client.get(URL).context["table"]
    shown = [[strip_tags(row.get_cell(name)) for name in ("due_on", "state")] for row in table.rows]
    assert sorted(shown) == [
        ["20/07/2020", "quá hạn"], ["không hạn", "giải quyết xong"], ["không hạn", "đã vào sổ"],
    ]  # fmt: skip


def test_export_has_all_columns_of_the_book(world, client):
    answer = docs.make_document(world.unit, "outgoing", code="15/BC-UBND", registered_on=date(2020, 7, 8))
    docs.make_document(
        world.unit, number=7, type=world.kind, due_on=date(2020, 7, 20), completed_on=date(2020, 7, 8),
        answered_by=answer, assigned_to="Văn phòng", issued_on=date(2020, 7, 1), note="Ghi chú",
    )  # fmt: skip
    client.force_login(world.official)
    lines = list(csv.reader(io.StringIO(_export(client, "").decode("utf-8-sig"))))
    assert len(lines[0]) == 24
    row = dict(enumerate(lines[1]))
    assert (row[0], row[1], row[9], row[11]) == ("06/07/2020", "7", "08/07/2020", "15/BC-UBND")
    assert row[5] == "Quyết định (cá biệt): Về việc triển khai ứng dụng công nghệ thông tin"
    outgoing = list(csv.reader(io.StringIO(_export(client, "&direction=outgoing").decode("utf-8-sig"))))
    assert outgoing[1][0] == "15/BC-UBND"
    assert len(outgoing[0]) == 22


def _export(client, query):
    return b"".join(client.get(f"{URL}?export=csv{query}").streaming_content)


@pytest.mark.parametrize(("query", "place"), [("", 0), ("?deadline=overdue", 1), ("?direction=outgoing", 2)])
def test_tabs_say_where_one_is(world, client, query, place):
    client.force_login(world.official)
    tabs = client.get(URL + query).context["tabs"]
    assert [here for _label, _address, here in tabs] == [number == place for number in range(3)]


def test_first_column_opens_the_entry(world, client):
    document = docs.make_document(world.unit, number=7)
    client.force_login(world.official)
    assert f'<a href="{reverse("documents:document-detail", args=[document.pk])}">07</a>' in (
        client.get(URL).content.decode()
    )


def test_entry_with_files_says_how_many_are_in_force(world, client):
    document, other = docs.make_document(world.unit), docs.make_document(world.unit)
    old, new = (files.make_attachment(document, f"{number}.pdf") for number in range(2))
    Attachment.objects.filter(pk=old.pk).update(replaced_by=new)
    withdrawn = files.make_attachment(other)
    Attachment.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now(), withdraw_reason="x")
    client.force_login(world.official)
    page = client.get(URL).content.decode()
    assert page.count("1 tệp") == 1
