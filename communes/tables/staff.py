"""Tables of staff, postings and trainings."""

from django.utils.translation import gettext_lazy as _

from common import tables
from communes.models import Posting, SkillEvidence, SkillLevel, StaffMember, Training
from communes.tables.base import LabelColumn, since_column, unit_column, until_column


class StaffTable(tables.RegisterTable):
    """People with their post and skills as of a day, by given name."""

    full_name = tables.LinkColumn(order_by="sort_key")
    unit = unit_column("here__unit")
    position = tables.TextColumn(accessor="here__position", verbose_name=_("Position"))
    skill_level = LabelColumn(accessor="here__skill_level", choices=SkillLevel, verbose_name=_("IT skill"))
    fluent = tables.YesNoColumn(accessor="here__fluent", verbose_name=_("Trained and fluent"))
    has_computer = tables.YesNoColumn(accessor="here__has_computer", verbose_name=_("Computer"))
    digital_certificate = tables.YesNoColumn(
        accessor="here__digital_certificate", verbose_name=_("Digital certificate")
    )
    skill_evidence = LabelColumn(accessor="here__skill_evidence", choices=SkillEvidence, verbose_name=_("Evidence"))
    since = since_column(accessor="here__since", verbose_name=_("In this post since"))

    class Meta(tables.RegisterTable.Meta):
        model = StaffMember
        default_columns = [
            "full_name", "unit", "position", "skill_level", "fluent", "has_computer", "digital_certificate",
        ]  # fmt: skip
        fields = [*default_columns, "skill_evidence", "since", "note"]
        sequence = fields
        empty_text = _("Nobody is registered here on this day. Officials add people with the button above.")


class PostingTable(tables.RegisterTable):
    """Posts and skills over time, newest first."""

    since = since_column()
    until = until_column()
    unit = unit_column()

    class Meta(tables.RegisterTable.Meta):
        model = Posting
        fields = [
            "since", "until", "unit", "position", "skill_level", "skill_evidence", "fluent", "has_computer",
            "digital_certificate",
        ]  # fmt: skip


class TrainingTable(tables.RegisterTable):
    """Courses, newest first."""

    unit = unit_column()

    class Meta(tables.RegisterTable.Meta):
        model = Training
        fields = ["trained_on", "subject", "unit"]
        empty_text = _("No course recorded yet.")
