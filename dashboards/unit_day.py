"""The registers of one commune or office on a day, for its page: what stands there, what is missing."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import clock, display, forms
from communes.models import Connection, Equipment, SoftwareUse, StaffMember, UnitKind, Village
from communes.scope import scope_of
from communes.standing import Standing
from dashboards.facts import last_day
from dashboards.period import State

# Model of a register -> the root of its url names, its name.
REGISTERS = {
    Equipment: ("communes:equipment", _("Equipment")),
    StaffMember: ("communes:staff", _("Staff")),
    Connection: ("communes:connection", _("Connections")),
    Village: ("communes:village", _("Villages")),
    SoftwareUse: ("communes:software-use", _("Software")),
}
LEAVES = {UnitKind.COMMUNE, UnitKind.OFFICE}


class OnDayForm(forms.Form):
    """The day of the registers."""

    on = forms.DayField(label=_("Registers on day"), required=False)


@dataclass(frozen=True)
class Row:
    """One register: its name, what stands in it, its list on the day, and where to add to it."""

    name: str
    text: str
    url: str
    add_url: str = ""


@dataclass(frozen=True)
class Mend:
    """Something missing or out of date, and the list where it is mended."""

    sentence: str
    url: str


class UnitDay:
    """What the page of a unit says of its registers; nothing for a unit with units below it."""

    def __init__(self, state: State, params, *, user):
        self.unit, self.user = state.unit, user
        typed = params.get("on", "").replace("\x00", "")[:40]
        self.form = OnDayForm({"on": typed})
        self.form.is_valid()
        self.day = self._read(state)
        if not typed:
            self.form = OnDayForm(initial={"on": self.day})
        # The other parameters of the address, which the form of the day keeps.
        self.kept = [(name, value) for name, value in params.items() if name not in {"on", "export"} and value]
        standing = Standing(self.unit, on=self.day) if self.is_shown else None
        self.rows = [self._row(holding) for holding in standing.holdings()] if standing else []
        self.gaps = [self._mend(gap) for gap in standing.gaps(today=clock.today())] if standing else []

    @property
    def is_shown(self) -> bool:
        """Registers are kept by communes and offices."""
        return self.unit.kind in LEAVES

    @property
    def exists(self) -> bool:
        """Whether there was such a unit on the day."""
        return self.unit.exists_on(self.day)

    def _read(self, state: State) -> date:
        """The day asked for, or the last one of the period that the unit lived to see."""
        asked = self.form.cleaned_data.get("on")
        if asked is not None:
            return min(asked, clock.today())
        day = last_day(state.period)
        ends = self.unit.valid_until
        return day if ends is None or day < ends else ends.fromordinal(ends.toordinal() - 1)

    def _row(self, holding) -> Row:
        register, name = REGISTERS[holding.model]
        may_add = scope_of(self.user).may("registers", self.unit.pk) and self.unit.exists_on(clock.today())
        return Row(
            str(name), display.sentence_case(holding.text), self._address(f"{register}-list", holding.query),
            reverse(f"{register}-create") if may_add else "",
        )  # fmt: skip

    def _mend(self, gap) -> Mend:
        return Mend(display.sentence_case(gap.sentence), self._address(gap.route, gap.query))

    def _address(self, route: str, query: dict) -> str:
        return f"{reverse(route)}?{urlencode({'unit': self.unit.slug, 'on': self.day.isoformat()} | query)}"
