"""A clear sentence at the field, the typing kept, nothing written: every kind of bad input of every register."""

from datetime import date

import pytest

from common.models import AuditEvent
from common.months import Month
from tests.communes.pages import REGISTERS, errors, send, submit
from tests.factories import communes as make

# register, typed into the form that adds, the field, a part of the sentence.
BAD = [
    ("equipment", {"kind": ""}, "kind", ""),
    ("equipment", {"kind": "typewriter"}, "kind", ""),
    ("equipment", {"name": "x" * 201}, "name", "201"),
    ("equipment", {"acquired_on": "31/02/2020"}, "acquired_on", "31/02/2020"),
    ("equipment", {"acquired_on": "04/08/2020"}, "acquired_on", "04/08/2020"),
    ("equipment", {"acquired_on": ""}, "acquired_on", ""),
    ("equipment", {"cost": "mười hai triệu"}, "cost", "mười hai triệu"),
    ("equipment", {"cost": "-5"}, None, ""),
    ("equipment", {"cost": "9223372036854775808"}, "cost", ""),
    ("equipment", {"since": "01/01/2019"}, "since", ""),
    ("equipment", {"standalone": "on", "on_lan": "on"}, None, ""),
    ("staff", {"full_name": ""}, "full_name", ""),
    ("staff", {"full_name": "x" * 101}, "full_name", "101"),
    ("staff", {"position": ""}, "position", ""),
    ("staff", {"since": "31/02/2020"}, "since", "31/02/2020"),
    ("staff", {"since": "04/08/2020"}, "since", "04/08/2020"),
    ("staff", {"skill_level": "wizard"}, "skill_level", ""),
    ("connection", {"kind": ""}, "kind", ""),
    ("connection", {"bandwidth_mbps": "nhanh"}, "bandwidth_mbps", "nhanh"),
    ("connection", {"since": "30/02/2020"}, "since", "30/02/2020"),
    ("connection", {"since": "01/01/2021"}, "since", "01/01/2021"),
    ("connection", {"note": "x" * 501}, "note", "501"),
    ("village", {"name": ""}, "name", ""),
    ("village", {"households_online": "khoảng 10"}, "households_online", "khoảng 10"),
    ("village", {"households": "9", "households_online": "10"}, None, ""),
    ("village", {"since": "04/08/2020"}, "since", "04/08/2020"),
    ("software-use", {"accounts": ""}, "accounts", ""),
    ("software-use", {"accounts": "3", "accounts_active": "4"}, None, ""),
    ("software-use", {"accounts": "1.5"}, "accounts", "1.5"),
    ("software-use", {"accounts": "2147483648"}, "accounts", "2.147.483.647"),
    ("software-use", {"updated_on": "04/08/2020"}, "updated_on", "04/08/2020"),
    ("software-use", {"software": "987654"}, "software", ""),
]
by_name = {register.name: register for register in REGISTERS}
registers = pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)


def extra(register) -> dict:
    return {"software": make.make_software().pk} if register.name == "software-use" else {}


@pytest.mark.parametrize(("name", "typed", "field", "words"), BAD)
def test_bad_input_is_named_and_kept(client, official, name, typed, field, words):
    register = by_name[name]
    client.force_login(official)
    answer = send(client, register.address("create"), **{**register.new, **extra(register), **typed})
    found = errors(answer)
    assert list(found) == [field or "__all__"]
    assert words in found[field or "__all__"][0]
    form = answer.context["form"]
    assert all(form[key].data in {value, True} for key, value in typed.items())
    assert not AuditEvent.objects.filter(actor_id=official.pk).exists()


@registers
def test_unit_of_somebody_else_looks_like_a_missing_one(client, register, tree, official):
    client.force_login(official)
    typed = {**register.new, **extra(register)}
    other = send(client, register.address("create"), **typed, unit=tree.banpho.pk)
    missing = send(client, register.address("create"), **typed, unit=987654)
    assert errors(other)["unit"] == errors(missing)["unit"]
    assert not AuditEvent.objects.filter(actor_id=official.pk).exists()


STALE = {
    "equipment": ("edit", {"name": "HP"}),
    "staff": ("edit", {"full_name": "Lý A Sèng"}),
    "connection": ("edit", {"provider": "VNPT"}),
    "village": ("edit", {"name": "Tả Thồ"}),
    "software-use": ("change", {"accounts": "7"}),
}


@registers
def test_second_of_two_editors_is_told(client, register, tree, official):
    obj = register.make(tree.tacuty)
    verb, typed = STALE[register.name]
    client.force_login(official)
    url = register.address(verb, obj)
    page = client.get(url).context["form"]
    type(obj)._base_manager.filter(pk=obj.pk).update(version=2)
    answer = send(client, url, **typed, reason="sửa", version=page["version"].value())
    assert "__all__" in errors(answer)
    assert answer.context["form"].data["version"] == 2
    assert answer.context["differences"]
    assert not AuditEvent.objects.filter(actor_id=official.pk).exists()


@pytest.mark.parametrize("name", ["equipment", "staff", "connection", "village"])
def test_edit_without_a_reason_is_refused(client, name, tree, official):
    register = by_name[name]
    client.force_login(official)
    answer = send(client, register.address("edit", register.make(tree.tacuty)), reason=" ")
    assert list(errors(answer)) == ["reason"]


@registers
def test_closed_month_is_refused_with_the_reason(client, register, tree, official, administrator):
    make.close_month(tree.tacuty, Month(2020, 7), by=administrator)
    client.force_login(official)
    typed = {"since": "15/07/2020", "acquired_on": "15/07/2020", **register.new, **extra(register)}
    answer = send(client, register.address("create"), **typed)
    assert "07/2020" in errors(answer)["__all__"][0]
    assert not AuditEvent.objects.filter(actor_id=official.pk).exists()


def test_overlapping_connection_is_refused_in_words(client, tree, official):
    make.make_connection(tree.tacuty, kind="lan", technology="wired", since=date(2020, 6, 1))
    client.force_login(official)
    answer = submit(client, "connection-create", kind="lan", technology="wired")
    assert "01/06/2020" in errors(answer)["since"][0]
