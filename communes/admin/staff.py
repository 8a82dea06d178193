"""Staff, postings and trainings in the administration."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from common.admin import ActionForm
from communes.actions import staff
from communes.admin.base import RegisterAdmin, RowAdmin
from communes.forms.base import SinceField, UnitField, offer_units, row_field
from communes.forms.staff import SKILLS
from communes.models import Posting, StaffMember, Training


class StaffAddForm(ActionForm):
    """A person with the first post."""

    unit = UnitField()
    since = SinceField(label=_("In this post since"))
    position = row_field(Posting, "position")
    norm_group = row_field(Posting, "norm_group")
    skill_level = row_field(Posting, "skill_level")
    skill_evidence = row_field(Posting, "skill_evidence")
    skill_evidence_on = row_field(Posting, "skill_evidence_on")
    fluent = row_field(Posting, "fluent")
    has_computer = row_field(Posting, "has_computer")
    digital_certificate = row_field(Posting, "digital_certificate")
    certificate_expires_on = row_field(Posting, "certificate_expires_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.user is not None:
            offer_units(self)


@admin.register(StaffMember)
class StaffMemberAdmin(RegisterAdmin):
    """People; posts and skills are said by their postings."""

    add_form = StaffAddForm
    fields = ("full_name", "note")
    add_fields = ("full_name", "unit", "position", "norm_group", "since", *SKILLS, "note")
    list_display = ("full_name", "where", "position")
    search_fields = ("search",)
    ordering = ("sort_key", "pk")

    def get_queryset(self, request):
        """With the postings of the person's units, for the list."""
        seen = Posting.objects.visible_to(request.user).open().select_related("unit")
        return super().get_queryset(request).prefetch_related(Prefetch("postings", seen, to_attr="seen_rows"))

    @admin.display(description=_("Unit"))
    def where(self, obj):
        """The unit in which the person works now."""
        return obj.seen_rows[0].unit.title if obj.seen_rows else None

    @admin.display(description=_("Position"))
    def position(self, obj):
        """The present post."""
        return obj.seen_rows[0].position if obj.seen_rows else None

    def units_of(self, obj):
        """The unit of the last posting."""
        return set(obj.postings.order_by("-since").values_list("unit_id", flat=True)[:1])

    def perform(self, request, obj, form, change):
        """Add, or correct the name."""
        if change:
            return staff.change(obj, by=request.user, version=form.version, reason=form.reason, **form.values())
        return staff.create(by=request.user, **form.values())

    def perform_delete(self, request, obj, *, reason, override):
        """A person entered by mistake."""
        staff.delete(obj, by=request.user, reason=reason, override=override)

    def history_objects(self, obj):
        return [obj, *obj.postings.all(), *obj.trainings.all()]


@admin.register(Posting)
class PostingAdmin(RowAdmin):
    """Posts and skills: the next from a day on, or corrections of any."""

    root = "staff_member"
    begin, correct, remove = staff.post, staff.correct_posting, staff.delete_posting
    fields = ("staff_member", "unit", "position", "norm_group", *SKILLS, "since", "until")
    list_display = ("staff_member", "unit", "position", "norm_group", "skill_level", "fluent", "since", "until")
    list_filter = ("norm_group", "skill_level", "fluent", "has_computer", "digital_certificate")
    list_select_related = ("staff_member", "unit")
    search_fields = ("staff_member__search",)
    autocomplete_fields = ("staff_member", "unit")


@admin.register(Training)
class TrainingAdmin(RowAdmin):
    """Courses that people took."""

    root = "staff_member"
    correct, remove = staff.correct_training, staff.delete_training
    ordering = ("-trained_on", "-pk")
    fields = ("staff_member", "trained_on", "subject")
    list_display = ("staff_member", "trained_on", "subject", "unit")
    list_select_related = ("staff_member", "unit")
    search_fields = ("staff_member__search",)
    autocomplete_fields = ("staff_member",)

    @staticmethod
    def begin(person, *, by, **values):
        """A course recorded."""
        return staff.record_training(person, by=by, **values)
