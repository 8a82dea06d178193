"""Reads about staff: posts by norm group, certificates that expire, computers that do not tally, who was trained."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from communes.models import COMPUTERS, Condition, FactKey, NormGroup, Placement, Posting, Training, Unit, UnitFact

# A digital certificate takes some weeks to renew; who sees the warning has two months for it.
SOON = timedelta(days=60)


@dataclass(frozen=True)
class GroupPosts:
    """Assigned posts and people present of one norm group ("": not divided); `assigned` None: nothing is entered."""

    group: str
    assigned: int | None
    present: int

    @property
    def label(self) -> str:
        """The group in words."""
        if self.group:
            return str(NormGroup(self.group).label)
        return _("norm group not said") if self.assigned is None else _("posts not divided by norm group")


@dataclass(frozen=True)
class Hints:
    """How many people of a unit need a look: certificates expired or about to, computers unlike the equipment's."""

    expired: int
    expiring: int
    flag_only: int
    held_only: int


def expired(prefix: str = "", *, on: date) -> Q:
    """Postings (or rows that lead to one by `prefix`) whose certificate has expired by a day."""
    return Q(**{f"{prefix}digital_certificate": True, f"{prefix}certificate_expires_on__lt": on})


def expiring(prefix: str = "", *, on: date) -> Q:
    """Those whose certificate still holds on a day and expires soon after."""
    days = (on, on + SOON)
    return Q(**{f"{prefix}digital_certificate": True, f"{prefix}certificate_expires_on__range": days})


def posts_by_group(*, user, unit: Unit | None, on: date) -> list[GroupPosts]:
    """Every group with posts or people in the units that the person sees, or in those at and below `unit`."""
    facts = _within(UnitFact.objects.filter(key=FactKey.POSTS), user, unit).in_force(on=on)
    assigned = dict(facts.order_by().values_list("norm_group").annotate(posts=Sum("value")))
    people = _within(Posting.objects.all(), user, unit).in_force(on=on)
    present = dict(people.order_by().values_list("norm_group").annotate(people=Count("pk")))
    return [
        GroupPosts(group, None if assigned.get(group) is None else int(assigned[group]), present.get(group, 0))
        for group in (*NormGroup.values, "")
        if group in assigned or group in present
    ]


def hints(unit_id: int, *, on: date) -> Hints:
    """What to look at among the people of one unit on a day."""
    held = Placement.objects.in_force(on=on).filter(
        holder=OuterRef("staff_member"), condition=Condition.GOOD, equipment__kind__in=COMPUTERS
    )
    people = Posting.objects.in_force(on=on).filter(unit_id=unit_id).annotate(holds=Exists(held))
    counts = {
        "expired": Count("pk", filter=expired(on=on)),
        "expiring": Count("pk", filter=expiring(on=on)),
        "flag_only": Count("pk", filter=Q(has_computer=True, holds=False)),
        "held_only": Count("pk", filter=Q(has_computer=False, holds=True)),
    }
    return Hints(**people.aggregate(**counts))


def trained_in(year: int, *, user, unit: Unit | None, on: date) -> tuple[int, int]:
    """Of the people in post on a day, those who took a course that year until then, and all: as `staff.trained`."""
    courses = Training.objects.filter(staff_member=OuterRef("staff_member"), trained_on__range=(date(year, 1, 1), on))
    people = _within(Posting.objects.all(), user, unit).in_force(on=on).annotate(was_trained=Exists(courses))
    found = people.aggregate(trained=Count("pk", filter=Q(was_trained=True)), total=Count("pk"))
    return found["trained"], found["total"]


def _within(rows: QuerySet, user, unit: Unit | None) -> QuerySet:
    rows = rows.visible_to(user)
    return rows.filter(unit__ancestor_links__ancestor=unit) if unit is not None else rows
