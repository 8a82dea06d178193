"""What a reorganisation is meant to do, before anything is written: which units end, and to whom they go."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.utils.text import slugify

from common.text import fold
from communes.models import ReorganisationKind, Unit
from communes.models.unit import LEGAL_WORDS

# Whoever has a role at a unit keeps it at the successor, unless that would lift it: a commune's clerk does not become
# the province's.
RANK = {"province": 3, "district": 2, "commune": 1, "office": 1}
# The whole of a unit goes on as one new unit, and so does everything below it.
CARRIED = (ReorganisationKind.RENAME, ReorganisationKind.MOVE)


@dataclass(frozen=True)
class NewUnit:
    """A unit that the reorganisation creates; without a slug it gets one from its name."""

    name: str
    legal_type: str
    kind: str
    parent: Unit | None
    code: str = ""
    slug: str = ""
    latitude: float | None = None
    longitude: float | None = None
    area_km2: Decimal | None = None

    @property
    def full_name(self) -> str:
        """With its generic word: "xã Tả Củ Tỷ"."""
        return f"{LEGAL_WORDS.get(self.legal_type, '')} {self.name}".strip()

    @property
    def title(self) -> str:
        """The full name at the beginning of a sentence."""
        name = self.full_name
        return name[:1].upper() + name[1:]


@dataclass(frozen=True)
class Heir:
    """A unit that takes over a part of what ends: an existing one, or one that begins on the day."""

    unit: Unit | NewUnit
    share: Decimal = Decimal(1)

    @property
    def is_new(self) -> bool:
        return isinstance(self.unit, NewUnit)


@dataclass(frozen=True)
class Plan:
    """A reorganisation by one resolution from a day on.

    `choices` says for a split which heir (by its place) gets a thing, as "equipment:12", "staff:7", "village:3",
    "connection:5", "membership:9", and "unfinished" for documents and filings; the rest goes to the main heir.
    """

    kind: str
    effective_on: date
    resolution: str
    ending: tuple[Unit, ...] = ()
    heirs: tuple[Heir, ...] = ()
    note: str = ""
    choices: Mapping[str, int] = field(default_factory=dict)

    @property
    def main(self) -> int:
        """The place of the heir with the largest share, the first of equals."""
        return max(range(len(self.heirs)), key=lambda place: (self.heirs[place].share, -place), default=0)

    @property
    def existing_heirs(self) -> list[Unit]:
        return [heir.unit for heir in self.heirs if isinstance(heir.unit, Unit)]

    @property
    def new_units(self) -> list[NewUnit]:
        return [heir.unit for heir in self.heirs if isinstance(heir.unit, NewUnit)]

    @property
    def concerned(self) -> list[Unit]:
        """The existing units whose rows change."""
        return [*self.ending, *self.existing_heirs]

    @property
    def parents(self) -> list[Unit]:
        """The units above those that begin."""
        return [new.parent for new in self.new_units if new.parent is not None]

    def place_of(self, key: str) -> int:
        """The place of the heir that gets a thing."""
        place = self.choices.get(key, self.main)
        return place if 0 <= place < len(self.heirs) else self.main


@dataclass(frozen=True)
class Lot:
    """One unit that ends and the units, now existing, that take it over."""

    unit: Unit
    heirs: tuple[tuple[Unit, Decimal], ...]
    plan: Plan

    def heir_of(self, key: str) -> Unit:
        """Who gets the thing named by the key."""
        return self.heirs[self.plan.place_of(key)][0]

    @property
    def main(self) -> Unit:
        return self.heirs[self.plan.main][0]


def below(units, day: date) -> list[Unit]:
    """The units below those given that exist just before the day and go on, the higher ones first."""
    rows = Unit.objects.filter(ancestor_links__ancestor__in=units, ancestor_links__depth__gt=0, valid_from__lt=day)
    rows = rows.filter(valid_until__isnull=True).order_by("ancestor_links__depth", "sort_key", "pk")
    return list(rows.select_related("parent"))


def twin_of(unit: Unit, parent: Unit | None) -> NewUnit:
    """The same unit once more, below another one."""
    return NewUnit(
        name=unit.name, legal_type=unit.legal_type, kind=unit.kind, parent=parent, code=unit.code,
        latitude=unit.latitude, longitude=unit.longitude, area_km2=unit.area_km2,
    )  # fmt: skip


def with_slug(new: NewUnit, day: date) -> NewUnit:
    """The new unit with a slug that no other unit has or had: by its name, then with the year, then with a number."""
    if new.slug:
        return new
    # `fold` sets an underscore nowhere that a slug would keep.
    base = slugify(fold(new.full_name))[:70] or new.kind
    taken = set(Unit.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        slug = f"{base}-{day.year}" if number == 1 else f"{base}-{day.year}-{number}"
        number += 1
    return replace(new, slug=slug)
