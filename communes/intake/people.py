"""Names of people in a row, and who they are: a name alone stands for somebody only within a unit."""

from collections import defaultdict
from collections.abc import Iterable

from common.text import fold
from communes.models import Posting, StaffMember


class Colleagues:
    """The people who have a post in one of the units now, read once."""

    def __init__(self, unit_ids: Iterable[int]):
        self._known: dict[tuple[int, str], list[StaffMember]] = defaultdict(list)
        rows = Posting.objects.open().filter(unit__in=set(unit_ids)).select_related("staff_member")
        for row in rows.order_by("staff_member_id"):
            name = row.staff_member.full_name
            for spelling in {name.casefold(), fold(name)}:
                self._known[row.unit_id, spelling].append(row.staff_member)

    def named(self, name: str, *, unit_id: int) -> list[StaffMember]:
        """Those of the name in the unit; a name typed without diacritics stands for every spelling with them."""
        return self._known.get((unit_id, name.casefold()), [])
