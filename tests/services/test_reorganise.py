"""A merger: open filings and offers go on at the unit that takes over."""

from datetime import date

import pytest

from communes.reorganise import merge
from communes.writing import writing
from services.actions import filings
from services.models import Filing, ProcedureOffer
from services.reorganise import pass_on
from tests.factories.desk import at, make_filing, make_offer, make_procedure

DAY = date(2020, 7, 10)


@pytest.fixture
def merged(place):
    """Merges Bản Phố into Tả Củ Tỷ on 10 July, when called."""

    def apply():
        return merge(by=None, effective_on=DAY, resolution="NQ 1", absorbed=[place.banpho], into=place.tacuty)

    return apply


def test_open_filings_pass_with_a_transfer(place, merged):
    filing = make_filing(place.banpho, received="2020-06-15 08:00", promised_time="2020-07-20 17:30")
    merged()
    filing.refresh_from_db()
    assert (filing.unit, filing.holding_unit, filing.version) == (place.banpho, place.tacuty, 2)
    row = filing.transfers.get()
    assert (row.from_unit, row.to_unit, row.on) == (place.banpho, place.tacuty, DAY)
    where = {(c.unit_id, c.month) for c in filing.counted().cells()}
    assert where == {(place.banpho.pk, 6), (place.banpho.pk, 7), (place.tacuty.pk, 7), (place.tacuty.pk, 8)}


def test_finished_and_refused_filings_stay(place, merged):
    done = make_filing(place.banpho, status=9, finished_time="2020-07-09 10:00")
    away = make_filing(place.banpho, status=3, finished_time="2020-07-12 10:00")
    merged()
    assert set(Filing.objects.values_list("pk", "holding_unit")) == {
        (done.pk, place.banpho.pk), (away.pk, place.banpho.pk),
    }  # fmt: skip


def test_what_was_finished_after_the_day_counts_at_the_successor(place, merged):
    """A merger is recorded a few days after it took effect."""
    done = make_filing(place.banpho, status=9, finished_time="2020-07-13 10:00")
    merged()
    done.refresh_from_db()
    assert done.holding_unit == place.tacuty


def test_a_filing_received_after_the_day_passes_on_its_own_day(place, merged):
    filing = make_filing(place.banpho, received="2020-07-14 08:00")
    merged()
    assert filing.transfers.get().on == date(2020, 7, 14)
    assert {(c.unit_id, c.month) for c in filing.counted().cells()} == {
        (place.banpho.pk, 7), (place.tacuty.pk, 7), (place.tacuty.pk, 8),
    }  # fmt: skip


def test_the_successors_official_finishes_it(place, merged, official):
    filing = make_filing(place.banpho, received="2020-07-06 08:00", promised_time="2020-07-20 17:30")
    merged()
    done = filings.finish(Filing.objects.get(), by=official, version=2, at=at("2020-07-15 09:00"))
    assert done.timeliness == "early"
    assert Filing.objects.visible_to(official).get() == filing


def test_a_step_before_the_day_of_the_merger_is_refused(place, merged, official):
    make_filing(place.banpho, received="2020-07-06 08:00")
    merged()
    with pytest.raises(filings.Refused):
        filings.finish(Filing.objects.get(), by=official, version=2, at=at("2020-07-09 09:00"))


def test_the_resolving_office_is_followed(place, merged):
    filing = make_filing(place.tacuty, resolving_unit=place.banpho)
    merged()
    filing.refresh_from_db()
    assert filing.resolving_unit == place.tacuty


def test_two_mergers_on_one_day_telescope(place, merged):
    filing = make_filing(place.office)
    act = merged()
    units = [place.office, place.banpho, place.tacuty]
    with writing(by=None, action="units.merged", units=units) as write:
        pass_on(act, place.office, place.banpho, write)
        pass_on(act, place.banpho, place.tacuty, write)
    row = filing.transfers.get()
    assert (row.from_unit, row.to_unit) == (place.office, place.tacuty)


def test_offers_end_and_what_the_successor_lacks_is_opened(place, merged):
    both = make_procedure(offered_by=[place.tacuty, place.banpho])
    lacking = make_procedure()
    make_offer(lacking, place.banpho, postal=True, published=False)
    merged()
    rows = list(ProcedureOffer.objects.order_by("procedure_id", "unit_id", "since").values_list(
        "procedure", "unit", "since", "until", "postal", "published"
    ))  # fmt: skip
    start = date(2015, 1, 1)
    assert rows == [
        (both.pk, place.tacuty.pk, start, None, False, True),
        (both.pk, place.banpho.pk, start, DAY, False, True),
        (lacking.pk, place.tacuty.pk, DAY, None, True, False),
        (lacking.pk, place.banpho.pk, start, DAY, True, False),
    ]


def test_offers_fill_only_the_gaps_of_the_successor(place, merged):
    procedure = make_procedure(offered_by=[place.banpho])
    make_offer(procedure, place.tacuty, since=date(2020, 7, 20), until=date(2020, 7, 25))
    make_offer(procedure, place.tacuty, since=date(2019, 1, 1), until=date(2019, 6, 1))
    merged()
    days = list(ProcedureOffer.objects.filter(unit=place.tacuty).order_by("since").values_list("since", "until"))
    assert days == [
        (date(2019, 1, 1), date(2019, 6, 1)),
        (DAY, date(2020, 7, 20)),
        (date(2020, 7, 20), date(2020, 7, 25)),
        (date(2020, 7, 25), None),
    ]


def test_an_offer_that_would_begin_later_moves(place, merged):
    procedure = make_procedure()
    make_offer(procedure, place.banpho, since=date(2020, 7, 20))
    merged()
    row = ProcedureOffer.objects.get()
    assert (row.unit, row.since) == (place.tacuty, date(2020, 7, 20))


def test_the_successor_hands_out_what_was_finished_before(place, merged, official):
    """The completion stays counted at the unit that has ended, the result is handed out at the desk that took over."""
    done = make_filing(place.banpho, status=9, finished_time="2020-07-09 10:00")
    merged()
    row = Filing.objects.get(pk=done.pk)
    assert (row.holding_unit, row.returning_unit) == (place.banpho, place.tacuty)
    with pytest.raises(filings.Refused):
        filings.return_result(row, by=official, version=row.version, at=at("2020-07-09 16:00"))
    row = filings.return_result(row, by=official, version=row.version, at=at("2020-07-15 09:00"))
    where = {(cell.unit_id, what[0]) for cell, what in row.counted() if what[0] in ("received", "finished", "returned")}
    assert where == {(place.banpho.pk, "received"), (place.banpho.pk, "finished"), (place.tacuty.pk, "returned")}


def test_what_was_handed_out_before_stays_and_what_was_after_the_day_moves(place, merged):
    before, after = (
        make_filing(place.banpho, status=10, finished_time="2020-07-08 10:00", returned_time=returned)
        for returned in ("2020-07-09 10:00", "2020-07-13 10:00")
    )
    merged()
    assert dict(Filing.objects.values_list("pk", "returning_unit")) == {before.pk: None, after.pk: place.tacuty.pk}


def test_one_corrected_to_be_open_has_passed_to_the_successor(place, merged):
    done = make_filing(place.banpho, received="2020-07-01 08:00", status=9, finished_time="2020-07-09 10:00")
    merged()
    row = filings.correct(Filing.objects.get(), by=None, version=None, reason="x", status=4, finished_time=None)
    assert (row.holding_unit, row.returning_unit, row.pk) == (place.tacuty, None, done.pk)
    assert [(move.from_unit, move.to_unit, move.on) for move in row.transfers.all()] == [
        (place.banpho, place.tacuty, DAY)
    ]
