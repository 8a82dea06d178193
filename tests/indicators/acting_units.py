"""Random reorganisations of every kind, and undoing them, among other acts."""

from decimal import Decimal

from hypothesis import strategies as st

from common.errors import ActionError
from communes import reorganise
from communes.models import Reorganisation, Unit
from communes.reorganise import Heir, NewUnit, Plan
from tests.indicators.acting import ACTS as FIRST
from tests.indicators.acting import DAYS
from tests.indicators.acting_more import ACTS as MORE
from tests.indicators.acting_more import MoreStage

# Without what declares values: those are reported, not counted in the registers, and no split apportions them.
ACTS = ("split", "rename", "found", "abolish", "join", "undo", "undo", "undo_last")
grounds = [name for name in (*FIRST, *MORE) if name not in ("declare", "approve", "close", "reopen", "source")]
unit_act = st.tuples(
    st.sampled_from(ACTS) | st.sampled_from(grounds), st.integers(0, 3), st.sampled_from(DAYS), st.integers(0, 50)
)


class UnitStage(MoreStage):
    """The district whose units are also split, renamed, founded, abolished, joined, and all of that undone."""

    def play(self, name, which, day, number):
        """The units of the stage are those that exist now, so that acts find somebody to act on."""
        living = list(Unit.objects.filter(valid_until=None, kind__in=["commune", "office"]).order_by("pk"))
        self.units = [living[place % len(living)] for place in range(4)]
        return super().play(name, which, day, number)

    def _apply(self, kind, day, ending, *heirs):
        plan = Plan(kind=kind, effective_on=day, resolution="1/NQ", ending=tuple(ending), heirs=heirs)
        return reorganise.apply(plan, by=self.by)

    def _new(self, number: int, kind: str = "commune") -> NewUnit:
        word = "xa" if kind == "commune" else "phong_ban"
        return NewUnit(name=f"Mới {number}", legal_type=word, kind=kind, parent=self.tree.district)

    def _split(self, unit, day, number):
        share = Decimal(1 + number % 9) / 10
        other = self.units[number % 4] if number % 2 else self._new(number)
        self._apply("split", day, [unit], Heir(self._new(number + 100), share), Heir(other, 1 - share))

    def _rename(self, unit, day, number):
        self._apply("rename", day, [unit], Heir(self._new(number, unit.kind)))

    def _found(self, unit, day, number):
        self._apply("create", day, [], Heir(self._new(number)))

    def _abolish(self, unit, day, number):
        self._apply("abolish", day, [unit], Heir(self.units[number % 4]))

    def _join(self, unit, day, number):
        self._apply("merge", day, [unit, self.units[number % 4]], Heir(self._new(number)))

    def _undo(self, unit, day, number):
        self._take_back(self._pick(Reorganisation, number))

    def _undo_last(self, unit, day, number):
        self._take_back(Reorganisation.objects.filter(undone_at=None).order_by("-pk").first())

    def _take_back(self, act):
        if act is None:
            raise ActionError("nothing to undo")
        reorganise.undo(act, by=self.by, reason="nhầm")
