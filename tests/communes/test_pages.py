"""Every register of this floor for a member, a stranger, an anonymous visitor and a head who only reads."""

import pytest
from django.urls import reverse

from common.models import AuditEvent
from tests.communes.pages import REGISTERS, errors, send
from tests.factories import communes as make

registers = pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
# Session, user, memberships, predecessors, the unit in the frame, the rows. A list of several pages counts them too.
# Staff: posts by norm group, people by norm group, what to look at in the own unit. Equipment: the computers in use.
LIST_QUERIES = {"equipment": 6, "staff": 8, "connection": 5, "village": 5, "software-use": 5}
# What the panel of the monthly confirmation asks: units that the official writes, confirmations, whether it is closed.
PANEL_QUERIES = 3
DETAIL_QUERIES = {"equipment": 6, "staff": 8, "connection": 5, "village": 6, "software-use": 6}


@pytest.fixture
def own(register, tree):
    return register.make(tree.tacuty)


@registers
def test_official_sees_the_own_unit_only(client, register, tree, official, own):
    other = register.make(tree.banpho)
    client.force_login(official)
    rows = [row.record for row in client.get(register.address("list")).context["table"].rows]
    assert rows == [own]
    assert client.get(register.address("detail", own)).status_code == 200
    assert other not in rows


@registers
def test_stranger_gets_the_answer_of_a_missing_record(client, register, tree, own):
    client.force_login(make.make_member("official", tree.banpho))
    missing = client.get(register.address("detail", own).replace(f"/{own.pk}/", "/987654/"))
    for url in [register.address("detail", own), register.address("history", own), *register.acts(own)]:
        for answer in (client.get(url), client.post(url, {"reason": "x"})):
            assert answer.status_code in {404, 405}, url
            assert answer.status_code == 405 or answer.content == missing.content


@registers
def test_anonymous_is_sent_to_the_login(client, register, own):
    urls = [register.address("list"), register.address("create"), register.address("detail", own)]
    for url in [*urls, register.address("history", own), *register.acts(own)]:
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("accounts:login"))


@registers
@pytest.mark.parametrize("role", ["head", "leader", "auditor"])
def test_others_read_and_do_not_write(client, register, tree, own, role):
    client.force_login(make.make_member(role, tree.tacuty))
    assert client.get(register.address("list")).context["create_url"] is None
    assert client.get(register.address("detail", own)).context["buttons"] == []
    for url in [register.address("create"), *register.acts(own)]:
        assert client.get(url).status_code == 403
        assert client.post(url, register.new).status_code == 403


@registers
def test_user_without_a_role_comes_nowhere(client, register, own):
    client.force_login(make.make_member(unit=None))
    assert client.get(register.address("list")).status_code == 403
    assert client.get(register.address("detail", own)).status_code == 403


@registers
def test_official_adds_a_record_with_who_and_when(client, register, official):
    more = {"software": make.make_software().pk} if register.name == "software-use" else {}
    client.force_login(official)
    answer = send(client, register.address("create"), **register.new, **more)
    assert errors(answer) == {}
    event = AuditEvent.objects.latest("pk")
    assert event.actor_id == official.pk
    assert client.get(answer["Location"]).status_code == 200


@registers
def test_form_sent_twice_writes_once(client, register, official, own):
    more = {"software": make.make_software().pk} if register.name == "software-use" else {}
    client.force_login(official)
    page = client.get(register.address("create")).context["form"]
    typed = {
        name: str(page[name].value() or "") for name in ("unit", "since", "token", "acquired_on") if name in page.fields
    }
    typed |= {"since": "01/07/2020", "acquired_on": "01/07/2020", "condition": "good", "funding_source": "unknown"}
    typed |= {"skill_level": "none", "skill_evidence": "none", "funded_by": "unknown", "public_access_points": "0"}
    typed |= {"post_points": "0"} | register.new | more
    first, second = (client.post(register.address("create"), typed) for _ in range(2))
    assert errors(first) == errors(second) == {}
    assert first["Location"] == second["Location"]
    assert type(own)._base_manager.count() == 2


@registers
def test_list_costs_the_same_however_long(client, register, tree, official, django_assert_num_queries):
    client.force_login(official)
    wanted = LIST_QUERIES[register.name] + (0 if register.name == "village" else PANEL_QUERIES)
    for rows in (1, 30):
        for _ in range(rows):
            register.make(tree.tacuty)
        with django_assert_num_queries(wanted):
            client.get(register.address("list"))
    for _ in range(30):
        register.make(tree.tacuty)
    with django_assert_num_queries(wanted + 1):
        assert client.get(register.address("list", page=2)).context["count"].number == 61


@registers
def test_detail_costs_what_it_should(client, register, official, own, django_assert_num_queries):
    client.force_login(official)
    with django_assert_num_queries(DETAIL_QUERIES[register.name]):
        client.get(register.address("detail", own))


@registers
@pytest.mark.parametrize("export", ["csv", "xlsx"])
def test_list_is_exported_in_scope(client, register, tree, official, own, export):
    register.make(tree.banpho)
    client.force_login(official)
    answer = client.get(register.address("list", export=export))
    content = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    assert export == "xlsx" or ("Xã Tả Củ Tỷ" in content.decode() and "Bản Phố" not in content.decode())
