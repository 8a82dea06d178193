"""The pages of background work: one's own, how far it is, its file, and what others must not see."""

import pytest
from django.test import Client
from django.urls import reverse

from common.jobs import files, kinds
from common.jobs.kinds import Kind, Result
from common.models import Job, JobWorker
from communes.models import Role
from tests.factories import communes as make
from tests.factories.jobs import do_job, make_job

pytestmark = pytest.mark.django_db


def write(parameters, user, progress):
    """One step and a file."""
    progress.of(1)
    (progress.folder / "a.pdf").write_bytes(b"%PDF-1.7")
    return Result("Đã in.", progress.folder / "a.pdf", "so.pdf")


@pytest.fixture
def person(db):
    return make.make_member(Role.OFFICIAL, make.make_unit("Tả Củ Tỷ"))


@pytest.fixture
def client(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def job(person, monkeypatch) -> Job:
    """Done, with a file."""
    monkeypatch.setitem(kinds.KINDS, "write", Kind(write, lambda parameters, user: parameters["may"]))
    return do_job(person, kind="write", title="In sổ", parameters={"may": True})


def page(client, job, verb="detail"):
    return client.get(reverse(f"jobs:job-{verb}", args=[job.pk]))


def test_file_is_a_download_under_its_name(client, job):
    answer = page(client, job, "file")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    assert answer["Content-Disposition"] == 'attachment; filename="so.pdf"'
    assert answer["Content-Type"] == "application/pdf"


def test_file_is_gone_for_who_no_longer_sees_the_unit(client, job):
    Job.objects.update(parameters={"may": False})
    assert page(client, job, "file").status_code == 404


def test_file_that_was_cleared_is_told(client, job):
    Job.objects.update(stored_as="")
    text = page(client, job, "file").content.decode()
    assert "đã được dọn" in text
    assert "Tải tệp về" not in text


def test_file_that_is_missing_on_the_disk_is_missing(client, job):
    files.path_of(job).unlink()
    assert page(client, job, "file").status_code == 404


def test_running_work_shows_how_far_it_is_and_is_followed(client, person):
    job = make_job(person, state="running", done=1250, total=5000)
    text = page(client, job).content.decode()
    assert '<progress id="progress" max="100" value="25">' in text
    assert "1.250" in text
    assert "5.000" in text
    assert "data-follow" in text
    assert f"/jobs/{job.pk}/cancel/" in text


def test_ended_work_is_followed_no_more(client, job):
    text = page(client, job).content.decode()
    assert "data-follow" not in text
    assert "<progress" not in text
    assert "Tải tệp về" in text


def test_page_says_that_nobody_is_there_to_work(client, person, settings):
    settings.JOBS_MODE = "worker"
    job = make_job(person)
    assert "Hiện không có tiến trình" in page(client, job).content.decode()
    JobWorker.objects.create(name="a", started=job.created_at, seen=job.created_at)
    assert "Hiện không có tiến trình" not in page(client, job).content.decode()


def test_reading_writes_nothing(client, person):
    job = make_job(person, state="running", ago=3600)
    before = Job.objects.values().get()
    page(client, job)
    client.get(reverse("jobs:job-list"))
    assert Job.objects.values().get() == before


def test_cancel_asks_first_and_then_stops(client, person):
    job = make_job(person)
    form = page(client, job, "cancel")
    assert form.status_code == 200
    answer = client.post(reverse("jobs:job-cancel", args=[job.pk]), follow=True)
    assert "Việc đã được hủy" in answer.content.decode()
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_list_has_ones_own_and_the_administrator_everybodys(client, person):
    other = make.make_member(Role.OFFICIAL, make.make_unit("Bản Phố"))
    make_job(person, title="Việc của tôi")
    theirs = make_job(other, title="Việc của người khác")
    text = client.get(reverse("jobs:job-list")).content.decode()
    assert "Việc của tôi" in text
    assert "Việc của người khác" not in text
    assert page(client, theirs).status_code == 404
    boss = Client()
    boss.force_login(make.make_administrator())
    text = boss.get(reverse("jobs:job-list")).content.decode()
    assert "Việc của tôi" in text
    assert "Việc của người khác" in text
    assert str(other) in text


def test_work_whose_outcome_stands_elsewhere_leads_there(client, person, monkeypatch):
    monkeypatch.setitem(
        kinds.KINDS, "read", Kind(write, lambda parameters, user: False, lambda parameters: "/imports/7/")
    )
    job = make_job(person, kind="read", state="waiting")
    assert 'href="/imports/7/"' in page(client, job).content.decode()
    answer = client.post(reverse("jobs:job-cancel", args=[job.pk]))
    assert (answer.status_code, answer["Location"]) == (302, "/imports/7/")
    assert "đã hủy</" in page(client, job).content.decode()
