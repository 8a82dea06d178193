"""Postings that cannot be: two at once, two units, days on which the unit did not exist; always a sentence, no row."""

from datetime import date

import pytest

from common.errors import Refused
from communes.actions import staff
from communes.models import Posting
from tests.communes.pages import errors, submit
from tests.factories import communes as make

MAY, JUNE, JULY, TODAY = date(2020, 5, 1), date(2020, 6, 1), date(2020, 7, 15), date(2020, 8, 3)


@pytest.fixture
def person(tree):
    """In Tả Củ Tỷ in June, in Bản Phố since."""
    person = make.make_staff(tree.tacuty, "Giàng A Páo", since=JUNE, until=JULY)
    Posting.objects.create(staff_member=person, unit=tree.banpho, since=JULY, position="Kế toán")
    return person


@pytest.mark.parametrize("fields", [{"until": TODAY}, {"until": None}, {"since": TODAY, "until": None}])
def test_postings_of_one_person_never_overlap(administrator, person, fields):
    first = person.postings.get(since=JUNE)
    with pytest.raises(Refused) as refused:
        staff.correct_posting(first, by=administrator, version=1, reason="sai", **fields)
    assert refused.value.field == "since"
    assert "15/07/2020" in str(refused.value)
    first.refresh_from_db()
    assert (first.since, first.until) == (JUNE, JULY)


def test_nobody_works_in_two_units_on_one_day(administrator, person, tree):
    with pytest.raises(Refused):
        staff.move(person, by=administrator, version=1, since=JUNE, unit=tree.tacuty, position="Kế toán")
    staff.move(person, by=administrator, version=1, since=TODAY, unit=tree.tacuty, position="Kế toán")
    assert person.postings.in_force(on=TODAY).get().unit == tree.tacuty


@pytest.mark.parametrize("day", [MAY, TODAY])
def test_nobody_works_in_a_unit_before_it_exists_or_after_it_has_ended(administrator, tree, day):
    unit = make.make_unit("Bản Già", parent=tree.district, valid_from=JUNE, valid_until=JULY)
    person = make.make_staff(tree.tacuty, since=date(2020, 1, 1))
    with pytest.raises(Refused):
        staff.create(by=administrator, full_name="Lý A Dín", unit=unit, since=day, position="Kế toán")
    with pytest.raises(Refused):
        staff.move(person, by=administrator, version=1, since=day, unit=unit, position="Kế toán")
    assert Posting.objects.get().staff_member == person


def test_form_keeps_what_was_typed_and_says_at_the_field_what_is_wrong(client, official, tree):
    client.force_login(official)
    typed = {"full_name": "Lý A Dín", "position": "Kế toán", "note": "ĐT 0912345678"}
    answer = submit(client, "staff-create", **typed)
    assert list(errors(answer)) == ["note"]
    assert answer.context["form"]["note"].value() == "ĐT 0912345678"
    more = {"note": "", "skill_evidence": "degree", "skill_evidence_on": "01/01/2030"}
    assert list(errors(submit(client, "staff-create", **typed | more))) == ["skill_evidence_on"]
    more = {"note": "", "certificate_expires_on": "01/01/2021"}
    assert list(errors(submit(client, "staff-create", **typed | more))) == ["certificate_expires_on"]
    assert not Posting.objects.exists()
