from datetime import date

import pytest
from django.db import IntegrityError, transaction

from common.errors import ClosedMonth, Invalid, OutOfScope, Refused
from common.models import AuditChange, AuditEvent
from common.months import Month
from communes.models import Reorganisation, StaleMark, Succession
from documents import bulk
from documents.actions import entries
from documents.models import Document, NumberCounter
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _worker(settings):
    settings.REFRESH_MODE = "worker"


def insert(rows, *, by=None, **options):
    return bulk.insert_rows(by=by, batch=docs.make_batch(), documents=rows, **options)


def test_numbers_follow_the_days_in_each_book(world):
    days = [date(2020, 7, day) for day in (20, 3, 11)]
    rows = [docs.incoming(world.unit, registered_on=day) for day in days]
    rows += [docs.incoming(world.other), docs.outgoing(world.unit, type=world.kind)]
    assert insert(rows) == 5
    book = Document.objects.filter(unit=world.unit, direction="incoming").order_by("registered_on")
    assert list(book.values_list("number", flat=True)) == [1, 2, 3]
    assert Document.objects.get(direction="outgoing").code == "01/QĐ-UBND"
    assert NumberCounter.objects.get(unit=world.unit, direction="incoming").last == 3


def test_rows_equal_those_of_the_action(world):
    fields = {"due_on": date(2020, 7, 20), "subject": " Ðánh  giá", "recipients": "a\nb", "issued_on": date(2020, 7, 1)}
    one = entries.register(
        by=None, direction="incoming", unit=world.unit, registered_on=docs.ARRIVED, organ_name="Sở", **fields
    )
    insert([docs.incoming(world.unit, code="", organ_name="Sở", **fields)])
    other = Document.objects.get(number=2)
    differing = {"id", "number", "batch_id", "search"}
    one.refresh_from_db()
    names = {field.attname for field in Document._meta.concrete_fields} - differing
    assert {name: getattr(one, name) for name in names} == {name: getattr(other, name) for name in names}
    assert other.search == other.search_text()


def test_numbering_goes_on_after_the_batch(world):
    insert([docs.incoming(world.unit) for _ in range(3)])
    document = entries.register(by=None, direction="incoming", unit=world.unit, registered_on=docs.ARRIVED, subject="x")
    assert document.number == 4


def test_one_event_names_the_batch_and_one_mark_a_month(world):
    rows = [docs.incoming(world.unit, due_on=date(2020, 8, 1)) for _ in range(4)] + [docs.incoming(world.other)]
    insert(rows)
    event = AuditEvent.objects.get(action="documents.bulk_inserted")
    batch = Document.objects.first().batch
    assert event.batch_id == batch.pk
    assert batch.rows == 5
    assert AuditChange.objects.filter(event=event).count() == 1
    marks = sorted((mark.unit_id, Month(mark.year, mark.month)) for mark in StaleMark.objects.all())
    july, august = Month(2020, 7), Month(2020, 8)
    assert marks == [(world.unit.pk, july), (world.unit.pk, august), (world.other.pk, july)]


def test_preset_numbers_pass_the_same_rules(world):
    insert([docs.incoming(world.unit, number=number) for number in (51, 50, 52)])
    for number in (51, 54):
        with pytest.raises(Refused):
            insert([docs.incoming(world.unit, number=number)])
    with pytest.raises(Refused):
        insert([docs.incoming(world.unit, number=53), docs.incoming(world.unit, number=53)])
    assert Document.objects.count() == 3


def test_closed_month_is_refused_unless_overridden(world):
    rows = [docs.incoming(world.unit, registered_on=date(2020, 6, 5))]
    with pytest.raises(ClosedMonth):
        insert(rows)
    assert not Document.objects.exists()
    assert NumberCounter.objects.count() == 0
    assert insert(rows, override_closed=True) == 1


@pytest.mark.parametrize("day", [date(2020, 8, 4), date(2018, 12, 31)])
def test_days_outside_the_register_are_refused(world, day):
    with pytest.raises(Refused):
        insert([docs.incoming(world.unit), docs.incoming(world.unit, registered_on=day)])
    assert not Document.objects.exists()


def test_ended_unit_too_long_text_and_broken_rule_write_nothing(world):
    ended = make.make_unit("Bản Già", parent=world.district, valid_until=date(2020, 3, 1))
    with pytest.raises(Refused):
        insert([docs.incoming(world.unit), docs.incoming(ended)])
    with pytest.raises(Invalid) as refused:
        insert([docs.incoming(world.unit), docs.incoming(world.unit, organ_name="a" * 201)])
    assert "2" in refused.value.errors["organ_name"][0]
    assert not Document.objects.exists()


def test_database_rules_hold_for_bulk_rows(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([docs.incoming(world.unit, due_on=date(2020, 7, 1))])
    assert not Document.objects.exists()


def test_official_loads_into_own_unit_only(world):
    assert insert([docs.incoming(world.unit)], by=world.official) == 1
    with pytest.raises(OutOfScope):
        insert([docs.incoming(world.unit), docs.incoming(world.other)], by=world.official)


def test_only_a_successor_handles_another_units_document(world):
    rows = [docs.incoming(world.unit, handling_unit=world.other, due_on=date(2020, 7, 20))]
    with pytest.raises(Refused):
        insert(rows)
    act = Reorganisation.objects.create(kind="merge", effective_on=date(2020, 7, 10), resolution="896/NQ")
    Succession.objects.create(reorganisation=act, predecessor=world.unit, successor=world.other)
    assert insert(rows) == 1
    assert set(StaleMark.objects.values_list("unit_id", flat=True)) == {world.unit.pk, world.other.pk}


def test_cost_does_not_grow_with_the_rows(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        insert([docs.incoming(world.unit, type=world.kind) for _ in range(300)])
