"""What the intakes of all registers share: pairing rows with the register, trying them, writing them."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from common import audit
from common.errors import ActionError, ClosedMonth, Refused, StaleVersion
from common.models import Batch
from common.text import one_line
from communes import locks
from communes.models import Unit
from communes.scope import scope_of
from communes.writing import Write, writing

# Rows are tried in short transactions with a rest between them: on SQLite whoever writes meanwhile comes in there.
_TRIED_AT_ONCE = 5
_REST = 0.02  # seconds; a waiting writer looks every few hundredths


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Fault(NamedTuple):
    """Why a row is refused: the name of the value, empty if it is the row as a whole, and a sentence."""

    name: str
    sentence: str


@dataclass
class Line:
    """One row. `thing`: what it is in the register; `changes`: name -> (before, after); `found`: what texts stand for.

    `place` counts from 1 or is the number that the caller gave it.
    """

    place: int
    values: dict
    thing: models.Model | None = None
    changes: dict[str, tuple] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    found: dict = field(default_factory=dict)
    # What a new row says holds already without being entered.
    is_settled: bool = False

    @property
    def fate(self) -> Fate:
        """What becomes of it."""
        if self.faults:
            return Fate.REFUSED
        if self.thing is None:
            return Fate.UNCHANGED if self.is_settled else Fate.NEW
        return Fate.CHANGED if self.changes else Fate.UNCHANGED

    @property
    def is_written(self) -> bool:
        """Whether publishing it writes something."""
        return self.fate in (Fate.NEW, Fate.CHANGED)

    @property
    def seen(self) -> tuple[int | None, int | None]:
        """What it was compared with: the key of the thing and its version, as `publish` asks for them."""
        return (None, None) if self.thing is None else (self.thing.pk, self.thing.version)

    def refuse(self, sentence: str, name: str = "") -> None:
        """Add a fault."""
        self.faults.append(Fault(name, str(sentence)))


class Intake:
    """How one register takes many rows. A register says which names a row has and how they are found and written."""

    capability = "registers"
    needed: tuple[str, ...] = ()  # without these nothing new is entered
    aside: tuple[str, ...] = ()  # read when something is written, not compared

    def __init__(self, *, action: str):
        self.action = action

    # --- What a register says ----------------------------------------------------------------------------------------

    def candidates(self, lines: list[Line], *, by) -> list[models.Model]:
        """The things of the register that the rows may mean and the person sees, in a fixed order; in few queries."""
        raise NotImplementedError

    def match(self, lines: list[Line], things: list[models.Model]) -> None:
        """Give each line its `thing`, if it is among these, one to one."""
        raise NotImplementedError

    def resolve(self, lines: list[Line], *, by) -> None:
        """Find what texts stand for, and refuse what can be refused without trying; reads only."""

    def present(self, thing: models.Model) -> dict:
        """What the register says of the thing now, as a row: texts that are empty are None."""
        raise NotImplementedError

    def write(self, write: Write, line: Line) -> None:
        """Within an act: enter the new thing, or make the changes; raises ActionError."""
        raise NotImplementedError

    def units(self, line: Line, *, by) -> set[int]:
        """The ids of the units whose rows or figures the line touches; raises ActionError."""
        raise NotImplementedError

    def may(self, by) -> str:
        """The capability that the person uses here."""
        return self.capability

    # --- Planning ----------------------------------------------------------------------------------------------------

    def plan(self, rows: Iterable[dict], *, by, places: Iterable[int] | None = None) -> list[Line]:
        """What would become of each row. Nothing is left written."""
        lines = self.compare(rows, by=by, places=places)
        self.try_out(lines, by=by)
        return lines

    def try_out(self, lines: list[Line], *, by) -> None:
        """What the rules say of the lines that would be written becomes their faults. Nothing is left written."""
        written = [line for line in lines if line.is_written]
        for start in range(0, len(written), _TRIED_AT_ONCE):
            with transaction.atomic():
                for line in written[start : start + _TRIED_AT_ONCE]:
                    self._try(line, by)
                transaction.set_rollback(True)
            if connection.vendor == "sqlite":
                time.sleep(_REST)

    def compare(
        self, rows: Iterable[dict], *, by, places: Iterable[int] | None = None, seen: Iterable[tuple] | None = None
    ) -> list[Line]:
        """Each row beside what the register has, without the rules; reads only. `seen` as in `publish`."""
        rows = list(rows)
        places = range(1, len(rows) + 1) if places is None else places
        lines = [Line(place, _tidy(row)) for place, row in zip(places, rows, strict=True)]
        self._refuse_far(lines, by)
        sound = [line for line in lines if not line.faults]
        things = self.candidates(sound, by=by)
        if seen is None:
            self.match(sound, things)
        else:
            _match_as_seen(lines, things, list(seen))
        self.resolve([line for line in sound if not line.faults], by=by)
        for line in lines:
            if line.thing is not None:
                line.changes = self.differences(line, self.present(line.thing))
            elif not line.faults:
                for name in self.needed:
                    if line.values.get(name) is None:
                        line.refuse(_("This is empty; a new entry needs it."), name)
        return lines

    def differences(self, line: Line, present: dict) -> dict[str, tuple]:
        """What the row says otherwise than the register; an empty cell says nothing."""
        return {
            name: (present[name], value)
            for name, value in line.values.items()
            if value is not None and name in present and name not in self.aside and value != present[name]
        }  # fmt: skip

    def pair(self, lines: list[Line], things: Iterable[models.Model], key, *, is_single: bool = True) -> None:
        """Give lines the things with the same key: first those that say the same, then the others in order.

        `key(row)` of a row as in `present` and `values`, None for a row that is not meant. `is_single`: a second line
        with the key of one that went before is refused, once no thing is left for it.
        """
        pools, rows = defaultdict(list), {}
        for thing in things:
            rows[thing] = self.present(thing)
            pools[key(rows[thing])].append(thing)
        waiting = [line for line in lines if line.thing is None and not line.faults and key(line.values) is not None]
        asking = defaultdict(list)
        for line in waiting:
            asking[key(line.values)].append(line)
        for found, group in asking.items():
            most_new = len(group) if not is_single else 0 if pools[found] else 1
            _give_likes(self, group, pools[found], rows)
            for line in group:
                if line.thing is None and pools[found]:
                    line.thing = pools[found].pop(0)
            for line in [line for line in group if line.thing is None][most_new:]:
                other = group[1 if line is group[0] else 0]
                line.refuse(_("Row %(row)s says the same already.") % {"row": other.place})

    # --- Publishing --------------------------------------------------------------------------------------------------

    def publish(
        self, rows: Iterable[dict], *, by, batch: Batch, places: Iterable[int] | None = None,
        seen: Iterable[tuple] | None = None,
    ) -> list[Line]:  # fmt: skip
        """Write all rows or none, in one act whose event names the batch; the title of the batch is its reason.

        `seen`: what `plan` compared each of the rows with (`Line.seen`); StaleVersion if it has changed. Without it the
        rows are paired and checked here for the first time. Refused with the row's number where a rule says no.
        """
        rows = list(rows)
        given = {"by": by, "places": places and list(places), "seen": seen and list(seen)}
        units = self._units(self.compare(rows, **given), by)
        with self._writing(by, units, batch, is_checked=seen is not None) as write:
            lines = self.compare(rows, **given)
            for line in lines:
                self._write(write, line)
            _count(write, batch, sum(line.is_written for line in lines))
        return lines

    def _write(self, write: Write, line: Line) -> None:
        try:
            if line.faults:
                raise Refused(line.faults[0].sentence)
            if line.is_written:
                self.write(write, line)
        except StaleVersion:
            raise
        except ActionError as error:
            fault = next(faults_of(error, line))
            raise Refused(_("Row %(row)s: %(fault)s") % {"row": line.place, "fault": fault.sentence}) from error

    def _units(self, lines: list[Line], by) -> set[int]:
        return set().union(*(self.units(line, by=by) for line in lines if line.is_written))

    @contextmanager
    def _writing(self, by, units: set[int], batch: Batch, *, is_checked: bool):
        with writing(
            by=by, action=self.action, units=units, reason=batch.title, capability=self.may(by), batch=batch,
        ) as write:  # fmt: skip
            write.is_checked = is_checked
            yield write

    def _try(self, line: Line, by) -> None:
        """Write the line and take it back; what the rules say becomes its faults."""
        try:
            with transaction.atomic():
                units = self.units(line, by=by)
                locks.share(units)
                write = Write(by=by, event=audit.Event(by=by, action=self.action), unit_ids=units)
                write.check_scope(self.may(by))
                self.write(write, line)
                write.finish()
                transaction.set_rollback(True)
        except ActionError as error:
            line.faults += faults_of(error, line)

    def _refuse_far(self, lines: list[Line], by) -> None:
        """Rows of units in which the person does not write."""
        reach = None if by is None else scope_of(by).units_for(self.may(by))
        for line in lines:
            unit = line.values.get("unit")
            if isinstance(unit, Unit) and reach is not None and unit.pk not in reach:
                line.refuse(_("%(unit)s: you do not write in this unit.") % {"unit": unit.title}, "unit")


def faults_of(error: ActionError, line: Line) -> Iterator[Fault]:
    """What an action said, by name of the value."""
    sentences = getattr(error, "errors", None) or {error.field: [str(error)]}
    for name, texts in sentences.items():
        for text in texts:
            yield Fault(name or "", str(text))
    if isinstance(error, ClosedMonth) and line.thing is not None and "since" in line.values:
        yield Fault("since", _("If it has been so only since a later day, write that day here."))


def stored(model: type[models.Model], values: dict) -> dict:
    """Values of a row as fields of the model hold them: no text is an empty text, nothing else is left out."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    found = {}
    for name, value in values.items():
        if value is not None or fields[name].null:
            found[name] = value
        elif isinstance(fields[name], models.CharField | models.TextField) and fields[name].blank:
            found[name] = ""
    return found


def said(line: Line, names: Iterable[str]) -> dict:
    """What the row says under these names, empty cells too."""
    return {name: line.values[name] for name in names if name in line.values}


def row_of(thing: models.Model, names: Iterable[str]) -> dict:
    """Fields of a thing as a row has them: an empty text is None."""
    return {name: getattr(thing, name) if getattr(thing, name) != "" else None for name in names}


def _tidy(row: dict) -> dict:
    """Texts in their one form, as the register keeps them; an empty one is None."""
    return {name: (one_line(value) or None) if isinstance(value, str) else value for name, value in row.items()}


def _match_as_seen(lines: list[Line], things: list[models.Model], seen: list[tuple]) -> None:
    known = {thing.pk: thing for thing in things}
    for line, (key, version) in zip(lines, seen, strict=True):
        line.thing = known.get(key)
        if line.seen != (key, version):
            raise StaleVersion(_("The register has changed since the preview. Look at it once more and confirm."))


def _give_likes(intake: Intake, lines: list[Line], pool: list, rows: dict) -> None:
    """Each line takes out of the pool a thing from which it differs in nothing."""
    for line in lines:
        like = next((thing for thing in pool if not intake.differences(line, rows[thing])), None)
        if like is not None:
            line.thing = like
            pool.remove(like)


def _count(write: Write, batch: Batch, number: int) -> None:
    before = audit.snapshot(batch)
    batch.rows += number
    batch.save(update_fields=["rows"])
    write.event.changed(batch, before=before, after=audit.snapshot(batch))
