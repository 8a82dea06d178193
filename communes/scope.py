"""Who sees and does what where: memberships in force, with the units below and the predecessors (design.md 11)."""

from functools import cached_property

from common import clock
from communes.models import Membership, Role, Succession, Unit, UnitClosure

# What each kind of act needs; an administrator does everything.
CAPABILITIES = {
    "registers": {Role.OFFICIAL},
    "catalogue": {Role.REVIEWER},
    # Uses of software: a unit's own, and those that the keepers of the catalogue ask for.
    "software_uses": {Role.OFFICIAL, Role.REVIEWER},
    "close": {Role.REVIEWER},
    "follow_up": {Role.REVIEWER},
    "answer": {Role.OFFICIAL, Role.HEAD},
    "audit": {Role.AUDITOR},
    "units": set(),
}


class Scope:
    """What one person may see and do. The sets of units are worked out when they are first asked for."""

    def __init__(self, memberships: list[Membership], *, is_superuser: bool = False, is_above_all: bool = False):
        self._homes: dict[str, set[int]] = {}
        for membership in memberships:
            self._homes.setdefault(membership.role, set()).add(membership.unit_id)
        self.roles: tuple[str, ...] = tuple(self._homes)
        self.home_unit: Unit | None = memberships[0].unit if memberships else None
        self.is_administrator = is_superuser or Role.ADMINISTRATOR in self._homes
        # A reader at the top of the one tree reads every unit; naming each would cost more than the page.
        self._reads_all = self.is_administrator or is_above_all
        self._reach: dict[str, frozenset[int]] = {}

    @property
    def home_unit_id(self) -> int | None:
        return self.home_unit.pk if self.home_unit is not None else None

    @property
    def is_member(self) -> bool:
        return self.is_administrator or bool(self.roles)

    @cached_property
    def readable(self) -> frozenset[int] | None:
        """The units that the person reads; None for everything."""
        return None if self._reads_all else frozenset().union(*(self._units_of(role) for role in self.roles))

    def sees(self, unit_id: int) -> bool:
        return self.readable is None or unit_id in self.readable

    def has(self, *roles: str) -> bool:
        """Whether the person has one of the roles anywhere."""
        return any(role in self.roles for role in roles)

    def may(self, capability: str, unit_id: int | None = None) -> bool:
        """Whether the person may do this kind of act, in a unit or (without one) anywhere."""
        if self.is_administrator:
            return True
        if unit_id is None:
            return self.has(*CAPABILITIES[capability])
        return unit_id in self.units_for(capability)

    def units_for(self, capability: str) -> frozenset[int] | None:
        """The units in which the person may do this kind of act; None for all."""
        if self.is_administrator:
            return None
        return frozenset().union(*(self._units_of(role) for role in CAPABILITIES[capability]))

    def _units_of(self, role: str) -> frozenset[int]:
        """The units that a role covers: an official's those named, every other's also what lies below them."""
        if role not in self._reach:
            units = self._homes.get(role, set())
            if units and role != Role.OFFICIAL:
                units = _below(units)
            self._reach[role] = frozenset(_with_predecessors(units))
        return self._reach[role]


class Part(Scope):
    """What a person sees and does within some units alone, as with a key that is bound to them."""

    def __init__(self, whole: Scope, units: frozenset[int]):
        super().__init__([])
        self._whole, self._units = whole, units
        self.roles = whole.roles
        self.home_unit = whole.home_unit if whole.home_unit_id in units else None

    @cached_property
    def readable(self) -> frozenset[int]:
        """Never None: the part is named unit by unit."""
        return self._within(self._whole.readable)

    def may(self, capability: str, unit_id: int | None = None) -> bool:
        """As the person may, where that lies within the part."""
        units = self.units_for(capability)
        return bool(units) if unit_id is None else unit_id in units

    def units_for(self, capability: str) -> frozenset[int]:
        """Never None either."""
        return self._within(self._whole.units_for(capability))

    def _within(self, units: frozenset[int] | None) -> frozenset[int]:
        return self._units if units is None else self._units & units


NOBODY = Scope([])


def scope_of(user) -> Scope:
    """The scope of a person today, remembered on the user object, which lives for one request."""
    if user is None or not user.is_authenticated or not user.is_active:
        return NOBODY
    day = clock.today()
    known = getattr(user, "_scope", None)
    if known is None or known[0] != day:
        known = user._scope = (day, _confined(user, _work_out(user, day)))
    return known[1]


def confine(user, slug: str) -> None:
    """From now on this user object sees and does only what lies within a unit: the unit, what is below it and what
    these took over. Empty: everything, as before; a slug that names no unit leaves nothing."""
    user._within = slug
    forget(user)


def _confined(user, scope: Scope) -> Scope:
    slug = getattr(user, "_within", "")
    if not slug:
        return scope
    named = set(Unit.objects.filter(slug=slug).values_list("pk", flat=True))
    return Part(scope, frozenset(_with_predecessors(_below(named))))


def forget(user) -> None:
    """Drop the remembered scope after a change of memberships within one request."""
    user._scope = None


def _work_out(user, day) -> Scope:
    """From the memberships in force, oldest first."""
    rows = Membership.objects.in_force(on=day).filter(user_id=user.pk).select_related("unit")
    found = list(rows.order_by("valid_from", "pk"))
    stands_at_a_top = any(row.role != Role.OFFICIAL and row.unit.parent_id is None for row in found)
    # Asked apart, because few people stand there: within the query above everybody would pay for it.
    is_above_all = stands_at_a_top and Unit.objects.filter(parent=None).count() == 1
    return Scope(found, is_superuser=user.is_superuser, is_above_all=is_above_all)


def _below(units: set[int]) -> set[int]:
    return set(UnitClosure.objects.filter(ancestor_id__in=units).values_list("descendant_id", flat=True))


def _with_predecessors(units: set[int]) -> set[int]:
    """The units and, over all successions, those that they took over, with what lay below them."""
    known, fresh = set(units), set(units)
    while fresh:
        before = Succession.objects.filter(successor_id__in=fresh).values("predecessor_id")
        fresh = _below(before) - known
        known |= fresh
    return known
