"""The work with people, connections, villages and software, by form."""

from datetime import date

import pytest
from django.urls import reverse

from communes.models import Connection, Software, SoftwareUse, StaffMember, Village
from tests.communes.pages import errors, submit
from tests.factories import communes as make

JUNE = date(2020, 6, 1)


@pytest.fixture
def page(client, official):
    client.force_login(official)
    return client


def test_person_from_first_post_to_leaving(page, tree):
    fields = {"full_name": "Lý A Sẻng", "position": "Văn phòng - Thống kê", "since": "01/06/2020", "fluent": "on"}
    assert errors(submit(page, "staff-create", **fields)) == {}
    person = StaffMember.objects.get()
    assert errors(submit(page, "staff-training", person, trained_on="15/06/2020", subject="Ký số")) == {}
    assert errors(submit(page, "staff-skills", person, since="01/07/2020", skill_level="basic")) == {}
    assert errors(submit(page, "staff-post", person, since="15/07/2020", position="Phó Chủ tịch UBND")) == {}
    assert errors(submit(page, "staff-leave", person, since="01/08/2020")) == {}
    rows = [(row.since.month, row.position, row.skill_level, row.until is None) for row in person.postings.all()]
    assert rows == [
        (6, "Văn phòng - Thống kê", "none", False),
        (7, "Văn phòng - Thống kê", "basic", False),
        (7, "Phó Chủ tịch UBND", "basic", False),
    ]
    assert page.get(reverse("communes:staff-list")).context["count"].number == 0
    assert page.get(reverse("communes:staff-list", query={"on": "31/07/2020"})).context["count"].number == 1


def test_somebody_who_left_can_only_be_corrected_or_come_back(page, tree):
    person = make.make_staff(tree.tacuty, since=JUNE, until=date(2020, 7, 1))
    urls = [button["url"].split("/")[-2] for button in page.get(person.get_absolute_url()).context["buttons"]]
    assert urls == ["edit", "post"]
    assert page.get(reverse("communes:staff-leave", args=[person.pk])).status_code == 403
    assert errors(submit(page, "staff-post", person, position="Kế toán")) == {}


def test_detail_of_a_person_lists_devices_and_courses(page, tree):
    person = make.make_staff(tree.tacuty, since=JUNE)
    device = make.make_equipment(tree.tacuty, since=JUNE, holder=person, serial="XYZ-1")
    submit(page, "staff-training", person, subject="An toàn thông tin")
    text = page.get(person.get_absolute_url()).content.decode()
    assert device.get_absolute_url() in text
    assert "An toàn thông tin" in text


def test_line_is_replaced_by_a_better_one_and_ended(page, tree):
    assert errors(submit(page, "connection-create", kind="internet", technology="copper", since="01/06/2020")) == {}
    old = Connection.objects.get()
    assert errors(submit(page, "connection-upgrade", old, since="01/07/2020", technology="fibre")) == {}
    new = Connection.objects.get(until=None)
    assert (new.technology, new.since) == ("fibre", date(2020, 7, 1))
    assert page.get(reverse("communes:connection-upgrade", args=[old.pk])).status_code == 403
    assert errors(submit(page, "connection-end", new, since="15/07/2020")) == {}
    assert page.get(reverse("communes:connection-list")).context["count"].number == 0


def test_village_is_counted_again(page, tree):
    fields = {"name": "Sảng Mào Phố", "households_online": "10", "households_online_approximate": "on"}
    assert errors(submit(page, "village-create", since="01/06/2020", **fields)) == {}
    village = Village.objects.get()
    assert errors(submit(page, "village-count", village, since="01/07/2020", households_online="12")) == {}
    assert [row.households_online for row in village.counts.order_by("since")] == [10, 12]
    text = page.get(reverse("communes:village-list", query={"on": "30/06/2020"})).content.decode()
    assert "khoảng 10" in text or "about 10" in text


def test_catalogue_is_kept_by_the_reviewer(client, tree, official):
    reviewer = make.make_member("reviewer", tree.district)
    client.force_login(reviewer)
    fields = {"name": "Kế toán MISA", "kind": "specialised", "lead_unit": tree.office.pk}
    assert errors(submit(client, "software-create", since="01/06/2020", **fields)) == {}
    software = Software.objects.get()
    assert errors(submit(client, "software-lead", software, since="01/07/2020", unit=tree.tacuty.pk)) == {}
    assert errors(submit(client, "software-edit", software, sector="Tài chính", reason="bổ sung")) == {}
    client.force_login(official)
    assert client.get(software.get_absolute_url()).status_code == 200
    for verb in ("edit", "lead"):
        assert client.get(reverse(f"communes:software-{verb}", args=[software.pk])).status_code == 403
    assert client.get(reverse("communes:software-create")).status_code == 403


def test_use_is_added_from_the_programme_changed_and_ended(page, tree):
    software = make.make_software(lead=tree.office)
    buttons = page.get(software.get_absolute_url()).context["buttons"]
    url = next(button["url"] for button in buttons if "uses/new" in button["url"])
    assert page.get(url).context["form"]["software"].value() == software.pk
    fields = {"software": software.pk, "accounts": "22", "accounts_active": "17"}
    assert errors(submit(page, "software-use-create", since="01/06/2020", **fields)) == {}
    use = SoftwareUse.objects.get()
    assert use.in_use
    assert not use.required
    assert errors(submit(page, "software-use-change", use, since="01/07/2020", accounts="25")) == {}
    use = SoftwareUse.objects.get(until=None)
    assert errors(submit(page, "software-use-end", use, since="15/07/2020")) == {}
    assert page.get(reverse("communes:software-use-end", args=[use.pk])).status_code == 403
    history = page.get(reverse("communes:software-use-history", args=[use.pk]))
    assert len(history.context["entries"]) == 4


def test_reviewer_says_what_is_required_and_the_official_cannot(client, tree, official):
    use = make.make_software_use(make.make_software(), tree.tacuty, required=False, since=JUNE)
    client.force_login(official)
    assert "required" not in client.get(reverse("communes:software-use-change", args=[use.pk])).context["form"].fields
    client.force_login(make.make_member("reviewer", tree.district))
    assert errors(submit(client, "software-use-change", use, since="01/07/2020", required="on")) == {}
    assert SoftwareUse.objects.get(until=None).required
