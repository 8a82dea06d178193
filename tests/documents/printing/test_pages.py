"""Choosing a book on the page, and printing it as a person."""

from datetime import date

import pytest
from django.test import Client, TestCase
from django.urls import reverse

from common.jobs import files
from common.models import Job
from communes.models import Membership, Role
from documents.models import NumberCounter
from documents.printing import contents, job
from tests.documents.printing.papers import fill, july
from tests.factories import communes as make
from tests.factories import documents as docs
from tests.factories.jobs import do_job

pytestmark = pytest.mark.django_db
ADDRESS = "/documents/print/"


@pytest.fixture
def unit():
    return make.make_unit("Tả Củ Tỷ", slug="xa-ta-cu-ty")


@pytest.fixture
def person(unit):
    return make.make_member(Role.OFFICIAL, unit)


@pytest.fixture
def client(person):
    client = Client()
    client.force_login(person)
    return client


def send(client, place, **values):
    data = {"book": "incoming", "unit": place.slug, "first": "01/07/2020", "last": "31/07/2020", "file": "xlsx"}
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(ADDRESS, data | values)


def test_page_begins_with_ones_own_unit_and_this_month(client, unit):
    form = client.get(ADDRESS).context["form"]
    assert form["unit"].value() == f"{unit} · {unit.slug}"
    assert (form["book"].value(), form["file"].value()) == ("incoming", "pdf")
    assert (form["first"].value(), form["last"].value()) == (date(2020, 8, 1), date(2020, 8, 3))
    assert "series" not in form.fields


def test_address_names_book_and_unit_if_the_person_sees_it(client, unit):
    other = make.make_unit("Bản Phố", slug="xa-ban-pho")
    form = client.get(ADDRESS, {"book": "outgoing", "unit": other.slug}).context["form"]
    assert (form["book"].value(), form["unit"].value()) == ("outgoing", f"{unit} · {unit.slug}")


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_book_is_printed_and_leads_to_its_work(client, unit, person, kind):
    fill(unit, 3)
    answer = send(client, unit, file=kind)
    work = Job.objects.get()
    assert answer["Location"] == work.get_absolute_url()
    shown = client.get(answer["Location"])
    assert not shown.context["messages"], "the page itself says how far it is, also when it is done"
    assert (work.state, work.done, work.total, work.created_by_id) == ("done", 3, 3, person.pk)
    assert work.file_name == f"so-van-ban-den-xa-ta-cu-ty-20200701-20200731.{kind}"
    assert set(work.parameters) == {"book", "unit", "series", "first", "last", "cover", "file"}
    made = client.get(reverse("jobs:job-file", args=[work.pk]))
    assert len(b"".join(made.streaming_content)) == files.path_of(work).stat().st_size


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"last": "30/06/2020"}, "last"),
        ({"first": "31/12/2019"}, "last"),
        ({"first": "31/02/2020"}, "first"),
        ({"unit": "không có"}, "unit"),
        ({"unit": "xa-ban-pho"}, "unit"),
        ({"book": "secret"}, "book"),
        ({"file": "exe"}, "file"),
    ],
)
def test_wrong_choice_is_told_at_its_field_and_typing_is_kept(client, unit, values, field):
    make.make_unit("Bản Phố", slug="xa-ban-pho")
    answer = send(client, unit, **values)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert all(value in answer.content.decode() for name, value in values.items() if name not in ("book", "file"))
    assert not Job.objects.exists()


def test_too_many_entries_are_refused_with_what_to_do(client, unit, monkeypatch):
    monkeypatch.setattr("documents.forms.printing.MOST_ROWS", 2)
    monkeypatch.setattr(contents, "MOST_ROWS", 2)
    fill(unit, 3)
    assert "ngắn hơn" in send(client, unit).content.decode()
    assert not Job.objects.exists()


def test_book_of_its_own_series_is_offered_and_printed(client, unit):
    NumberCounter.objects.create(unit=unit, direction="incoming", series="QPPL", year=2020, last=1)
    docs.make_document(unit, series="QPPL", number=1)
    fill(unit, 2)
    assert [value for value, _label in client.get(ADDRESS).context["form"].fields["series"].choices] == ["", "QPPL"]
    send(client, unit, series="QPPL")
    assert Job.objects.get().total == 1


def test_register_of_an_ended_unit_is_printed(client, unit):
    old = make.make_unit("Bản Già", slug="xa-ban-gia", valid_until=date(2020, 3, 1))
    make.make_succession(old, (unit, 1))
    docs.make_document(old, registered_on=date(2020, 2, 10))
    send(client, old, first="01/02/2020", last="29/02/2020")
    assert (Job.objects.get().state, Job.objects.get().total) == ("done", 1)


def test_unit_that_was_lost_meanwhile_is_not_printed(person, unit):
    Membership.objects.filter(user=person).delete()
    parameters = job.parameters_of(july(unit), "xlsx")
    work = do_job(person, kind=job.NAME, title="In sổ", parameters=parameters)
    work.refresh_from_db()
    assert (work.state, work.stored_as) == ("failed", "")
    assert not [entry for entry in files.root().iterdir() if entry.is_file()]


def test_list_leads_to_the_page_with_its_book_and_unit(client, unit):
    text = client.get("/documents/", {"direction": "outgoing", "unit": unit.slug}).content.decode()
    assert f"{ADDRESS}?book=outgoing&amp;unit={unit.slug}" in text
