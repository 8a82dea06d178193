from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.text import fold, one_line, sort_key
from communes.models.base import Counted, Dated, DatedQuerySet, RootQuerySet, ScopedQuerySet, Versioned, one_of
from communes.models.equipment import COMPUTERS, Condition, Placement
from communes.models.state import Section
from communes.models.unit import NormGroup, Unit


class StaffQuerySet(RootQuerySet):
    rows_name = "postings"

    def with_stay(self):
        """After `standing`: the first day of the unbroken stay in the unit, and its end if it has one (exclusive)."""
        here = {"staff_member": models.OuterRef("pk"), "unit": models.OuterRef("here__unit_id")}
        begun = Posting.objects.arrivals().filter(**here, since__lte=models.OuterRef("here__since"))
        ended = Posting.objects.departures().filter(**here, until__gt=models.OuterRef("here__since"))
        return self.annotate(
            joined_on=models.Subquery(begun.order_by("-since").values("since")[:1]),
            left_on=models.Subquery(ended.order_by("until").values("until")[:1]),
        )

    def worked_in(self, unit: Unit, *, year: int):
        """Those who worked in a unit on some day of a year, with `position_here`, their last post there."""
        begun, ended = date(year, 1, 1), date(year, 12, 31)
        still = Q(until__isnull=True) | Q(until__gt=begun)
        posts = Posting.objects.filter(still, unit=unit, since__lte=ended)
        last = posts.filter(staff_member=models.OuterRef("pk")).order_by("-since").values("position")[:1]
        return self.filter(pk__in=posts.values("staff_member_id")).annotate(position_here=models.Subquery(last))

    def holding_computer(self, *, on: date):
        """Adds `holds_computer`: whether a computer in good use is in the person's hands on a day, by the register."""
        held = Placement.objects.in_force(on=on).filter(
            holder=models.OuterRef("pk"), condition=Condition.GOOD, equipment__kind__in=COMPUTERS
        )
        return self.annotate(holds_computer=models.Exists(held))

    def visible_to(self, user):
        """People who work, or once worked, in one of the person's units."""
        from communes.scope import scope_of

        ids = scope_of(user).readable
        if ids is None:
            return self
        return self.filter(pk__in=Posting.objects.filter(unit_id__in=ids).values("staff_member_id"))


class SkillLevel(models.TextChoices):
    """IT skill standard of TT 03/2014/TT-BTTTT (domain.md 6.1)."""

    NONE = "none", _("below the standard")
    BASIC = "basic", _("basic standard")
    ADVANCED = "advanced", _("advanced standard")


class SkillEvidence(models.TextChoices):
    NONE = "none", _("no evidence")
    CERTIFICATE = "certificate", _("certificate")
    DEGREE = "degree", _("IT degree")
    ASSESSMENT = "assessment", _("internal assessment")


class StaffMember(Versioned):
    """An official, civil servant or public employee; no birth date, no identity number (domain.md 8.2)."""

    full_name = models.CharField(_("full name"), max_length=100)
    note = models.CharField(_("note"), max_length=500, blank=True)
    sort_key = models.CharField(max_length=500, editable=False, db_index=True)
    search = models.CharField(max_length=200, editable=False)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(full_name=""),
                name="%(app_label)s_%(class)s_name_given",
                violation_error_message=_("Give the name."),
            )
        ]

    def __str__(self):
        return self.full_name

    def fill_in(self) -> None:
        """The columns that follow from others; `save` does it, who writes in bulk does it by itself."""
        self.full_name = one_line(self.full_name)
        # Vietnamese lists go by the given name, which stands last.
        words = self.full_name.split()
        self.sort_key = sort_key(" ".join(words[-1:] + words[:-1]))
        self.search = fold(self.full_name)

    def save(self, *args, **kwargs):
        self.fill_in()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("communes:staff-detail", args=[self.pk])

    def counted(self, counted: Counted | None = None) -> Counted:
        """What this person's postings and trainings contribute to figures."""
        counted = Counted() if counted is None else counted
        for row in self.postings.all():
            what = (row.skill_level, row.skill_evidence, row.fluent, row.has_computer)
            counted.add_stock(row.unit_id, row.since, row.until, Section.STAFF, what)
            if row.digital_certificate:
                counted.add_stock(row.unit_id, row.since, row.certificate_until, Section.STAFF, ("certificate",))
        for training in self.trainings.all():
            year_end = date(training.trained_on.year + 1, 1, 1)
            for row in self.postings.all():
                since = max(row.since, training.trained_on)
                until = min(row.until or year_end, year_end)
                if since < until:
                    counted.add_stock(row.unit_id, since, until, Section.STAFF, ("trained",))
        return counted


class PostingQuerySet(DatedQuerySet):
    def arrivals(self):
        """Rows with which a stay in a unit begins: no row of the person there ends on that day."""
        before = Posting.objects.filter(
            staff_member=models.OuterRef("staff_member"), unit=models.OuterRef("unit"), until=models.OuterRef("since")
        )
        return self.filter(~models.Exists(before))

    def departures(self):
        """Rows with which a stay in a unit ends: the person goes on there in no other post."""
        after = Posting.objects.filter(
            staff_member=models.OuterRef("staff_member"), unit=models.OuterRef("unit"), since=models.OuterRef("until")
        )
        return self.filter(~models.Exists(after), until__isnull=False)

    def leavings(self):
        """Departures without those whom a merger took along: they work on at the successor from the same day."""
        taken_along = Posting.objects.filter(
            staff_member=models.OuterRef("staff_member"),
            since=models.OuterRef("until"),
            unit__predecessor_links__predecessor=models.OuterRef("unit"),
        )
        return self.departures().filter(~models.Exists(taken_along))

    def with_arrival(self):
        """Adds `joined_on`: the first day of the stay that the row belongs to."""
        begun = Posting.objects.arrivals().filter(
            staff_member=models.OuterRef("staff_member"),
            unit=models.OuterRef("unit"),
            since__lte=models.OuterRef("since"),
        )
        return self.annotate(joined_on=models.Subquery(begun.order_by("-since").values("since")[:1]))


class Posting(Dated):
    """A person's post in a unit and the person's IT skills there, from a day until another."""

    staff_member = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="postings", verbose_name=_("staff member")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="postings", verbose_name=_("unit"))
    position = models.CharField(_("position"), max_length=150)
    norm_group = models.CharField(
        _("norm group"),
        max_length=4,
        choices=NormGroup,
        blank=True,
        help_text=_("By the equipment norm of Decision 15/2025, annex II; leave it empty if not known."),
    )
    skill_level = models.CharField(_("IT skill"), max_length=10, choices=SkillLevel, default=SkillLevel.NONE)
    skill_evidence = models.CharField(_("evidence"), max_length=12, choices=SkillEvidence, default=SkillEvidence.NONE)
    skill_evidence_on = models.DateField(
        _("date of the evidence"),
        null=True,
        blank=True,
        help_text=_("The day of the certificate, degree or assessment."),
    )
    fluent = models.BooleanField(_("trained and fluent"), default=False)
    has_computer = models.BooleanField(_("has a computer"), default=False)
    digital_certificate = models.BooleanField(_("digital certificate"), default=False)
    certificate_expires_on = models.DateField(
        _("certificate valid until"), null=True, blank=True, help_text=_("The last day on which it is valid.")
    )
    batch = models.ForeignKey("common.Batch", models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["staff_member_id", "since"]
        indexes = [models.Index(fields=["unit", "since", "until"], name="communes_posting_unit")]
        constraints = [
            Dated.order_check(),
            Dated.one_open("staff_member"),
            Dated.one_start("staff_member"),
            one_of("skill_level", SkillLevel),
            one_of("skill_evidence", SkillEvidence),
            one_of("norm_group", NormGroup, or_blank=True),
            models.CheckConstraint(
                condition=Q(skill_evidence_on__isnull=True) | ~Q(skill_evidence="none"),
                name="%(app_label)s_%(class)s_evidence_dated",
                violation_error_message=_("A date of the evidence needs a kind of evidence."),
            ),
            models.CheckConstraint(
                condition=Q(certificate_expires_on__isnull=True) | Q(digital_certificate=True),
                name="%(app_label)s_%(class)s_expiry_of_certificate",
                violation_error_message=_("Somebody without a digital certificate has no day on which it expires."),
            ),
        ]

    def __str__(self):
        return f"{self.staff_member} – {self.position}, {self.unit}"

    @property
    def certificate_until(self) -> date | None:
        """The first day on which the certificate no longer counts: the row ends, or the certificate has expired."""
        ends = [self.until] if self.until else []
        if self.certificate_expires_on:
            ends.append(self.certificate_expires_on + timedelta(days=1))
        return min(ends, default=None)


class TrainingQuerySet(ScopedQuerySet):
    def courses(self):
        """One row for each subject and day among these: with `people` and `units`, how many took part."""
        same = self.filter(subject=models.OuterRef("subject"), trained_on=models.OuterRef("trained_on"))
        first = self.order_by().values("subject", "trained_on").annotate(first=models.Min("pk"))
        return Training.objects.filter(pk__in=first.values("first")).annotate(
            people=_how_many(same, "staff_member"), units=_how_many(same, "unit")
        )


def _how_many(rows, name: str) -> models.Subquery:
    counted = rows.order_by().values("subject").annotate(number=models.Count(name, distinct=True))
    return models.Subquery(counted.values("number"), output_field=models.IntegerField())


class Training(models.Model):
    """A course that a person took; figures count distinct people since 1 January."""

    staff_member = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="trainings", verbose_name=_("staff member")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="trainings", verbose_name=_("unit"))
    trained_on = models.DateField(_("date"))
    subject = models.CharField(_("subject"), max_length=200)
    batch = models.ForeignKey("common.Batch", models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["-trained_on", "-id"]
        indexes = [models.Index(fields=["unit", "trained_on"], name="communes_training_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["staff_member", "trained_on", "subject"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This course is recorded already."),
            ),
            models.CheckConstraint(
                condition=~Q(subject=""),
                name="%(app_label)s_%(class)s_subject_given",
                violation_error_message=_("Give the subject of the course."),
            ),
        ]

    def __str__(self):
        return f"{self.staff_member}: {self.subject}"
