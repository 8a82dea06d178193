"""Numbers kept for documents to come: kept, filled, given up, and refused to everybody else."""

from datetime import date

import pytest

from common.errors import Invalid, NotAllowed, OutOfScope, Refused, StaleVersion
from common.models import AuditEvent
from documents import bulk, numbering
from documents.actions import entries, reservations
from documents.models import Direction, Document, NumberReservation, ReservationState
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db

DAY = date(2020, 7, 6)


def keep(world, **fields):
    values = {
        "by": world.official,
        "direction": "outgoing",
        "unit": world.unit,
        "kept_on": DAY,
        "purpose": "Báo cáo quý",
    }
    return reservations.keep(**values | fields)


def register(world, **fields):
    values = {"direction": "outgoing", "registered_on": DAY, "subject": "Về việc", "type": world.kind}
    return entries.register(by=world.official, unit=world.unit, **values | fields)


def fill(reservation, world, **fields):
    values = {"version": 1, "registered_on": DAY, "subject": "Báo cáo quý II", "type": world.kind}
    return reservations.fill(reservation, **{"by": world.official} | values | fields)


def test_numbers_are_kept_one_after_the_other_and_the_next_runs_behind(world):
    register(world)
    assert [one.number for one in keep(world, count=3)] == [2, 3, 4]
    assert numbering.next_number(unit=world.unit, direction="outgoing", year=2020) == 5
    assert register(world).number == 5
    kept = NumberReservation.objects.first()
    assert (kept.kept_by, kept.kept_on, kept.purpose, kept.state) == (world.official, DAY, "Báo cáo quý", "open")


def test_book_is_that_of_direction_series_and_year(world):
    keep(world)
    assert keep(world, direction="incoming")[0].number == 1
    assert keep(world, series="qppl")[0].number == 1
    assert keep(world, kept_on=date(2019, 12, 31))[0].number == 1
    assert register(world).number == 2


def test_kept_number_is_refused_to_other_documents_with_what_it_is_kept_for(world):
    keep(world)
    with pytest.raises(Refused, match=r"01.*Báo cáo quý.*06/07/2020.*2") as refused:
        register(world, number=1)
    assert refused.value.field == "number"
    with pytest.raises(Refused, match="Báo cáo quý"):
        bulk.insert_rows(by=None, batch=docs.make_batch(), documents=[docs.outgoing(world.unit, number=1)])
    assert not Document.objects.exists()
    rows = [docs.outgoing(world.unit) for _ in range(2)]
    bulk.insert_rows(by=None, batch=docs.make_batch(), documents=rows)
    assert sorted(Document.objects.values_list("number", flat=True)) == [2, 3]


def test_taken_number_names_the_document_that_has_it(world):
    first = register(world, subject="Kế hoạch chuyển đổi số")
    with pytest.raises(Refused, match=r"01/QĐ-UBND.*Kế hoạch chuyển đổi số.*2"):
        register(world, number=1)
    entries.cancel(first, by=world.official, version=1, reason="Ghi nhầm")
    with pytest.raises(Refused, match=r"hủy|cancelled"):
        register(world, number=1)


def test_document_is_entered_under_the_number_that_was_kept(world):
    (kept,) = keep(world)
    register(world)
    document = fill(kept, world)
    assert (document.number, document.code) == (1, "01/QĐ-UBND")
    kept.refresh_from_db()
    assert (kept.state, kept.document) == (ReservationState.FILLED, document)
    event = AuditEvent.objects.get(action="documents.registered", changes__model="documents.numberreservation")
    assert {change.model for change in event.changes.all()} == {"documents.document", "documents.numberreservation"}
    kept.version = 2
    with pytest.raises(Refused, match="01/QĐ-UBND"):
        fill(kept, world, version=2)


@pytest.mark.parametrize("day", [date(2020, 7, 5), date(2020, 8, 4), date(2019, 7, 6)])
def test_outgoing_document_is_of_the_kept_day_up_to_today(world, day):
    (kept,) = keep(world)
    with pytest.raises((Refused, Invalid)):
        fill(kept, world, registered_on=day)
    assert not Document.objects.exists()
    assert NumberReservation.objects.open().count() == 1
    assert fill(kept, world, registered_on=date(2020, 8, 3)).registered_on == date(2020, 8, 3)


def test_incoming_document_may_have_arrived_before_the_number_was_kept(world):
    (kept,) = keep(world, direction="incoming")
    document = fill(kept, world, registered_on=date(2020, 7, 1), organ_name="Sở", type=None)
    assert document.direction == Direction.INCOMING


def test_number_is_given_up_with_a_reason_and_stays(world):
    (kept,) = keep(world)
    for reason in ("", "  "):
        with pytest.raises(Refused) as refused:
            reservations.release(kept, by=world.official, version=1, reason=reason)
        assert refused.value.field == "reason"
    given = reservations.release(kept, by=world.official, version=1, reason="Không ban hành")
    assert (given.state, given.given_up_by, given.given_up_on) == ("given_up", world.official, date(2020, 8, 3))
    with pytest.raises(Refused, match="Không ban hành"):
        register(world, number=1)
    with pytest.raises(Refused, match="Không ban hành"):
        fill(kept, world, version=2)
    assert register(world).number == 2


def test_second_look_at_an_old_page_is_refused(world):
    (kept,) = keep(world)
    reservations.release(kept, by=world.official, version=1, reason="Không ban hành")
    with pytest.raises(StaleVersion):
        reservations.release(kept, by=world.official, version=1, reason="Lần nữa")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("count", {"count": 0}), ("count", {"count": 21}), ("kept_on", {"kept_on": date(2020, 8, 4)}),
        ("kept_on", {"kept_on": date(2018, 12, 31)}), ("first", {"first": 9}),
    ],
)  # fmt: skip
def test_bad_input_keeps_nothing(world, field, values):
    register(world)
    with pytest.raises(Refused) as refused:
        keep(world, **values)
    assert refused.value.field == field
    assert not NumberReservation.objects.exists()
    assert register(world).number == 2


def test_free_number_in_the_middle_is_kept_by_name(world):
    register(world, number=10)
    assert [one.number for one in keep(world, first=3, count=2)] == [3, 4]
    with pytest.raises(Refused):
        keep(world, first=4)


def test_strangers_and_readers_keep_nothing(world):
    with pytest.raises(OutOfScope):
        keep(world, by=world.stranger)
    (kept,) = keep(world)
    head = make.make_member("head", world.unit)
    for act in (lambda: keep(world, by=head), lambda: reservations.release(kept, by=head, version=1, reason="x")):
        with pytest.raises(NotAllowed):
            act()
    assert set(NumberReservation.objects.visible_to(head)) == {kept}
    assert not NumberReservation.objects.visible_to(world.stranger).exists()


def test_ended_unit_keeps_no_more_and_fills_what_it_kept(world):
    ended = make.make_unit("Bản Già", parent=world.district, valid_until=date(2020, 7, 10))
    with pytest.raises(Refused):
        keep(world, by=None, unit=ended, kept_on=date(2020, 7, 10))
    (kept,) = keep(world, by=None, unit=ended)
    assert fill(kept, world, by=None, registered_on=date(2020, 7, 9)).unit == ended
