"""Tables of staff, postings and trainings."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common import clock, display, tables
from communes.models import NormGroup, Posting, SkillEvidence, SkillLevel, StaffMember, Training
from communes.staffing import SOON
from communes.tables.base import LabelColumn, since_column, unit_column, until_column


def expiry(expires_on: date, *, on: date):
    """The day on which a certificate expires; a badge where that is past or near."""
    if expires_on < on:
        return format_html('<span class="badge late">{}</span>', _("expired on %s") % display.day(expires_on))
    if expires_on - on > SOON:
        return display.day(expires_on)
    days = (expires_on - on).days
    left = ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    return format_html('{} <span class="badge watch">{}</span>', display.day(expires_on), left)


class CertificateColumn(tables.YesNoColumn):
    """Whether somebody has a digital certificate and until when, with a warning as of the day of the table."""

    cell_class = "place"

    def render(self, value, record, table):
        """Yes or no; of a certificate whose end is known, the end."""
        if not value or not record.here.certificate_expires_on:
            return display.yes_no(value)
        return expiry(record.here.certificate_expires_on, on=getattr(table, "day", None) or clock.today())


class CourseColumn(tables.TextColumn):
    """The subject of a course, with the way to the people who took it."""

    cell_class = "name"

    def render(self, value, record):
        """A link to the list of people."""
        query = {"subject": record.subject, "day": display.day(record.trained_on), "year": record.trained_on.year}
        return format_html('<a href="{}?{}">{}</a>', reverse("communes:training-people"), urlencode(query), value)


class StaffTable(tables.RegisterTable):
    """People with their post and skills as of a day, by given name."""

    full_name = tables.LinkColumn(order_by="sort_key")
    unit = unit_column("here__unit")
    position = tables.TextColumn(accessor="here__position", verbose_name=_("Position"))
    norm_group = LabelColumn(accessor="here__norm_group", choices=NormGroup, verbose_name=_("Norm group"))
    skill_level = LabelColumn(accessor="here__skill_level", choices=SkillLevel, verbose_name=_("IT skill"))
    fluent = tables.YesNoColumn(accessor="here__fluent", verbose_name=_("Trained, fluent"))
    has_computer = tables.YesNoColumn(accessor="here__has_computer", verbose_name=_("Computer"))
    digital_certificate = CertificateColumn(accessor="here__digital_certificate", verbose_name=_("Digital certificate"))
    # On the page the column before says it; a file has it as a day of its own.
    certificate_expires_on = tables.DayColumn(
        accessor="here__certificate_expires_on", verbose_name=_("Certificate valid until")
    )
    skill_evidence = LabelColumn(accessor="here__skill_evidence", choices=SkillEvidence, verbose_name=_("Evidence"))
    skill_evidence_on = tables.DayColumn(accessor="here__skill_evidence_on", verbose_name=_("Date of the evidence"))
    joined_on = tables.DayColumn(verbose_name=_("In this unit since"))
    left_on = tables.DayColumn(verbose_name=_("Left on"))
    since = since_column(accessor="here__since", verbose_name=_("In this post since"))

    class Meta(tables.RegisterTable.Meta):
        model = StaffMember
        default_columns = [
            "full_name", "unit", "position", "norm_group", "skill_level", "fluent", "has_computer",
            "digital_certificate", "joined_on", "left_on",
        ]  # fmt: skip
        export_columns = [*default_columns, "certificate_expires_on"]
        fields = [*default_columns, "certificate_expires_on", "skill_evidence", "skill_evidence_on", "since", "note"]
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
            "since", "until", "unit", "position", "norm_group", "skill_level", "skill_evidence", "skill_evidence_on",
            "fluent", "has_computer", "digital_certificate", "certificate_expires_on",
        ]  # fmt: skip


class TrainingTable(tables.RegisterTable):
    """Courses, newest first."""

    unit = unit_column()

    class Meta(tables.RegisterTable.Meta):
        model = Training
        fields = ["trained_on", "subject", "unit"]
        empty_text = _("No course recorded yet.")


class CourseTable(tables.RegisterTable):
    """Courses of a year, each once, with how many people and units took part."""

    subject = CourseColumn()
    people = tables.NumberColumn(verbose_name=_("Took part"), total=True)
    units = tables.NumberColumn(verbose_name=_("Units taking part"))

    class Meta(tables.RegisterTable.Meta):
        model = Training
        fields = ["subject", "trained_on", "people", "units"]
        empty_text = _("No course is recorded in this year. Officials record one with the button above.")


class TrainedTable(tables.RegisterTable):
    """Who took which course."""

    staff_member = tables.LinkColumn(target=lambda row: row.staff_member, order_by="staff_member__sort_key")
    unit = unit_column()

    class Meta(tables.RegisterTable.Meta):
        model = Training
        fields = ["staff_member", "unit", "subject", "trained_on"]
        empty_text = _("Nobody took a course in this year.")


class LeftTable(tables.RegisterTable):
    """Stays in a unit that have ended."""

    staff_member = tables.LinkColumn(target=lambda row: row.staff_member, order_by="staff_member__sort_key")
    unit = unit_column()
    joined_on = tables.DayColumn(verbose_name=_("In the unit since"))
    until = tables.DayColumn(verbose_name=_("Left on"))

    class Meta(tables.RegisterTable.Meta):
        model = Posting
        fields = ["staff_member", "unit", "position", "joined_on", "until"]
        empty_text = _("Nobody has left a unit.")
