"""Courses held in a year, and one course recorded for several people in one act."""

from datetime import date

import pytest
from django.urls import reverse

from common.errors import OutOfScope, Refused
from common.models import AuditEvent
from communes import staffing
from communes.actions import staff
from communes.models import Training
from tests.communes.pages import errors
from tests.factories import communes as make

JUNE, JULY, TODAY = date(2020, 6, 1), date(2020, 7, 15), date(2020, 8, 3)
LIST, PEOPLE, NEW = (reverse(f"communes:training-{verb}") for verb in ("list", "people", "create"))


@pytest.fixture
def people(tree):
    return [make.make_staff(tree.tacuty, name, since=JUNE) for name in ("Giàng A Páo", "Lý Thị Dúa", "Vàng A Chô")]


def took(person, day=JULY, subject="Ký số"):
    unit = person.postings.order_by("since").last().unit
    return Training.objects.create(staff_member=person, unit=unit, trained_on=day, subject=subject)


def record(by, people, **fields):
    return staff.record_course(by=by, people=people, **{"trained_on": JULY, "subject": "Ký số"} | fields)


def test_course_is_recorded_for_several_people_in_one_act(official, people, tree):
    record(official, people)
    assert {(row.staff_member, row.unit) for row in Training.objects.all()} == {(one, tree.tacuty) for one in people}
    assert AuditEvent.objects.filter(action="staff.course_recorded").count() == 1
    people[0].refresh_from_db()
    assert people[0].version == 2


def test_course_that_somebody_has_already_is_recorded_for_nobody(official, people):
    took(people[1])
    with pytest.raises(Refused, match="Lý Thị Dúa") as refused:
        record(official, people, subject=" Ký  số")
    assert refused.value.field == "people"
    assert Training.objects.count() == 1


def test_course_before_somebody_worked_here_names_that_person(official, people, tree):
    late = make.make_staff(tree.tacuty, "Sùng A Dờ", since=TODAY)
    with pytest.raises(Refused, match="Sùng A Dờ"):
        record(official, [*people, late])
    with pytest.raises(Refused):
        record(official, [])
    assert not Training.objects.exists()


def test_course_of_another_units_people_is_out_of_scope(official, people, tree):
    stranger = make.make_staff(tree.banpho, since=JUNE)
    with pytest.raises(OutOfScope):
        record(official, [people[0], stranger])
    assert not Training.objects.exists()


def test_course_list_shows_each_course_of_the_year_once(client, official, people):
    took(people[0])
    took(people[1])
    took(people[2], subject="Soạn thảo")
    took(people[2], date(2019, 6, 1))
    client.force_login(official)
    page = client.get(LIST)
    rows = [(row.record.subject, row.record.people, row.record.units) for row in page.context["table"].rows]
    assert rows == [("Ký số", 2, 1), ("Soạn thảo", 1, 1)]
    assert (page.context["trained"], page.context["total"]) == (3, 3)
    assert len(client.get(LIST, {"year": "2019"}).context["table"].rows) == 1
    assert len(client.get(LIST, {"q": "ky so"}).context["table"].rows) == 1


def test_bad_year_is_named_and_this_year_is_shown(client, official, people):
    took(people[0])
    client.force_login(official)
    for year in ("hai nghìn", "99999", "0"):
        page = client.get(LIST, {"year": year})
        assert page.context["filterset"].errors
        assert len(page.context["table"].rows) == 1


def test_course_leads_to_the_people_who_took_it(client, official, people):
    took(people[0])
    took(people[1], subject="Soạn thảo")
    client.force_login(official)
    rows = client.get(PEOPLE, {"subject": "Ký số", "day": "15/07/2020"}).context["table"].rows
    assert [row.record.staff_member for row in rows] == [people[0]]


def test_people_trained_are_those_in_post_as_the_figure_counts_them(tree, administrator, people):
    took(people[0])
    took(people[0], TODAY)
    gone = make.make_staff(tree.tacuty, since=JUNE, until=date(2020, 7, 20))
    took(gone)
    assert staffing.trained_in(2020, user=administrator, unit=None, on=TODAY) == (1, 3)
    assert staffing.trained_in(2020, user=administrator, unit=tree.banpho, on=TODAY) == (0, 0)


def test_course_is_recorded_by_form_for_those_ticked(client, official, people):
    client.force_login(official)
    offered = client.get(NEW).context["form"].fields["people"].queryset
    assert [one.full_name for one in offered] == ["Vàng A Chô", "Lý Thị Dúa", "Giàng A Páo"]
    typed = {"subject": "Ký số", "trained_on": "15/07/2020", "people": [people[0].pk, people[2].pk]}
    answer = client.post(NEW, typed)
    assert errors(answer) == {}
    assert len(client.get(answer["Location"]).context["table"].rows) == 2
    again = client.post(NEW, typed)
    assert "Giàng A Páo" in str(errors(again)["people"])


def test_administrator_chooses_the_unit_first(client, administrator, people, tree):
    client.force_login(administrator)
    page = client.get(NEW)
    assert page.context["unit"] is None
    assert page.context["choice"].has_choice
    page = client.get(NEW, {"unit": tree.tacuty.pk})
    assert page.context["form"].fields["people"].queryset.count() == 3


def test_lists_of_courses_cost_the_same_however_long(client, official, tree, people, django_assert_num_queries):
    client.force_login(official)
    for number in (1, 20):
        for one in range(number):
            took(people[0], subject=f"Lớp {number}-{one}")
        with django_assert_num_queries(6):
            client.get(LIST)
        with django_assert_num_queries(5):
            client.get(PEOPLE)
