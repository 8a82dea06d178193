"""Who sees and does what where: memberships in force, with the units below and the predecessors (design.md 11)."""

from dataclasses import dataclass, field

from common import clock
from communes.models import Membership, Role, Succession, UnitClosure

# What each kind of act needs; an administrator does everything.
CAPABILITIES = {
    "registers": {Role.OFFICIAL},
    "catalogue": {Role.REVIEWER},
    "close": {Role.REVIEWER},
    "audit": {Role.AUDITOR},
    "units": set(),
}


@dataclass(frozen=True)
class Scope:
    """What one person may see and do. `readable` is None for everything."""

    readable: frozenset[int] | None
    roles: dict[str, frozenset[int]] = field(default_factory=dict)
    home_unit_id: int | None = None
    is_administrator: bool = False

    @property
    def is_member(self) -> bool:
        return self.is_administrator or bool(self.roles)

    def sees(self, unit_id: int) -> bool:
        return self.readable is None or unit_id in self.readable

    def has(self, *roles: str) -> bool:
        """Whether the person has one of the roles anywhere."""
        return any(role in self.roles for role in roles)

    def may(self, capability: str, unit_id: int | None = None) -> bool:
        """Whether the person may do this kind of act, in a unit or (without one) anywhere."""
        if self.is_administrator:
            return True
        reach = self.units_for(capability)
        return bool(reach) if unit_id is None else unit_id in reach

    def units_for(self, capability: str) -> frozenset[int] | None:
        """The units in which the person may do this kind of act; None for all."""
        if self.is_administrator:
            return None
        return frozenset().union(*(self.roles.get(role, frozenset()) for role in CAPABILITIES[capability]))


NOBODY = Scope(readable=frozenset())


def scope_of(user) -> Scope:
    """The scope of a person today, remembered on the user object, which lives for one request."""
    if user is None or not user.is_authenticated or not user.is_active:
        return NOBODY
    day = clock.today()
    known = getattr(user, "_scope", None)
    if known is None or known[0] != day:
        known = user._scope = (day, _work_out(user, day))
    return known[1]


def forget(user) -> None:
    """Drop the remembered scope after a change of memberships within one request."""
    user._scope = None


def _work_out(user, day) -> Scope:
    memberships = list(Membership.objects.in_force(on=day).filter(user_id=user.pk).order_by("valid_from", "pk"))
    roles: dict[str, set[int]] = {}
    for membership in memberships:
        units = {membership.unit_id}
        if membership.role != Role.OFFICIAL:
            units |= _below(units)
        roles.setdefault(membership.role, set()).update(_with_predecessors(units))
    administrator = user.is_superuser or Role.ADMINISTRATOR in roles
    readable = None if administrator else frozenset().union(*roles.values())
    return Scope(
        readable=readable,
        roles={role: frozenset(units) for role, units in roles.items()},
        home_unit_id=memberships[0].unit_id if memberships else None,
        is_administrator=administrator,
    )


def _below(units: set[int]) -> set[int]:
    return set(UnitClosure.objects.filter(ancestor_id__in=units).values_list("descendant_id", flat=True))


def _with_predecessors(units: set[int]) -> set[int]:
    """The units and, over all successions, those that they took over, with what lay below them."""
    known, fresh = set(units), set(units)
    while fresh:
        before = set(Succession.objects.filter(successor_id__in=fresh).values_list("predecessor_id", flat=True))
        fresh = (before | _below(before)) - known if before else set()
        known |= fresh
    return known
