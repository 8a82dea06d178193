"""Units, names, facts, mergers, roles, closed months and sources in the administration."""

from datetime import date

import pytest

from common.models import AuditEvent
from common.months import Month
from communes.models import (
    ClosedMonth,
    Membership,
    Reorganisation,
    SectionSource,
    Software,
    SoftwareUse,
    Unit,
    UnitAlias,
    UnitFact,
)
from communes.scope import scope_of
from tests.communes.admin_pages import address, errors, send
from tests.factories import communes as make

JUNE = date(2020, 6, 1)


@pytest.fixture
def admin(client, administrator):
    client.force_login(administrator)
    return client


def test_unit_is_added_below_another(admin, tree):
    fields = {"name": "Cốc Lầu", "legal_type": "xa", "kind": "commune", "slug": "xa-coc-lau", "code": "02896"}
    fields |= {"parent": tree.district.pk, "valid_from": "01/01/2019"}
    assert errors(send(admin, address("unit", "add"), **fields)) == {}
    unit = Unit.objects.get(slug="xa-coc-lau")
    assert unit.ancestor_links.count() == 3
    wrong = send(admin, address("unit", "add"), **fields | {"slug": "xã cốc lầu 2"})
    assert "slug" in errors(wrong)


def test_name_of_a_unit_stays(admin, tree):
    url = address("unit", "change", tree.tacuty)
    assert errors(send(admin, url, name="Tên khác", area_km2="66,5", reason="đo lại")) == {}
    tree.tacuty.refresh_from_db()
    assert (tree.tacuty.name, float(tree.tacuty.area_km2)) == ("Tả Củ Tỷ", 66.5)


def test_unit_is_found_by_former_name_in_lists_and_choices(admin, tree):
    UnitAlias.objects.create(unit=tree.tacuty, name="Bản Già", kind="former")
    page = admin.get(address("unit", "changelist"), {"q": "ban gia"})
    assert [row.pk for row in page.context["cl"].result_list] == [tree.tacuty.pk]
    query = {"term": "ban gia", "app_label": "communes", "model_name": "connection", "field_name": "unit"}
    assert [row["id"] for row in admin.get("/admin/autocomplete/", query).json()["results"]] == [str(tree.tacuty.pk)]


def test_choices_of_an_official_end_at_the_own_unit(client, tree, official):
    client.force_login(official)
    query = {"term": "ban pho", "app_label": "communes", "model_name": "connection", "field_name": "unit"}
    assert client.get("/admin/autocomplete/", query).json()["results"] == []


def test_other_name_is_added_corrected_and_taken_out(admin, tree):
    assert errors(send(admin, address("unitalias", "add"), unit=tree.tacuty.pk, name="Bản Già", kind="former")) == {}
    alias = UnitAlias.objects.get()
    assert errors(send(admin, address("unitalias", "change", alias), name="Bản Giá", reason="theo luật")) == {}
    assert list(Unit.objects.search("ban gia")) == [tree.tacuty]
    assert admin.post(address("unitalias", "delete", alias), {"reason": "nhầm"}).status_code == 302
    assert not UnitAlias.objects.exists()


def test_new_fact_ends_the_one_before(admin, tree):
    for since, value in (("01/01/2019", "21"), ("01/03/2020", "23")):
        fields = {"unit": tree.tacuty.pk, "key": "posts", "value": value, "since": since}
        assert errors(send(admin, address("unitfact", "add"), **fields)) == {}
    first, second = UnitFact.objects.order_by("since")
    assert (first.until, second.until) == (date(2020, 3, 1), None)
    answer = send(admin, address("unitfact", "change", first), until="01/04/2020", reason="x")
    assert "since" in errors(answer) or "__all__" in errors(answer)


def test_merger_is_applied_from_its_form(admin, tree):
    device = make.make_equipment(tree.banpho, since=JUNE)
    fields = {"absorbed": [tree.banpho.pk], "into": tree.tacuty.pk, "resolution": "1/NQ", "effective_on": "01/08/2020"}
    assert "__all__" not in errors(send(admin, address("reorganisation", "add"), **fields | {"into": tree.banpho.pk}))
    assert not Reorganisation.objects.exists()
    assert errors(send(admin, address("reorganisation", "add"), **fields)) == {}
    assert device.placements.get(until=None).unit == tree.tacuty
    tree.banpho.refresh_from_db()
    assert tree.banpho.valid_until == date(2020, 8, 1)


def test_role_is_given_and_ended(admin, tree):
    user = make.make_member(unit=None)
    fields = {"user": user.pk, "unit": tree.tacuty.pk, "role": "official", "valid_from": "01/07/2020"}
    assert errors(send(admin, address("membership", "add"), **fields)) == {}
    membership = Membership.objects.get(user=user)
    assert scope_of(type(user).objects.get(pk=user.pk)).may("registers", tree.tacuty.pk)
    url = address("membership", "change", membership)
    assert errors(send(admin, url, valid_until="03/08/2020", reason="nghỉ việc")) == {}
    assert not scope_of(type(user).objects.get(pk=user.pk)).is_member
    assert admin.get(address("membership", "delete", membership)).status_code == 403


def test_reviewer_closes_a_month_and_opens_it_again(client, tree):
    client.force_login(make.make_member("reviewer", tree.district))
    fields = {"unit": tree.district.pk, "below": "on", "month": "06/2020"}
    assert errors(send(client, address("closedmonth", "add"), **fields)) == {}
    assert ClosedMonth.objects.filter(year=2020, month=6).count() == 4
    row = ClosedMonth.objects.get(unit=tree.tacuty)
    assert client.post(address("closedmonth", "delete", row), {"reason": " "}).status_code == 200
    assert client.post(address("closedmonth", "delete", row), {"reason": "sai số liệu"}).status_code == 302
    assert not ClosedMonth.objects.filter(unit=tree.tacuty).exists()
    assert AuditEvent.objects.get(action="months.reopened").reason == "sai số liệu"


@pytest.mark.parametrize("month", ["08/2020", "13/2020", "tháng sáu"])
def test_month_that_cannot_be_closed_is_named(client, tree, month):
    client.force_login(make.make_member("reviewer", tree.district))
    answer = send(client, address("closedmonth", "add"), unit=tree.tacuty.pk, month=month)
    assert errors(answer)
    assert not ClosedMonth.objects.exists()


def test_closing_somebody_elses_month_is_no_choice(client, tree):
    make.close_month(tree.tacuty, Month(2020, 6))
    client.force_login(make.make_member("reviewer", tree.banpho))
    assert list(errors(send(client, address("closedmonth", "add"), unit=tree.tacuty.pk, month="05/2020"))) == ["unit"]
    assert client.get(address("closedmonth", "delete", ClosedMonth.objects.get())).status_code in {302, 404}


def test_source_is_declared_and_corrected(admin, tree):
    fields = {"unit": tree.tacuty.pk, "section": "staff", "source": "report", "since": "01/01/2020"}
    assert errors(send(admin, address("sectionsource", "add"), **fields)) == {}
    row = SectionSource.objects.get()
    assert errors(send(admin, address("sectionsource", "change", row), source="register", reason="đã có sổ")) == {}
    SectionSource.objects.update(version=9)
    assert "__all__" in errors(
        send(admin, address("sectionsource", "change", row), source="import", reason="x", version=1)
    )


def test_reviewer_keeps_catalogue_leads_and_requirements(client, tree):
    client.force_login(make.make_member("reviewer", tree.district))
    assert errors(send(client, address("software", "add"), name="iOffice", kind="shared")) == {}
    software = Software.objects.get()
    fields = {"software": software.pk, "unit": tree.office.pk, "since": "01/06/2020"}
    assert errors(send(client, address("softwarelead", "add"), **fields)) == {}
    assert errors(send(client, address("softwareuse", "add"), **fields | {"required": "on"})) == {}
    assert SoftwareUse.objects.get().required
    assert software.leads.get().unit == tree.office
