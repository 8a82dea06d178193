"""Assigned posts by norm group; dates of evidence and certificate; nothing private in names and notes."""

from datetime import date

import pytest

from common.errors import Invalid, Refused
from communes import staffing
from communes.actions import names, staff, units
from communes.models import Posting, StaffMember, StaleMark, UnitFact
from tests.factories import communes as make

JANUARY, JUNE, JULY, TODAY, TOMORROW = (
    date(2020, 1, 1), date(2020, 6, 1), date(2020, 7, 15), date(2020, 8, 3), date(2020, 8, 4),
)  # fmt: skip
SIGNS = {"digital_certificate": True}


@pytest.fixture
def person(tree):
    return make.make_staff(tree.tacuty, "Giàng A Páo", since=JUNE)


def assign(by, unit, group: str, value: int, since=JANUARY, **more) -> UnitFact:
    return units.add_fact(unit, by=by, key="posts", norm_group=group, value=value, since=since, **more)


# --- Posts -----------------------------------------------------------------------------------------------------------


def test_posts_by_group_stand_beside_each_other(tree, administrator):
    for group, value in (("vi", 1), ("vii", 3), ("viii", 17)):
        assign(administrator, tree.tacuty, group, value)
    assign(administrator, tree.tacuty, "viii", 18, since=JUNE)
    rows = [(fact.norm_group, fact.value, fact.until) for fact in UnitFact.objects.order_by("norm_group", "since")]
    assert rows == [("vi", 1, None), ("vii", 3, None), ("viii", 17, JUNE), ("viii", 18, None)]


def test_first_division_ends_the_undivided_posts_and_back(tree, administrator):
    whole = assign(administrator, tree.tacuty, "", 21)
    assign(administrator, tree.tacuty, "vi", 1, since=JUNE)
    whole.refresh_from_db()
    assert whole.until == JUNE
    assign(administrator, tree.tacuty, "", 22, since=JULY)
    assert not UnitFact.objects.exclude(norm_group="").filter(until=None).exists()


@pytest.mark.parametrize(("first", "second"), [("", "vi"), ("vi", "")])
def test_divided_and_undivided_posts_of_one_day_are_refused(tree, administrator, first, second):
    fact = assign(administrator, tree.tacuty, first, 21, since=JUNE)
    for since in (JUNE, JANUARY):
        with pytest.raises(Refused, match=r"theo nhóm|by norm group") as refused:
            assign(administrator, tree.tacuty, second, 1, since=since)
        assert refused.value.field == "since"
    assign(administrator, tree.tacuty, second, 1, since=JULY)
    with pytest.raises(Refused):
        names.correct_fact(fact, by=administrator, reason="sai", until=TODAY)
    with pytest.raises(Refused):
        names.correct_fact(fact, by=administrator, reason="sai", norm_group=second, until=TODAY)
    fact.refresh_from_db()
    assert (fact.norm_group, fact.until) == (first, JULY)


def test_only_posts_are_divided(tree, administrator):
    with pytest.raises(Invalid):
        units.add_fact(tree.tacuty, by=administrator, key="distance_km", norm_group="vi", value=3, since=JUNE)


def test_posts_and_people_are_told_by_group_within_scope(tree, official, administrator):
    assign(administrator, tree.tacuty, "vii", 3)
    assign(administrator, tree.banpho, "", 21)
    make.make_staff(tree.tacuty, norm_group="vii")
    make.make_staff(tree.tacuty)
    make.make_staff(tree.banpho, norm_group="vii")

    def told(user, unit=None):
        rows = staffing.posts_by_group(user=user, unit=unit, on=TODAY)
        return [(row.group, row.assigned, row.present) for row in rows]

    assert told(official) == [("vii", 3, 1), ("", None, 1)]
    assert told(administrator) == [("vii", 3, 2), ("", 21, 1)]
    assert told(administrator, tree.banpho) == [("vii", None, 1), ("", 21, 0)]


# --- Skills ----------------------------------------------------------------------------------------------------------


def test_dates_of_evidence_and_certificate_are_kept_and_carried_on(official, person, tree):
    skills = {"skill_level": "basic", "skill_evidence": "certificate", "skill_evidence_on": JANUARY}
    staff.change_skills(
        person, by=official, version=1, since=JULY, certificate_expires_on=date(2021, 1, 1), **skills, **SIGNS
    )
    staff.move(person, by=official, version=2, since=TODAY, unit=tree.tacuty, position="Chủ tịch", norm_group="vii")
    row = person.postings.get(until=None)
    assert (row.skill_evidence_on, row.certificate_expires_on) == (JANUARY, date(2021, 1, 1))
    assert (row.norm_group, row.position) == ("vii", "Chủ tịch")


@pytest.mark.parametrize(
    ("skills", "field"),
    [
        ({"skill_evidence": "degree", "skill_evidence_on": TOMORROW}, "skill_evidence_on"),
        ({"skill_evidence": "none", "skill_evidence_on": JUNE}, "skill_evidence_on"),
        ({"digital_certificate": False, "certificate_expires_on": TOMORROW}, "certificate_expires_on"),
        ({"certificate_expires_on": TOMORROW}, "certificate_expires_on"),
        (SIGNS | {"certificate_expires_on": date(2020, 7, 14)}, "certificate_expires_on"),
    ],
)
def test_dates_that_cannot_be_true_are_refused_everywhere(official, administrator, person, tree, skills, field):
    row = person.postings.get()
    for call in (
        lambda: staff.create(
            by=official, unit=tree.tacuty, full_name="Lý A Dín", since=JULY, position="Kế toán", **skills
        ),
        lambda: staff.change_skills(person, by=official, version=1, since=JULY, **skills),
        lambda: staff.post(person, by=official, since=JULY, **skills),
        lambda: staff.correct_posting(row, by=administrator, version=1, reason="sai", since=JULY, **skills),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.field == field
    assert Posting.objects.get() == row
    assert StaffMember.objects.count() == 1


def test_expired_certificate_goes_on_with_another_post(official, tree):
    expired = SIGNS | {"certificate_expires_on": date(2020, 6, 15)}
    person = make.make_staff(tree.tacuty, since=JUNE, **expired)
    staff.move(person, by=official, version=1, since=JULY, unit=tree.tacuty, position="Chủ tịch")
    assert person.postings.get(until=None).certificate_expires_on == date(2020, 6, 15)


def test_another_expiry_marks_the_months_in_which_the_certificate_counts(settings, administrator, tree):
    settings.REFRESH_MODE = "worker"
    make.open_calendar()
    person = make.make_staff(tree.tacuty, since=JUNE, certificate_expires_on=date(2020, 6, 30), **SIGNS)
    staff.correct_posting(
        person.postings.get(), by=administrator, version=1, reason="sai", certificate_expires_on=date(2020, 7, 31)
    )
    assert set(StaleMark.objects.values_list("month", flat=True)) == {7}


# --- Nothing private -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["ĐT 0912 345 678", "+84912345678", "(0214) 3880.123", "CMND 063123456", "CCCD 010 090 001 234"]
)
def test_note_or_name_with_a_private_number_is_refused(official, person, tree, text):
    fields = {"unit": tree.tacuty, "since": JULY, "position": "Kế toán"}
    for call in (
        lambda: staff.create(by=official, full_name="Lý A Dín", note=text, **fields),
        lambda: staff.change(person, by=official, version=1, reason="x", note=text),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.field == "note"
    with pytest.raises(Refused) as refused:
        staff.create(by=official, full_name=f"Lý A Dín {text}", **fields)
    assert refused.value.field == "full_name"


@pytest.mark.parametrize(
    "text", ["QĐ 1234/QĐ-UBND ngày 01/07/2020", "01.07.2020-31.12.2020", "nghỉ 2019 – 2020", "hạng 3, bậc 12"]
)
def test_note_with_days_and_numbers_of_decisions_passes(official, person, text):
    assert staff.change(person, by=official, version=1, reason="x", note=text).note == text
