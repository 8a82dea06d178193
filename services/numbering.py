"""The next code of a unit's filings: agency code and width as the unit wrote them last, the day, the next number."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from common.calendar import midnight
from common.errors import Refused
from common.text import one_line
from communes.models import Unit
from services import codes
from services.models import Filing


@dataclass(frozen=True)
class Habit:
    """How a unit writes its codes."""

    agency: str
    digits: int

    def code(self, day: date, number: int) -> str:
        """The code of the `number`-th filing of a day."""
        return codes.filing_code(self.agency, day, number, digits=self.digits)

    def next_code(self, day: date) -> str:
        """After the highest number of the day that anybody entered under this agency code: desks may share one."""
        begins = f"{self.agency}-{day:%y%m%d}-"
        # By the day too, for which there is an index on both databases.
        of_day = {"received_time__gte": midnight(day), "received_time__lt": midnight(day + timedelta(days=1))}
        taken = Filing.objects.order_by().filter(code__startswith=begins, **of_day)
        numbers = [int(code.removeprefix(begins)) for code in taken.values_list("code", flat=True)]
        return self.code(day, max(numbers, default=0) + 1)


def habit_of(unit_id: int) -> Habit | None:
    """As in the newest filing that the unit received; None before the first."""
    newest = Filing.objects.filter(unit=unit_id).order_by("-received_time", "-pk").values_list("code", flat=True)
    found = codes.parts_of(newest.first() or "")
    return found and Habit(found[0], len(found[1]))


def written(typed: str, *, unit: Unit, day: date) -> str:
    """The whole code: as typed, or completed from a running number alone, or the next one where nothing was typed.

    Two people who leave it empty at once wait for each other here. Refused where the unit has no filing to go by.
    """
    typed = one_line(typed)
    if typed and not codes.is_number(typed):
        return typed
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    habit = habit_of(unit.pk)
    if habit is None:
        raise Refused(
            _(
                "%(unit)s has no filing yet, so its agency code is not known here. Type the first code in full, for "
                "example 000.00.12.H38-200617-0001."
            )
            % {"unit": unit.title},
            field="code",
        )
    return habit.code(day, int(typed)) if typed else habit.next_code(day)
