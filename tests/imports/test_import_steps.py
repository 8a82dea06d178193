"""Steps that people ask for: at the right moment, with the right version, by whoever may still write there."""

from datetime import date

import pytest

from accounts.models import User
from common.errors import Invalid, NotAllowed, Refused, StaleVersion
from common.jobs import actions as jobs
from common.jobs.kinds import JobFailed
from communes.models import Membership, Unit
from documents.actions import entries
from documents.models import Document
from imports import actions, folders, work
from imports.models import Import
from tests.factories import spreadsheets as sheets
from tests.factories.jobs import Unwatched, make_job

pytestmark = pytest.mark.django_db
OUTGOING = ["Số, ký hiệu", "Ngày ban hành", "Trích yếu"]
PLACES = {"registered_on": 0, "organ_name": 1, "subject": 2}


def at_step(world, state="checked", **fields) -> Import:
    return sheets.make_import(world.official, world.unit, **{"state": state, "new": 1, "shape": "s"} | fields)


STEPS = {
    "publish": lambda one, **by: actions.publish(one, **by),
    "confirm": lambda one, **by: actions.confirm(one, places=PLACES, answers={}, **by),
    "undo": lambda one, **by: actions.undo(one, reason="Nhầm", **by),
    "give up": lambda one, **by: actions.give_up(one, **by),
}


@pytest.mark.parametrize(
    ("step", "fields"),
    [("publish", {"state": "read"}), ("publish", {"new": 0}), ("undo", {}), ("confirm", {"state": "uploaded"}),
     ("give up", {"state": "failed", "sentence": "x"})],
)  # fmt: skip
def test_a_step_has_its_moment(world, step, fields):
    with pytest.raises(Refused):
        STEPS[step](at_step(world, **fields), by=world.official, version=1)


@pytest.mark.parametrize("step", ["publish", "confirm", "give up"])
def test_no_step_begins_while_rows_are_written(world, step):
    job = make_job(world.official, kind=work.PUBLISH, state="running")
    with pytest.raises(Refused):
        STEPS[step](at_step(world, job=job), by=world.official, version=1)


@pytest.mark.parametrize("step", ["publish", "confirm", "give up"])
def test_a_page_that_is_out_of_date_begins_nothing(world, step):
    with pytest.raises(StaleVersion):
        STEPS[step](at_step(world, version=2), by=world.official, version=1)


@pytest.mark.parametrize("step", ["publish", "confirm", "give up"])
def test_who_may_no_longer_write_there_begins_nothing(world, step):
    spreadsheet = at_step(world)
    Membership.objects.all().delete()
    with pytest.raises(NotAllowed):
        STEPS[step](spreadsheet, by=User.objects.get(pk=world.official.pk), version=1)


@pytest.mark.parametrize(
    ("places", "field"),
    [({"registered_on": 0, "subject": 2}, "column_organ_name"), (PLACES | {"subject": 1}, "column_subject")],
)
def test_columns_are_chosen_once_and_all_that_are_needed(world, places, field):
    with pytest.raises(Refused) as caught:
        actions.confirm(at_step(world, "read"), by=world.official, version=1, places=places, answers={})
    assert caught.value.field == field


def test_a_file_whose_name_is_marked_is_not_taken(world):
    with pytest.raises(Invalid):
        sheets.receive(world.official, b"a;b", unit=world.unit, name="TỐI MẬT.csv")
    assert not Import.objects.exists()


def test_a_file_that_cannot_be_begun_leaves_nothing(world):
    for _each in range(jobs.MOST_WAITING):
        make_job(world.official)
    with pytest.raises(Refused):
        sheets.receive(world.official, b"a;b\n1;2\n", unit=world.unit)
    assert not Import.objects.exists()
    assert not folders.root().exists() or not list(folders.root().iterdir())


def test_the_same_file_twice_in_preview_is_published_once(world):
    content = sheets.workbook(sheets.IOFFICE, [sheets.letter(1)])
    one, two = (sheets.checked(world.official, content, unit=world.unit) for _each in range(2))
    sheets.publish(one, world.official)
    with pytest.raises(Refused, match=str(world.official)):
        sheets.publish(two, world.official)
    with pytest.raises(JobFailed):
        work.publish({"import": two.pk}, world.official, Unwatched())
    assert Document.objects.count() == 1


@pytest.mark.parametrize("loss", ["role", "account", "unit", "file", "other person"])
def test_what_is_lost_between_preview_and_publishing_keeps_the_rows_out(world, loss):
    content = sheets.workbook(sheets.IOFFICE, [sheets.letter(1)])
    spreadsheet = sheets.checked(world.official, content, unit=world.unit)
    if loss == "role":
        Membership.objects.all().delete()
    if loss == "account":
        User.objects.update(is_active=False)
    if loss == "unit":
        Unit.objects.filter(pk=world.unit.pk).update(valid_until=date(2020, 7, 1))
    if loss == "file":
        (spreadsheet.path / "upload").unlink()
    person = world.stranger if loss == "other person" else world.official
    with pytest.raises(JobFailed):
        work.publish({"import": spreadsheet.pk}, User.objects.get(pk=person.pk), Unwatched())
    assert not Document.objects.exists()
    assert sheets.fresh(spreadsheet).state == "checked"


def test_what_others_refer_to_is_not_taken_back(world):
    content = sheets.workbook(OUTGOING, [["1/BC-UBND", "02/07/2020", "Báo cáo"]])
    spreadsheet = sheets.checked(world.official, content, resource="documents-outgoing", unit=world.unit)
    spreadsheet = sheets.publish(spreadsheet, world.official)
    entries.register(
        by=world.official, direction="incoming", unit=world.unit, registered_on=date(2020, 7, 1), subject="Hỏi",
        organ_name="Sở", completed_on=date(2020, 7, 2), answered_by=Document.objects.get(),
    )  # fmt: skip
    spreadsheet = sheets.undo(spreadsheet, world.official)
    assert (spreadsheet.state, Document.objects.count()) == ("published", 2)
    assert spreadsheet.job.sentence
