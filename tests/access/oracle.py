"""Who may see and do what, worked out anew from the memberships by walking the tree in plain Python.

It shares no code with communes.scope, so that a mistake there does not hide itself. The rules (design.md 11): an
official's membership covers the unit itself, every other role its subtree; each unit brings its predecessors with what
lay below them; administrators see everything.
"""

from functools import cached_property

from tests.access.world import PEOPLE, UNITS, Thing, World

PREDECESSORS = {"a": {"x"}}
CHILDREN = {letter: {low for low, (_name, _kind, above) in UNITS.items() if above == letter} for letter in UNITS}
# What each role may do beyond looking, and where: everywhere that the membership covers.
ACTS = {
    "official": {"registers", "answer", "software_uses"},
    "head": {"answer"},
    "reviewer": {"catalogue", "close", "follow_up", "software_uses"},
    "auditor": {"audit"},
}
NOBODY = ("anonymous", "deactivated")


def subtree(letter: str) -> set[str]:
    """A unit and everything below it."""
    return {letter}.union(*(subtree(low) for low in CHILDREN[letter]))


def with_predecessors(letters: set[str]) -> set[str]:
    """The units and whatever they took over, with what lay below that."""
    before = set().union(*(subtree(old) for letter in letters for old in PREDECESSORS.get(letter, ())))
    return letters if before <= letters else with_predecessors(letters | before)


class Person:
    """What one of the people of the world may see and do."""

    def __init__(self, name: str):
        self.name = name
        self.role, self.letter = PEOPLE[name] or ("", "")
        if name in NOBODY:
            self.role = ""

    @property
    def is_logged_in(self) -> bool:
        return self.name not in NOBODY

    @property
    def is_administrator(self) -> bool:
        return self.role == "administrator"

    @cached_property
    def reach(self) -> frozenset[str]:
        """The letters of the units that the person sees."""
        if not self.role:
            return frozenset()
        if self.is_administrator:
            return frozenset(UNITS)
        own = {self.letter} if self.role == "official" else subtree(self.letter)
        return frozenset(with_predecessors(own))

    def sees(self, thing: Thing) -> bool:
        """Whether the record exists for the person."""
        if self.is_administrator:
            return True
        if thing.owner:
            return thing.owner == self.name
        return bool(self.role) if thing.units is None else bool(self.reach & thing.units)

    def reads(self, world: World, text: str) -> bool:
        """Whether a word may stand before the person's eyes."""
        return bool(self.reach & world.words[text])

    def may(self, act: str, letter: str | None = None) -> bool:
        """Whether the person may do this kind of act, in a unit or (without one) anywhere."""
        if self.is_administrator:
            return True
        return act in ACTS.get(self.role, ()) and (letter is None or letter in self.reach)


EVERYBODY = {name: Person(name) for name in PEOPLE}
