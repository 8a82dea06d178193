"""Writing the catalogue: levels by date, offers, the end of a procedure, and who may."""

from datetime import date

import pytest

from common.errors import ClosedMonth, Invalid, NotAllowed, OutOfScope, Refused, StaleVersion
from common.months import Month
from communes.models import Role, StaleMark
from services.actions import procedures
from services.models import Procedure
from tests.factories.communes import close_month, make_member, make_unit
from tests.factories.desk import make_filing, make_offer, make_procedure

FIELDS = {
    "code": "1.001193", "name": "Đăng ký khai sinh", "field": "Hộ tịch", "authority": "commune",
    "valid_from": date(2016, 1, 1),
}  # fmt: skip


def test_a_new_procedure_begins_with_its_level(place, reviewer):
    procedure = procedures.create(by=reviewer, level="3", level_basis="QĐ 1", **FIELDS)
    row = procedure.levels.get()
    assert (row.level, row.since, row.until) == ("3", date(2016, 1, 1), None)


def test_officials_look_at_the_catalogue_only(place, official, procedure):
    with pytest.raises(NotAllowed):
        procedures.create(by=official, **FIELDS)
    with pytest.raises(NotAllowed):
        procedures.withdraw(procedure.offers.first(), by=official, version=1, since=date(2020, 7, 1))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"limit_value": 3}, Refused),  # without a unit
        ({"limit_unit": "day"}, Refused),
        ({"valid_until": date(2015, 1, 1)}, Invalid),
        ({"level": "full"}, Refused),  # a level of 2022 in 2016
        ({"authority": "king"}, Invalid),
        ({"valid_from": date(2022, 8, 15), "level": "4"}, Refused),
        ({"code": "1.12"}, Refused),
        ({"suffix": "H38"}, Refused),
    ],
)
def test_odd_procedures_are_refused(place, reviewer, change, error):
    with pytest.raises(error):
        procedures.create(by=reviewer, **{**FIELDS, **change})
    assert not Procedure.objects.exists()


def test_one_procedure_of_a_code_is_in_force_at_a_time(place, reviewer):
    ended = date(2020, 3, 1)
    make_procedure(code=FIELDS["code"], valid_from=date(2016, 1, 1), valid_until=ended)
    for begins in (date(2020, 2, 29), date(2010, 1, 1)):
        with pytest.raises(Refused) as refused:
            procedures.create(by=reviewer, **FIELDS | {"valid_from": begins})
        assert refused.value.field == "code"
    assert procedures.create(by=reviewer, **FIELDS | {"valid_from": ended}).pk


def test_a_level_from_a_day_closes_the_one_before(place, reviewer, procedure):
    procedures.set_level(procedure, by=reviewer, version=1, since=date(2020, 7, 1), level="4", legal_basis="QĐ 2")
    rows = list(procedure.levels.values_list("level", "since", "until"))
    assert rows == [("3", date(2015, 1, 1), date(2020, 7, 1)), ("4", date(2020, 7, 1), None)]
    marks = set(StaleMark.objects.filter(section="procedures").values_list("unit_id", "year", "month"))
    assert marks == {(unit.pk, 2020, month) for unit in (place.tacuty, place.banpho) for month in (7, 8)}


def test_a_level_does_not_begin_before_the_present_one(place, reviewer, procedure):
    with pytest.raises(Refused) as refused:
        procedures.set_level(procedure, by=reviewer, version=1, since=date(2014, 1, 1), level="4")
    assert refused.value.field == "since"


@pytest.mark.parametrize("basis", ["", "QĐ 1"])
def test_the_level_in_force_is_not_set_again(place, reviewer, procedure, basis):
    procedure.levels.update(legal_basis="QĐ 1")
    with pytest.raises(Refused):
        procedures.set_level(procedure, by=reviewer, version=1, since=date(2020, 7, 1), level="3", legal_basis=basis)
    assert procedure.levels.count() == 1
    assert not StaleMark.objects.filter(section="procedures", month=7).exists()


def test_the_same_level_on_another_basis_is_a_row(place, reviewer, procedure):
    procedures.set_level(procedure, by=reviewer, version=1, since=date(2020, 7, 1), level="3", legal_basis="QĐ 2")
    assert procedure.levels.count() == 2


def test_an_offer_that_stays_the_same_is_refused(place, reviewer, procedure):
    row = procedure.offers.get(unit=place.tacuty)
    same = {"published": row.published, "postal": row.postal}
    with pytest.raises(Refused):
        procedures.change_offer(row, by=reviewer, version=1, since=date(2020, 7, 1), **same)
    assert procedure.offers.filter(unit=place.tacuty).count() == 1


def test_a_level_in_a_closed_month_is_refused(place, reviewer, procedure):
    close_month(place.banpho, Month(2020, 6))
    with pytest.raises(ClosedMonth):
        procedures.set_level(procedure, by=reviewer, version=1, since=date(2020, 6, 15), level="4")


def test_the_first_level_of_a_procedure(place, reviewer):
    procedure = make_procedure()
    procedures.set_level(procedure, by=reviewer, version=1, since=date(2020, 7, 1), level="2")
    assert procedure.levels.get().level == "2"


def test_units_offer_and_withdraw(place, reviewer):
    procedure = make_procedure()
    units = [place.tacuty, place.banpho]
    found = procedures.offer(procedure, by=reviewer, version=1, units=units, since=date(2020, 7, 1), postal=True)
    assert [row.unit for row in found] == units
    procedures.withdraw(found[0], by=reviewer, version=2, since=date(2020, 8, 1))
    offered = Procedure.objects.with_offers(on=date(2020, 8, 3)).get(pk=procedure.pk)
    assert offered.offered_by == 1


def test_an_offer_twice_is_refused(place, reviewer, procedure):
    with pytest.raises(Refused) as refused:
        procedures.offer(procedure, by=reviewer, version=1, units=[place.tacuty], since=date(2020, 7, 1))
    assert refused.value.field == "units"


def test_an_offer_of_a_unit_out_of_reach_is_missing(place, reviewer, procedure):
    other = make_unit("Si Ma Cai", kind="district", parent=place.province)
    with pytest.raises((OutOfScope, NotAllowed)):
        procedures.offer(procedure, by=reviewer, version=1, units=[other], since=date(2020, 7, 1))


def test_a_level_that_another_district_offers_needs_an_administrator(place, reviewer, administrator, procedure):
    make_offer(procedure, make_unit("Si Ma Cai", kind="district", parent=place.province))
    with pytest.raises(NotAllowed):
        procedures.set_level(procedure, by=reviewer, version=1, since=date(2020, 7, 1), level="4")
    procedures.set_level(procedure, by=administrator, version=1, since=date(2020, 7, 1), level="4")


def test_an_offer_changes_from_a_day(place, reviewer, procedure):
    row = procedure.offers.get(unit=place.tacuty)
    procedures.change_offer(row, by=reviewer, version=1, since=date(2020, 7, 1), postal=True)
    rows = list(procedure.offers.filter(unit=place.tacuty).values_list("postal", "until").order_by("since"))
    assert rows == [(False, date(2020, 7, 1)), (True, None)]


def test_ending_a_procedure_ends_its_level_and_offers(place, reviewer, procedure):
    procedures.end(procedure, by=reviewer, version=1, since=date(2020, 8, 1))
    assert not procedure.levels.open().exists()
    assert not procedure.offers.open().exists()
    with pytest.raises(Refused):
        procedures.offer(procedure, by=reviewer, version=2, units=[place.office], since=date(2020, 8, 2))


def test_correcting_rows_in_place(place, reviewer, procedure):
    level, row = procedure.levels.get(), procedure.offers.get(unit=place.tacuty)
    procedures.correct_level(level, by=reviewer, reason="gõ nhầm", level="2")
    procedures.correct_offer(row, by=reviewer, reason="gõ nhầm", since=date(2020, 7, 15))
    assert procedure.levels.get().level == "2"
    assert procedure.offers.get(unit=place.tacuty).since == date(2020, 7, 15)
    procedures.remove_row(row, by=reviewer, reason="nhầm")
    assert procedure.offers.count() == 1


def test_the_version_guards_levels_and_offers_too(place, reviewer, procedure):
    procedures.set_level(procedure, by=reviewer, version=1, since=date(2020, 7, 1), level="4")
    with pytest.raises(StaleVersion):
        procedures.change(procedure, by=reviewer, version=1, reason="tên", name="Khác")


def test_a_procedure_with_filings_is_not_removed(place, administrator, procedure):
    make_filing(place.tacuty, procedure)
    with pytest.raises(Refused):
        procedures.remove(procedure, by=administrator, reason="nhầm")
    procedures.remove(make_procedure(), by=administrator, reason="nhầm")
    assert Procedure.objects.count() == 1


def test_a_province_reviewer_reaches_every_district(place, procedure):
    reviewer = make_member(Role.REVIEWER, place.province)
    procedures.set_level(procedure, by=reviewer, version=1, since=date(2020, 7, 1), level="4")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"limit_value": 0, "limit_unit": "day", "recalled": False}, "the same day"),
        ({"limit_value": 5, "limit_unit": "hour", "recalled": False}, "5 working hours"),
        ({"recalled": True}, "3 working days (not checked against the text of the law)"),
        ({"limit_value": None, "limit_unit": "", "recalled": True}, ""),
    ],
)
def test_a_recalled_limit_says_so(place, fields, words):
    from django.utils import translation

    with translation.override("en"):
        assert make_procedure(**fields).limit_words == words
