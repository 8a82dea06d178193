from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from common.keyset import Count
from common.tables import Rows
from communes.models import Role
from communes.reorganise import merge
from communes.scope import forget
from dashboards.handling import HandlingTable, Row
from documents import working
from documents.models import Document
from documents.working import Day, UnitWork, Waiting, by_unit, pressing
from tests.factories import communes as make
from tests.factories import documents as docs
from tests.factories.desk import make_holiday

pytestmark = pytest.mark.django_db

TODAY = date(2020, 8, 3)  # a Monday
WORK = reverse("documents:handling-list")


@pytest.fixture(autouse=True)
def _worker(settings):
    settings.REFRESH_MODE = "worker"


@pytest.fixture
def papers(world):
    """An open document for each way of pressing, and some that wait for nobody."""
    days = {
        "late": date(2020, 7, 13), "fresh": date(2020, 7, 31), "weekend": date(2020, 8, 2), "today": TODAY,
        "soon": date(2020, 8, 6), "later": date(2020, 8, 7), "undated": None,
    }  # fmt: skip
    made = {name: docs.make_document(world.unit, due_on=due, subject=f"Việc {name}") for name, due in days.items()}
    docs.make_document(world.unit, due_on=TODAY, completed_on=date(2020, 7, 20), subject="Xong rồi")
    docs.make_document(world.unit, due_on=TODAY, cancelled=True, cancel_reason="x", subject="Đã hủy")
    docs.make_document(world.other, due_on=TODAY, subject="Của xã khác")
    docs.make_document(world.unit, "outgoing", registered_on=date(2020, 7, 8), subject="Văn bản đi")
    return made


def page(user, **query):
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("documents:handling-list", query=query))
    assert answer.status_code == 200
    return answer


def subjects(answer) -> list[str]:
    return [row.record.subject.removeprefix("Việc ") for row in answer.context["table"].rows]


def test_most_overdue_stands_on_top(world, papers):
    answer = page(world.official)
    assert subjects(answer) == ["late", "fresh", "weekend", "today", "soon", "later"]
    assert [(str(count), waiting) for _label, count, waiting, *_rest in answer.context["tabs"]] == [
        ("6", ""), ("3", "overdue"), ("1", "due_today"), ("1", "soon"), ("1", "later"), ("1", "undated"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("waiting", "expected"),
    [
        ("overdue", ["late", "fresh", "weekend"]), ("due_today", ["today"]), ("soon", ["soon"]), ("later", ["later"]),
        ("undated", ["undated"]),
    ],
)  # fmt: skip
def test_each_way_of_pressing_has_its_list(world, papers, waiting, expected):
    assert subjects(page(world.official, waiting=waiting)) == expected


def test_days_are_said_in_working_days(world, papers):
    make_holiday(date(2020, 7, 30))
    day = Day.load(TODAY)
    said = {name: day.in_words(document) for name, document in papers.items()}
    assert said == {
        "late": "quá hạn 14 ngày làm việc", "fresh": "quá hạn 1 ngày làm việc", "weekend": "quá hạn 1 ngày làm việc",
        "today": "đến hạn hôm nay", "soon": "còn 3 ngày làm việc", "later": "còn 4 ngày làm việc", "undated": "",
    }  # fmt: skip
    states = [day.waiting(document) for document in papers.values()]
    assert states == [Waiting.OVERDUE] * 3 + [Waiting.DUE_TODAY, Waiting.SOON, Waiting.LATER, Waiting.UNDATED]


def test_state_of_each_row_agrees_with_its_list(world, papers):
    day, rows = Day.load(TODAY), Document.objects.all()
    for waiting in Waiting:
        open_rows = [row for row in rows.unfinished() if day.waiting(row) == waiting]
        assert set(day.of(rows, waiting)) == set(open_rows)


def test_list_is_narrowed_by_person_without_diacritics_and_by_unit(world, papers):
    Document.objects.filter(pk=papers["soon"].pk).update(assigned_to="Giàng A Sính")
    assert subjects(page(world.official, person="giang sinh")) == ["soon"]
    assert subjects(page(world.official, person="không ai")) == []
    reviewer = make.make_member(Role.REVIEWER, world.district)
    assert subjects(page(reviewer, unit=world.other.slug)) == ["Của xã khác"]
    assert len(subjects(page(reviewer, unit=world.district.slug))) == 7


def test_stranger_sees_the_work_of_the_own_unit_only(world, papers):
    assert subjects(page(world.stranger)) == ["Của xã khác"]


def test_what_was_passed_on_waits_at_the_successor(world, papers):
    merge(
        by=world.administrator, effective_on=date(2020, 8, 1), resolution="896/NQ", absorbed=[world.unit],
        into=world.other,
    )  # fmt: skip
    forget(world.stranger)
    handled = Document.objects.handled_within(world.stranger)
    assert set(handled) <= set(Document.objects.visible_to(world.stranger))
    assert "late" in subjects(page(world.stranger))
    leader = make.make_member(Role.LEADER, world.district)
    work = by_unit(Document.objects.handled_within(leader), TODAY, most=100)
    assert (work[world.unit.pk].overdue, work[world.other.pk].open) == (2, 5)
    assert by_unit(Document.objects.handled_within(leader), TODAY, most=6) is None


def test_incoming_list_says_what_presses(world, papers):
    client = Client()
    client.force_login(world.official)
    found = client.get("/documents/").context["pressing"]
    assert (str(found.overdue), str(found.due_today)) == ("3", "1")
    assert not pressing(world.official, date(2020, 7, 1))


def test_what_presses_is_not_said_to_who_looks_for_something(world, papers):
    client = Client()
    client.force_login(world.official)
    assert "pressing" not in client.get("/documents/?medium=paper").context


@pytest.mark.parametrize(
    ("limit", "overdue", "due_today"),
    [(10, (3, True), (1, True)), (3, (3, True), (1, False)), (2, (2, False), (0, False))],
)
def test_what_presses_is_counted_up_to_a_limit_only(world, papers, monkeypatch, limit, overdue, due_today):
    monkeypatch.setattr(working, "COUNT_LIMIT", limit)
    found = pressing(world.official, TODAY)
    assert (found.overdue, found.due_today) == (Count(*overdue), Count(*due_today))


def test_leaders_see_who_is_late(world, papers):
    leader = make.make_member(Role.LEADER, world.district)
    client = Client()
    client.force_login(leader)
    answer = client.get(reverse("dashboards:handling"))
    rows = [(row.record.unit, row.record.overdue, row.record.open) for row in answer.context["table"].rows]
    assert rows[:2] == [(world.unit, 3, 6), (world.other, 0, 1)]


def test_share_on_time_of_all_units_is_a_share_of_sums():
    unit, none = SimpleNamespace(), UnitWork()
    rows = [Row(unit, none, 50, 1, 2, 0), Row(unit, none, 0, 0, 1, 0), Row(unit, none, None, None, None, None)]
    table = HandlingTable(Rows(rows))
    assert table.columns["on_time"].footer == "33,33\xa0%"
    assert strip_tags(HandlingTable(Rows(rows[2:])).columns["on_time"].footer).startswith("–")


def test_suggestions_hold_staff_and_earlier_names(world, papers):
    make.make_staff(world.unit, "Lùng Thị Mai")
    make.make_staff(world.other, "Lùng Văn Xa")
    Document.objects.filter(pk=papers["late"].pk).update(assigned_to="Bộ phận Lùng Phình")
    client = Client()
    client.force_login(world.official)
    found = client.get(reverse("documents:handler-lookup"), {"q": "lung"}).json()["results"]
    assert [one["text"] for one in found] == ["Bộ phận Lùng Phình", "Lùng Thị Mai"]
