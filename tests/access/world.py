"""A small country in which every unit keeps every register, with a word of its own in each: what a page may show of it
is then a question of words. Plain rows, written past the actions, once for a whole module of tests.

    tinh (p) > huyen (d) > xa (a) > doi (k)        a took over x on 01/03/2020
                         > xa (b), phong (o), xa (x, until 29/02/2020)
             > huyen (e) > xa (c), phong (q)
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Model

from common.months import Month
from communes.models import Membership, Reorganisation, Succession, Unit
from tests.factories import communes as ground
from tests.factories import desk

MERGED = date(2020, 3, 1)
SINCE = date(2020, 1, 6)
# letter: (name, kind, the unit above); names stand in addresses as they are written
UNITS = {
    "p": ("Thuongnguyen", "province", None),
    "d": ("Dongphong", "district", "p"),
    "e": ("Taybac", "district", "p"),
    "a": ("Anlanh", "commune", "d"),
    "b": ("Binhyen", "commune", "d"),
    "x": ("Xuanthu", "commune", "d"),
    "o": ("Onhoa", "office", "d"),
    "k": ("Khanhson", "office", "a"),
    "c": ("Cuongquyet", "commune", "e"),
    "q": ("Quyhoa", "office", "e"),
}
# name: (role, unit); every one of them may enter the admin, so that the door of the admin hides nothing.
PEOPLE = {
    "anonymous": None,
    "stranger": ("", ""),
    "official": ("official", "a"),
    "neighbour": ("official", "b"),
    "head": ("head", "a"),
    "reviewer": ("reviewer", "d"),
    "leader": ("leader", "d"),
    "auditor": ("auditor", "d"),
    "elsewhere": ("reviewer", "e"),
    "administrator": ("administrator", "p"),
    "deactivated": ("official", "a"),
}


def word(letter: str, what: str) -> str:
    """The word of a unit in a field: found by one regular expression, whatever is around it."""
    return f"kanari{letter}{what}"


@dataclass
class Thing:
    """A record: `units` are the letters of those in which it is seen (None: by every member), `home` where it is
    written, `page` the root of its url names, `is_open` whether its dated row goes on, `mark` how a list shows it,
    `owner` the one person who sees it besides administrators."""

    obj: Model
    units: frozenset[str] | None
    home: str = ""
    page: str = ""
    is_open: bool = True
    mark: str = ""
    owner: str = ""

    @property
    def model(self) -> type[Model]:
        return type(self.obj)


def keys_of(route: str, obj: Model) -> list[int]:
    """The numbers in the address of a record's page: its own, and of a handover that of the placement it led to."""
    return [obj.pk, obj.placements.last().pk] if route == "communes:equipment-handover" else [obj.pk]


@dataclass
class World:
    """The country: units by letter, people by name, all things, and whose each word is (None: every member's)."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    things: list[Thing] = field(default_factory=list)
    words: dict[str, frozenset[str] | None] = field(default_factory=dict)
    common: SimpleNamespace = field(default_factory=SimpleNamespace)
    sessions: dict = field(default_factory=dict)
    # Where the attached files lie: each test has a folder of its own, the country has one for all.
    files: Path = field(default_factory=lambda: Path(settings.MEDIA_ROOT))

    def word(self, letter: str, what: str, units=()) -> str:
        """A word that only those may read who see the unit (or one of `units`)."""
        text = word(letter, what)
        self.words[text] = frozenset(units or letter)
        return text

    def add(self, obj: Model, units, home: str = "", **options) -> Model:
        """Note a thing; returns the record."""
        units = None if units is None else frozenset(units)
        self.things.append(Thing(obj, units, home or (min(units) if units and len(units) == 1 else ""), **options))
        return obj

    def of(self, page_or_model) -> list[Thing]:
        """The things of a register (root of its url names) or of a model."""
        return [thing for thing in self.things if page_or_model in (thing.page, thing.model)]

    def until(self, letter: str) -> date | None:
        """The end of the rows of a unit."""
        return self.units[letter].valid_until


def build() -> World:
    """Everything, in one go."""
    from tests.access import crossings, rows

    world = World()
    _units(world)
    _people(world)
    ground.open_calendar(Month(2020, 1), Month(2020, 8))
    world.common.procedure = world.add(desk.make_procedure(level="3"), None, page="services:procedure")
    world.common.shared = world.add(ground.make_software(lead=world.units["d"]), None, page="communes:software")
    world.add(world.common.shared.leads.get(), "d")
    for letter in UNITS:
        rows.fill(world, letter)
    crossings.cross(world)
    crossings.joint_event(world)
    rows.calendar(world)
    return world


def _units(world: World) -> None:
    for letter, (name, kind, above) in UNITS.items():
        until = MERGED if letter == "x" else None
        unit = ground.make_unit(
            name, kind=kind, parent=world.units.get(above), slug=f"unit-{letter}{letter}", valid_until=until
        )
        world.units[letter] = world.add(unit, letter, mark=f"/units/unit-{letter}{letter}/", is_open=until is None)
    act = Reorganisation.objects.create(kind="merge", effective_on=MERGED, resolution="01/NQ")
    link = Succession.objects.create(reorganisation=act, predecessor=world.units["x"], successor=world.units["a"])
    world.add(act, "", "p", page="communes:reorganisation")
    world.add(link, "", "p")


def _people(world: World) -> None:
    for name, place in PEOPLE.items():
        if place is None:
            world.people[name] = None
            continue
        role, letter = place
        fields = {"username": name, "full_name": f"Tên {name}", "is_staff": True, "language": "en"}
        person = get_user_model().objects.create_user(**fields)
        world.people[name] = person
        if role:
            row = Membership.objects.create(user=person, unit=world.units[letter], role=role, valid_from=SINCE)
            world.add(row, "", "p", owner=name)
