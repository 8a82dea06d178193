"""Forms of the register of staff."""

from django.utils.translation import gettext_lazy as _

from common import forms
from communes.forms.base import SinceField, UnitField, offer_units, row_field
from communes.models import Posting, StaffMember, Training

SKILLS = (
    "skill_level", "skill_evidence", "skill_evidence_on", "fluent", "has_computer", "digital_certificate",
    "certificate_expires_on",
)  # fmt: skip


class StaffForm(forms.ModelForm):
    """Who somebody is: the name and a note, nothing more."""

    class Meta:
        model = StaffMember
        fields = ["full_name", "note"]


class SkillsForm(forms.Form):
    """IT skills and means from a day on."""

    since = SinceField()
    skill_level = row_field(Posting, "skill_level")
    skill_evidence = row_field(Posting, "skill_evidence")
    skill_evidence_on = row_field(Posting, "skill_evidence_on")
    fluent = row_field(Posting, "fluent")
    has_computer = row_field(Posting, "has_computer")
    digital_certificate = row_field(Posting, "digital_certificate")
    certificate_expires_on = row_field(Posting, "certificate_expires_on")


class StaffCreateForm(StaffForm):
    """A new staff member with the post and the skills."""

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

    field_order = ["full_name", "unit", "position", "norm_group", "since", *SKILLS, "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)


class PostForm(forms.Form):
    """Another post from a day on, in this unit or another."""

    since = SinceField()
    unit = UnitField()
    position = row_field(Posting, "position")
    norm_group = row_field(Posting, "norm_group")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self)


class LeaveForm(forms.Form):
    """The first day on which somebody no longer works here."""

    since = SinceField(label=_("No longer works here from"))


class TrainingForm(forms.Form):
    """A course that somebody took."""

    trained_on = SinceField(label=_("Day of the course"))
    subject = row_field(Training, "subject")
