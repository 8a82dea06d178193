"""One step for many filings: all or none, unless those that cannot take it are left out."""

from copy import copy
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.errors import NotAllowed, Refused
from common.models import AuditEvent
from common.months import Month
from communes.models import Role, StaleMark
from communes.together import SomeRefused
from services.actions import filings
from services.actions.filings_many import finish_many, return_many
from services.models import Filing, FilingSupplement, FilingTransfer
from tests.factories.communes import close_month, make_member
from tests.factories.desk import at, make_filing, make_procedure
from tests.services.pages import address, sentences

NOW = at("2020-08-03 09:00")


@pytest.fixture(autouse=True)
def _worker(settings):
    settings.REFRESH_MODE = "worker"


def chosen(*rows):
    return {row.pk: row.version for row in rows}


def stored(*rows):
    return list(Filing.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def test_many_are_finished_each_in_its_class(place, official):
    rows = [
        make_filing(place.tacuty, promised_time=f"2020-08-{day:02} 17:30", late_from=f"2020-08-{day:02} 17:30")
        for day in (5, 3, 2)
    ]
    assert len(finish_many(by=official, chosen=chosen(*rows), at=NOW).rows) == 3
    assert [(row.status, row.timeliness, row.version) for row in stored(*rows)] == [
        (9, "early", 2), (9, "on_time", 2), (9, "late", 2),
    ]  # fmt: skip
    assert AuditEvent.objects.filter(action="filings.finished").count() == 1
    assert set(StaleMark.objects.values_list("unit_id", "month")) == {(place.tacuty.pk, 8)}


@pytest.mark.parametrize("act", ["finish", "return"])
def test_many_come_out_as_one_by_one(place, official, act):
    """The same row, the same marks: the short way through several rows takes nothing away from the long one."""
    fields = {"promised_time": "2020-07-09 17:30", "late_from": "2020-07-10 17:30", "status": 4}
    one, other = (make_filing(place.tacuty, received="2020-07-06 08:30", **fields) for _each in range(2))
    for row in (one, other):
        FilingSupplement.objects.create(
            filing=row, requested_time=at("2020-07-07 08:00"), answered_time=at("2020-07-08 08:00")
        )
    single = filings.finish if act == "finish" else filings.return_result
    single(copy(one), by=official, version=1, at=NOW)
    marks = set(StaleMark.objects.values_list("unit_id", "year", "month", "section"))
    StaleMark.objects.all().delete()
    (finish_many if act == "finish" else return_many)(by=official, chosen=chosen(other), at=NOW)
    assert set(StaleMark.objects.values_list("unit_id", "year", "month", "section")) == marks
    names = ("status", "finished_time", "returned_time", "timeliness", "late_from", "result_channel", "version")
    first, second = Filing.objects.filter(pk__in=[one.pk, other.pk]).values_list(*names)
    assert first == second


def test_more_filings_take_no_more_queries(place, official):
    def asked(number: int) -> int:
        procedure = make_procedure(offered_by=[place.tacuty], limit_value=None, limit_unit="")
        rows = [make_filing(place.tacuty, procedure) for _each in range(number)]
        with CaptureQueriesContext(connection) as queries:
            finish_many(by=official, chosen=chosen(*rows), at=NOW)
        return len(queries)

    asked(1)
    assert asked(2) == asked(6)


def test_one_that_cannot_be_stops_all_until_it_is_left_out(place, official):
    good, waiting = make_filing(place.tacuty), make_filing(place.tacuty, status=5)
    done = make_filing(place.tacuty, status=10, finished_time="2020-07-08 09:00", returned_time="2020-07-08 09:00")
    later, stale = make_filing(place.tacuty, received="2020-08-03 10:00"), make_filing(place.tacuty)
    foreign = make_filing(place.banpho)
    rows = chosen(good, waiting, done, later, stale, foreign) | {stale.pk: 9}
    with pytest.raises(SomeRefused) as refused:
        finish_many(by=official, chosen=rows, at=NOW)
    assert len(refused.value.errors[None]) == 5, "what the person does not see is counted, not named"
    assert foreign.code not in str(refused.value.errors)
    assert not Filing.objects.filter(status=9).exists()
    result = finish_many(by=official, chosen=rows, at=NOW, leave_out=True)
    assert result.rows == [good]
    assert list(Filing.objects.filter(status=9)) == [good]


def test_results_are_returned_and_what_was_open_is_finished_by_it(place, official):
    finished = make_filing(place.tacuty, status=9, finished_time="2020-07-08 09:00", result_channel="postal")
    accepted = make_filing(place.tacuty)
    return_many(by=official, chosen=chosen(finished, accepted), at=NOW)
    first, second = stored(finished, accepted)
    assert (first.status, first.finished_time, first.returned_time) == (10, at("2020-07-08 09:00"), NOW)
    assert (first.result_channel, second.result_channel) == ("postal", "direct")
    assert (second.status, second.finished_time, second.returned_time) == (10, NOW, NOW)


def test_closed_months_and_foreign_filings_stay(place, official):
    july = make_filing(place.tacuty)
    close_month(place.tacuty, Month(2020, 7))
    with pytest.raises(SomeRefused) as refused:
        finish_many(by=official, chosen=chosen(july), at=at("2020-07-20 09:00"), leave_out=True)
    assert "07/2020" in str(refused.value.errors)
    for by in (make_member(Role.OFFICIAL, place.banpho), make_member(Role.LEADER, place.district)):
        with pytest.raises(NotAllowed):
            finish_many(by=by, chosen=chosen(july), at=NOW)
    with pytest.raises(Refused):
        finish_many(by=official, chosen=chosen(july), at=at("2020-08-04 09:00"))
    assert not Filing.objects.exclude(status=2).exists()


def test_a_filing_is_not_finished_before_it_came_to_its_present_unit(place, administrator):
    filing = make_filing(place.banpho, holding_unit=place.tacuty)
    FilingTransfer.objects.create(filing=filing, from_unit=place.banpho, to_unit=place.tacuty, on=date(2020, 7, 20))
    with pytest.raises(SomeRefused):
        finish_many(by=administrator, chosen=chosen(filing), at=at("2020-07-10 09:00"))
    finish_many(by=administrator, chosen=chosen(filing), at=NOW)
    assert stored(filing)[0].status == 9
    assert (place.tacuty.pk, 8) in set(StaleMark.objects.values_list("unit_id", "month"))


def test_ticked_filings_by_their_pages(place, official, client):
    official.language = "en"
    official.save()
    client.force_login(official)
    good, waiting = make_filing(place.tacuty), make_filing(place.tacuty, status=5)
    url = address("filings-finish")
    assert client.get(url).context["form"] is None
    form = client.get(url, {"filing": [good.pk, waiting.pk, 10**9, "x"]}).context["form"]
    typed = {"chosen": form.initial["chosen"], "at": "3/8 8:00"}
    answer = client.post(url, typed)
    assert f"{waiting.code}: “Completed” cannot follow" in sentences(answer)["__all__"][0].replace(
        "completed", "Completed"
    )
    assert 'type="checkbox" name="leave_out"' in answer.content.decode()
    assert answer.context["form"]["at"].value() == "3/8 8:00"
    assert client.post(url, typed | {"leave_out": "on"}).status_code == 302
    assert stored(good)[0].finished_time == at("2020-08-03 08:00")
    done = client.post(address("filings-results"), {"chosen": f"{good.pk}:2", "at": "03/08/2020 08:30"})
    assert done["Location"] == address("filing-list", desk="results")
