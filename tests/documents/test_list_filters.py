from datetime import date

import pytest

from communes.models import Role
from tests.documents.test_list import TODAY, URL, rows
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("address", "last"),
    [
        (f"{URL}?registered_from=05/07/2020&registered_until=01/07/2020", "registered_until"),
        ("/filings/?received_from=05/07/2020&received_until=01/07/2020", "received_until"),
        ("/treasury/?month_from=07/2020&month_until=12/2019", "month_until"),
    ],
)
def test_end_before_the_beginning_is_said_and_filters_nothing(world, client, address, last):
    client.force_login(world.official)
    answer = client.get(address)
    assert answer.context["filterset"].form.errors == {
        last: ["Mốc cuối sớm hơn mốc đầu nên không thể có gì ở giữa. Hãy sửa một trong hai."]
    }
    assert answer.context["filterset"].value_of(last) is None
