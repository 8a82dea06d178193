"""Random acts of officials and administrators on a small district, for property tests: whatever is refused is fine."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from hypothesis import strategies as st

from common.errors import ActionError
from common.months import Month
from communes import reorganise
from communes.actions import equipment, months, staff
from communes.models import Equipment, StaffMember, Unit
from documents.actions import entries, handling
from documents.models import Document
from indicators import actions as figures
from indicators import rollups
from indicators.models import DeclaredValue, Measure
from services.actions import filings
from services.models import Filing, Procedure
from tests.factories import communes as ground
from tests.factories.desk import make_offer

DAYS = [date(2020, 5, 1) + timedelta(days=step) for step in range(94)]
ACTS = (
    "register", "finish", "cancel", "reinstate", "redate", "buy", "move", "break", "hire", "post", "skill", "leave",
    "receive", "resolve", "declare", "approve", "close", "reopen", "merge", "refresh",
)  # fmt: skip
act = st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.sampled_from(DAYS), st.integers(0, 50))


class Stage:
    """A district with an administrator who does one act after another."""

    def __init__(self):
        ground.open_calendar(first=Month.of(DAYS[0]))
        self.tree = ground.make_district()
        self.units = [self.tree.tacuty, self.tree.banpho, self.tree.office, ground.make_unit(parent=self.tree.district)]
        self.by = ground.make_administrator()
        self.procedure = Procedure.objects.create(
            code="1.001193", name="Đăng ký khai sinh", field="Hộ tịch", authority="commune", valid_from=date(2015, 1, 1)
        )
        for unit in self.units[:3]:
            make_offer(self.procedure, unit)

    def play(self, name: str, which: int, day: date, number: int) -> bool:
        """One act; False if it was refused, with nothing written."""
        unit = Unit.objects.get(pk=self.units[which].pk)
        try:
            getattr(self, f"_{name}")(unit, day, number)
        except ActionError:
            return False
        return True

    def _pick(self, model, number: int):
        """One of the rows of a model, or of some rows of it."""
        rows = list(getattr(model, "objects", model).order_by("pk"))
        if not rows:
            raise ActionError("nothing to act on yet")
        return rows[number % len(rows)]

    def _register(self, unit, day, number):
        direction = "incoming" if number % 3 else "outgoing"
        fields = {"due_on": day + timedelta(days=number)} if direction == "incoming" else {"signature": "agency"}
        entries.register(
            by=self.by, direction=direction, unit=unit, registered_on=day, subject="Về việc", organ_name="UBND tỉnh",
            code="" if direction == "outgoing" else "1/UBND", **fields,
        )  # fmt: skip

    def _finish(self, unit, day, number):
        handling.finish(self._pick(Document, number), by=self.by, version=None, completed_on=day)

    def _cancel(self, unit, day, number):
        entries.cancel(self._pick(Document, number), by=self.by, version=None, reason="nhầm")

    def _reinstate(self, unit, day, number):
        entries.reinstate(self._pick(Document, number), by=self.by, version=None, reason="không nhầm")

    def _redate(self, unit, day, number):
        document = self._pick(Document, number)
        entries.change(document, by=self.by, version=None, reason="sai ngày", registered_on=day)

    def _buy(self, unit, day, number):
        equipment.create(
            by=self.by, unit=unit, acquired_on=day, kind="desktop" if number % 2 else "laptop", cost=number * 1_000_000
        )

    def _move(self, unit, day, number):
        equipment.move(self._pick(Equipment, number), by=self.by, version=None, since=day, unit=unit)

    def _break(self, unit, day, number):
        equipment.change_condition(
            self._pick(Equipment, number),
            by=self.by,
            version=None,
            since=day,
            condition="broken" if number % 2 else "good",
        )

    def _hire(self, unit, day, number):
        staff.create(by=self.by, full_name=f"Giàng A {number}", unit=unit, since=day, position="Văn phòng")

    def _post(self, unit, day, number):
        person = self._pick(StaffMember, number)
        staff.move(person, by=self.by, version=None, since=day, unit=unit, position="Tư pháp")

    def _skill(self, unit, day, number):
        staff.change_skills(
            self._pick(StaffMember, number), by=self.by, version=None, since=day, fluent=bool(number % 2)
        )

    def _leave(self, unit, day, number):
        staff.leave(self._pick(StaffMember, number), by=self.by, version=None, since=day)

    def _receive(self, unit, day, number):
        filings.receive(
            by=self.by, unit=unit, procedure=self.procedure, code=f"000.00.12.H38-{day:%y%m%d}-{number:04}",
            received_time=moment(day), channel="online" if number % 2 else "direct",
            promised_time=moment(on_weekday(day + timedelta(days=number % 9))) if number % 4 else None,
        )  # fmt: skip

    def _resolve(self, unit, day, number):
        filing = self._pick(Filing.objects.open(), number)
        filings.finish(filing, by=self.by, version=None, at=step_of(filing, day, number))

    def _declare(self, unit, day, number):
        measure = Measure.objects.get(key=("documents.incoming", "workfiles.total", "staff.total")[number % 3])
        figures.declare(
            by=self.by, unit=unit, measure=measure, month=Month.of(day), value=number, reason="theo sổ giấy"
        )

    def _approve(self, unit, day, number):
        figures.approve(by=self.by, declared=[self._pick(DeclaredValue, number)])

    def _close(self, unit, day, number):
        months.close(by=self.by, units=[unit], months=[Month.of(day)])

    def _reopen(self, unit, day, number):
        months.reopen(by=self.by, unit=unit, month=Month.of(day), reason="đính chính")

    def _merge(self, unit, day, number):
        into = self.units[1] if unit.pk != self.units[1].pk else self.units[3]
        reorganise.merge(
            by=self.by,
            effective_on=day,
            resolution="896/NQ-UBTVQH14",
            absorbed=[unit],
            into=Unit.objects.get(pk=into.pk),
        )

    def _refresh(self, unit, day, number):
        rollups.refresh()


def moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def on_weekday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def step_of(filing: Filing, day: date, number: int) -> datetime:
    """A moment on a day, or the next one that can be: now and then one that cannot."""
    return max(moment(day), filings.last_time(filing)) if number % 7 else moment(day)
