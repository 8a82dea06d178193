"""Pages of the register of staff."""

from django.utils.translation import gettext_lazy as _

from common.views import LookupView, RecordHistory, RegisterAction, RegisterCreate, RegisterEdit
from communes.actions import staff
from communes.filters.registers import StaffFilter
from communes.forms.staff import SKILLS, LeaveForm, PostForm, SkillsForm, StaffCreateForm, StaffForm, TrainingForm
from communes.models import Placement, StaffMember
from communes.tables.equipment import HeldTable
from communes.tables.staff import PostingTable, StaffTable, TrainingTable
from communes.views.base import OfDayList, RootDetail, RootPages


class StaffPages(RootPages):
    """What all pages of the register share."""

    model, register = StaffMember, "communes:staff"
    rows_name = "postings"

    def can_act(self, user, obj, name: str) -> bool:
        """Somebody who has left neither leaves again nor learns here; coming back is a new post."""
        is_here = obj.here is not None and obj.here.until is None
        return (is_here or name in {"edit", "post", "delete"}) and self.can_write(user, obj)


class StaffList(StaffPages, OfDayList):
    """People with their posts as of a day."""

    table_class, filterset_class = StaffTable, StaffFilter
    is_confirmed = True
    title = _("Staff")
    ordering = ("sort_key",)
    unit_path = "here__unit"


class StaffDetail(StaffPages, RootDetail):
    """One person: posts and skills, courses, devices in the person's hands."""

    groups = [
        (
            _("Present post"),
            ["here__unit", "here__position", "here__since", "here__until", "note"],
        ),
        (
            _("IT skills"),
            ["here__skill_level", "here__skill_evidence", "here__fluent", "here__has_computer",
             "here__digital_certificate"],
        ),
    ]  # fmt: skip
    actions = [
        ("skills", _("Change the skills")),
        ("training", _("Record a course")),
        ("post", _("Change the post")),
        ("leave", _("Leaves the unit")),
    ]

    def related_tables(self, obj):
        user = self.request.user
        held = Placement.objects.visible_to(user).open().filter(holder=obj).select_related("equipment", "unit")
        return [
            (_("Posts and skills"), PostingTable, obj.shown_rows),
            (_("Courses"), TrainingTable, obj.trainings.visible_to(user).select_related("unit")),
            (_("Devices held"), HeldTable, held.order_by("equipment_id")),
        ]


class StaffCreate(StaffPages, RegisterCreate):
    """A new staff member with the first post."""

    form_class = StaffCreateForm
    title = _("Add a staff member")

    def perform(self, form):
        return staff.create(by=self.request.user, **form.values())


class StaffEdit(StaffPages, RegisterEdit):
    """Correct the name or the note."""

    form_class = StaffForm
    sentence = _("For correcting mistakes. New posts and skills have buttons of their own on the person's page.")

    def perform(self, form):
        return staff.change(
            self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values()
        )


class StaffAct(StaffPages, RegisterAction):
    """An act on a person: `action` is called with the form's values."""

    reason = "optional"
    action = None

    def perform(self, form):
        type(self).action(self.object, by=self.request.user, version=form.version, reason=form.reason, **form.values())
        return self.object


class StaffPost(StaffAct):
    """Another post from a day on."""

    form_class, act, action = PostForm, "post", staff.move
    title, verb = _("Change the post"), _("Save the post")
    sentence = _("From the day given the person has this post. The past stays as it is.")

    def get_initial(self):
        return self.starting_from("unit", "position")


class StaffSkills(StaffAct):
    """Other skills from a day on."""

    form_class, act, action = SkillsForm, "skills", staff.change_skills
    title, verb = _("Change the skills"), _("Save the skills")
    sentence = _("From the day given the person's skills are these. The past stays as it is.")

    def get_initial(self):
        return self.starting_from(*SKILLS)


class StaffLeave(StaffAct):
    """The person leaves."""

    form_class, act, action = LeaveForm, "leave", staff.leave
    title, verb = _("Leaves the unit"), _("Save the leaving")
    sentence = _("From the day given the person is no longer counted here and holds no device. The past stays.")


class StaffTraining(StaffAct):
    """A course taken."""

    form_class, act, action = TrainingForm, "training", staff.record_training
    title, verb = _("Record a course"), _("Record the course")


class StaffHistory(StaffPages, RecordHistory):
    """Who changed what, when and why; courses too."""

    def history_objects(self, obj):
        return [*super().history_objects(obj), *obj.trainings.visible_to(self.request.user)]


class StaffLookup(LookupView):
    """People by name."""

    model = StaffMember
    ordering = ("sort_key", "pk")
