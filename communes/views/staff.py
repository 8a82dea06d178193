"""Pages of the register of staff."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import clock
from common.views import LookupView, RecordHistory, RegisterAction, RegisterCreate, RegisterEdit, RegisterList
from communes import staffing
from communes.actions import staff
from communes.filters.registers import StaffFilter, StaffLeftFilter
from communes.forms.staff import SKILLS, LeaveForm, PostForm, SkillsForm, StaffCreateForm, StaffForm, TrainingForm
from communes.models import COMPUTERS, Condition, Placement, Posting, Role, StaffMember
from communes.scope import scope_of
from communes.tables.equipment import HeldTable
from communes.tables.staff import LeftTable, PostingTable, StaffTable, TrainingTable, expiry
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
    template_name = "communes/staff_list.html"
    is_confirmed = True
    title = _("Staff")
    ordering = ("sort_key",)
    unit_path = "here__unit"

    def get_context_data(self, **kwargs):
        """Adds posts by norm group, and what an official should look at in the own unit."""
        user, day = self.request.user, self.filterset.day
        scope, unit = scope_of(user), self.filterset.value_of("unit")
        posts = staffing.posts_by_group(user=user, unit=unit, on=day)
        hints = None
        if scope.has(Role.OFFICIAL) and scope.home_unit_id:
            hints = staffing.hints(scope.home_unit_id, on=clock.today())
        context = super().get_context_data(
            posts=posts, has_groups=any(row.group for row in posts), hints=hints, **kwargs
        )
        context["table"].day = day
        if self.chosen_columns() is None:
            # As delivered: columns of which no row says anything stay away; who chooses one sees it.
            for name in ("norm_group", "left_on"):
                column = context["table"].columns[name]
                if not any(column.accessor.resolve(row.record) for row in context["table"].rows):
                    context["table"].columns.hide(name)
        return context


class StaffDetail(StaffPages, RootDetail):
    """One person: posts and skills, courses, devices in the person's hands."""

    template_name = "communes/staff_detail.html"
    groups = [
        (
            _("Present post"),
            ["here__unit", "here__position", "here__norm_group", "here__since",
             (_("In this unit since"), lambda person: person.stay[0]), (_("Left on"), lambda person: person.stay[1]),
             "note"],
        ),
        (
            _("IT skills"),
            ["here__skill_level", "here__skill_evidence", "here__skill_evidence_on", "here__fluent",
             "here__has_computer", "here__digital_certificate",
             (_("Certificate valid until"), lambda person: person.expiry)],
        ),
    ]  # fmt: skip
    actions = [
        ("skills", _("Change the skills")),
        ("training", _("Record a course")),
        ("post", _("Change the post")),
        ("leave", _("Leaves the unit")),
    ]

    def get_object(self):
        """The person with the stay in the unit, the expiry of the certificate and the devices held."""
        person = super().get_object()
        held = Placement.objects.visible_to(self.request.user).open().filter(holder=person)
        person.devices = list(held.select_related("equipment", "unit").order_by("equipment_id"))
        person.stay = _stay(person.shown_rows)
        expires_on = person.here.certificate_expires_on if person.here else None
        person.expiry = expiry(expires_on, on=clock.today()) if expires_on else None
        return person

    def get_context_data(self, **kwargs):
        """Adds what does not tally between the person's mark and the devices held."""
        person, tally = self.object, ""
        if person.here is not None and person.here.until is None:
            holds = any(row.condition == Condition.GOOD and row.equipment.kind in COMPUTERS for row in person.devices)
            if holds != person.here.has_computer:
                tally = "held_only" if holds else "flag_only"
        return super().get_context_data(tally=tally, **kwargs)

    def related_tables(self, obj):
        courses = obj.trainings.visible_to(self.request.user).select_related("unit")
        return [
            (_("Posts and skills"), PostingTable, obj.shown_rows),
            (_("Courses"), TrainingTable, courses),
            (_("Devices held"), HeldTable, obj.devices),
        ]


def _stay(rows: list[Posting]) -> tuple:
    """First day of the last unbroken stay in a unit and its end (exclusive) among these rows, newest first."""
    if not rows:
        return None, None
    begun = rows[0].since
    for row in rows[1:]:
        if row.unit_id == rows[0].unit_id and row.until == begun:
            begun = row.since
    return begun, rows[0].until


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
        return self.starting_from("unit", "position", "norm_group")


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


class StaffLeft(RegisterList):
    """Who left which unit, latest first."""

    model, register = Posting, "communes:staff-left"
    table_class, filterset_class = LeftTable, StaffLeftFilter
    title = _("Staff who left")
    ordering = ("-until",)
    select_related = ("unit", "staff_member")

    def get_queryset(self):
        """Ends of stays in units that the person sees; a merger makes nobody leave."""
        return super().get_queryset().leavings().with_arrival()

    def get_breadcrumbs(self):
        return [(_("Staff"), reverse("communes:staff-list")), (self.title, None)]


class StaffLookup(LookupView):
    """People by name."""

    model = StaffMember
    ordering = ("sort_key", "pk")
