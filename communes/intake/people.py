"""Names of people in a row, and who they are: a name alone stands for somebody only within a unit."""

from collections import defaultdict
from collections.abc import Iterable

from common.text import fold
from communes.models import Posting, StaffMember


def working_in(unit_ids: Iterable[int]) -> dict[tuple[int, str], list[StaffMember]]:
    """(unit id, folded name) -> the people who have a post there now."""
    found = defaultdict(list)
    rows = Posting.objects.open().filter(unit__in=set(unit_ids)).select_related("staff_member")
    for row in rows.order_by("staff_member_id"):
        found[row.unit_id, fold(row.staff_member.full_name)].append(row.staff_member)
    return found
