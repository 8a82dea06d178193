"""Who gave a device to whom, read off its placements: what the handover record prints."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from communes.models import Placement, Posting, StaffMember, Unit


@dataclass(frozen=True)
class Handover:
    """A placement that began with another unit or another holder; `previous` None: handed out when it was new."""

    placement: Placement
    previous: Placement | None

    @property
    def day(self) -> date:
        return self.placement.since

    @property
    def giving_unit(self) -> Unit:
        return self.previous.unit if self.previous else self.placement.unit

    @property
    def giver(self) -> StaffMember | None:
        return self.previous.holder if self.previous else None

    @property
    def taking_unit(self) -> Unit:
        return self.placement.unit

    @property
    def taker(self) -> StaffMember | None:
        return self.placement.holder

    @property
    def unit_ids(self) -> set[int]:
        """The units of both sides: who sees one of them sees the record."""
        return {self.giving_unit.pk, self.taking_unit.pk}


def handovers(placements: Iterable[Placement]) -> dict[int, Handover]:
    """Placement id -> the handover with which it began, for all placements of one device."""
    found, previous = {}, None
    for placement in sorted(placements, key=lambda row: row.since):
        if _changes_hands(placement, previous):
            found[placement.pk] = Handover(placement, previous)
        previous = placement
    return found


def _changes_hands(placement: Placement, previous: Placement | None) -> bool:
    if previous is None:
        return placement.holder_id is not None
    return (placement.unit_id, placement.holder_id) != (previous.unit_id, previous.holder_id)


def positions(handover: Handover) -> dict[int, str]:
    """Person id -> position: of who gives, the one held in the giving unit until the day; of who takes, in the taking
    unit from the day on. Posts elsewhere are nothing to either side."""
    found = {}
    for person, unit, days in (
        (handover.giver, handover.giving_unit, {"since__lt": handover.day}),
        (handover.taker, handover.taking_unit, {"since__lte": handover.day}),
    ):
        if person is not None:
            row = Posting.objects.filter(staff_member=person, unit=unit, **days).order_by("-since").first()
            if row is not None:
                found[person.pk] = row.position
    return found
