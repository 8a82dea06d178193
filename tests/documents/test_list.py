import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

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


@pytest.mark.parametrize("page", ["", "?after=2020-02-10~99999999"])
def test_queries_of_a_page_do_not_grow_with_rows(world, client, django_assert_num_queries, page):
    for _ in range(60):
        docs.make_document(world.unit, registered_on=date(2020, 2, 10), type=world.kind)
    client.force_login(world.official)
    client.get(URL)
    with django_assert_num_queries(QUERIES):
        assert len(rows(client, page)) == 50


def test_filters(world, client):
    late = docs.make_document(world.unit, due_on=date(2020, 7, 20), subject="Phòng chống dịch tả lợn")
    today = docs.make_document(world.unit, due_on=TODAY, medium="paper")
    urgent = docs.make_document(world.unit, urgency="urgent", type=world.kind, registered_on=date(2020, 7, 1))
    done = docs.make_document(world.unit, due_on=TODAY, completed_on=TODAY)
    client.force_login(world.official)
    assert rows(client, "?deadline=overdue") == [late]
    assert rows(client, "?deadline=due_today") == [today]
    assert rows(client, "?deadline=open") == [today, late]
    assert rows(client, "?deadline=in_time") == [done]
    assert rows(client, "?deadline=late") == []
    assert rows(client, "?q=dich ta") == [late]
    assert rows(client, "?q=DỊCH+TẢ") == [late]
    assert rows(client, "?medium=paper") == [today]
    assert rows(client, "?urgency=urgent") == [urgent]
    assert rows(client, f"?type={world.kind.pk}") == [urgent]
    assert rows(client, "?registered_until=05/07/2020") == [urgent]
    assert rows(client, "?registered_from=06/07/2020") == [done, today, late]


def test_signature_filter_in_the_outgoing_book(world, client):
    signed = docs.make_document(world.unit, "outgoing", signature="agency")
    docs.make_document(world.unit, "outgoing")
    assert rows(client, "?direction=outgoing&signature=agency", user=world.official) == [signed]
    assert "deadline" not in client.get(URL + "?direction=outgoing").context["filterset"].form.fields
    assert "signature" not in client.get(URL).context["filterset"].form.fields


def test_unit_filter_takes_the_tree_and_never_leaves_the_scope(world, client):
    mine, theirs = docs.make_document(world.unit), docs.make_document(world.other)
    leader = make.make_member(Role.LEADER, world.district)
    assert rows(client, user=leader) == [theirs, mine]
    assert rows(client, f"?unit={world.district.slug}") == [theirs, mine]
    assert rows(client, f"?unit={world.unit.slug}") == [mine]
    assert rows(client, f"?unit={world.other.slug}", user=world.official) == [mine]
    response = client.get(f"{URL}?unit={world.other.slug}")
    assert "unit" in response.context["filterset"].form.errors


def test_bad_filter_says_so_and_filters_nothing(world, client):
    one = docs.make_document(world.unit)
    client.force_login(world.official)
    response = client.get(URL + "?registered_from=31/02/2020")
    assert [row.record for row in response.context["table"].rows] == [one]
    assert "31/02/2020" in response.content.decode()


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
        assert len(client.get(URL + query).context["table"].columns) == 7


def test_export_has_all_columns_of_the_book(world, client):
    answer = docs.make_document(world.unit, "outgoing", code="15/BC-UBND", registered_on=date(2020, 7, 8))
    docs.make_document(
        world.unit, number=7, type=world.kind, due_on=date(2020, 7, 20), completed_on=date(2020, 7, 8),
        answered_by=answer, assigned_to="Văn phòng", issued_on=date(2020, 7, 1), note="Ghi chú",
    )  # fmt: skip
    client.force_login(world.official)
    lines = list(csv.reader(io.StringIO(_export(client, "").decode("utf-8-sig"))))
    assert len(lines[0]) == 16
    row = dict(enumerate(lines[1]))
    assert (row[0], row[1], row[9], row[11]) == ("06/07/2020", "7", "08/07/2020", "15/BC-UBND")
    assert row[5] == "Quyết định (cá biệt): Về việc triển khai ứng dụng công nghệ thông tin"
    outgoing = list(csv.reader(io.StringIO(_export(client, "&direction=outgoing").decode("utf-8-sig"))))
    assert outgoing[1][0] == "15/BC-UBND"
    assert len(outgoing[0]) == 14


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
