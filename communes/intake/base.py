"""What the intakes of all registers share: pairing rows with the register, trying them, writing them."""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from common import audit
from common.errors import ActionError, ClosedMonth, Refused, StaleVersion
from common.models import Batch
from common.text import one_line
from communes import locks
from communes.intake.bulk import BulkWrite
from communes.intake.lines import Fault, Line
from communes.models import Unit
from communes.scope import scope_of
from communes.writing import Write, writing

# Rows are tried in short transactions with a rest between them: on SQLite whoever writes meanwhile comes in there.
_TRIED_AT_ONCE = 5
_REST = 0.02  # seconds; a waiting writer looks every few hundredths


class Intake:
    """How one register takes many rows. A register says which names a row has and how they are found and written."""

    model: type[models.Model]  # of its things
    capability = "registers"
    needed: tuple[str, ...] = ()  # without these nothing new is entered
    aside: tuple[str, ...] = ()  # read when something is written, not compared
    # What is read with each thing that is changed: its rows, whatever its `counted` and its acts look at.
    belongings: tuple[str, ...] = ()
    # How the rules name a value that has another name in a row.
    aliases: dict[str, str] = {}

    def __init__(self, *, action: str):
        self.action = action

    # --- What a register says ----------------------------------------------------------------------------------------

    def candidates(self, lines: list[Line], *, by) -> list[models.Model]:
        """The things of the register that the rows may mean and the person sees, in a fixed order; in few queries."""
        raise NotImplementedError

    def match(self, lines: list[Line], things: list[models.Model]) -> None:
        """Have each line `mean` its thing, if it is among these, one to one."""
        raise NotImplementedError

    def resolve(self, lines: list[Line], *, by) -> None:
        """Find what texts stand for, and refuse what can be refused without trying; reads only."""

    def present(self, thing: models.Model) -> dict:
        """What the register says of the thing now, as a row: texts that are empty are None."""
        raise NotImplementedError

    def write(self, write: Write, line: Line) -> None:
        """Within an act: enter the new thing, or make the changes; raises ActionError. When rows are published `write`
        gathers what is written (communes.intake.bulk)."""
        raise NotImplementedError

    def units(self, line: Line, *, by) -> set[int]:
        """The ids of the units whose rows or figures the line touches; raises ActionError."""
        raise NotImplementedError

    def hold(self, write: Write, lines: list[Line]) -> None:
        """Lock, before anything is taken and in one order, what the acts of several lines hold besides their things:
        two files, or a file and a form, would else wait for each other."""

    # --- Planning ----------------------------------------------------------------------------------------------------

    def plan(self, lines: list[Line], *, by) -> None:
        """Find out what would become of each line. Nothing is left written."""
        self.compare(lines, by=by)
        self.try_out(lines, by=by)

    def try_out(self, lines: list[Line], *, by) -> None:
        """What the rules say of the lines that would be written becomes their faults. Nothing is left written."""
        written = [line for line in lines if line.stands]
        for start in range(0, len(written), _TRIED_AT_ONCE):
            with transaction.atomic():
                for line in written[start : start + _TRIED_AT_ONCE]:
                    self._try(line, by)
                transaction.set_rollback(True)
            if connection.vendor == "sqlite":
                time.sleep(_REST)

    def compare(self, lines: list[Line], *, by) -> None:
        """Each line beside what the register has, without the rules; reads only. Refused lines are left alone."""
        lines = [line for line in lines if not line.faults]
        for line in lines:
            line.values = _tidy(line.values)
        self._refuse_far(lines, by)
        sound = [line for line in lines if not line.faults]
        self.match(sound, self.candidates(sound, by=by))
        self.resolve([line for line in sound if not line.faults], by=by)
        self._lay_beside(sound)

    def _lay_beside(self, lines: list[Line]) -> None:
        for line in lines:
            if line.thing is not None:
                line.before = self.differences(line, self.present(line.thing))
            elif not line.faults:
                for name in self.needed:
                    if line.values.get(name) is None:
                        line.refuse(_("This is empty; a new entry needs it."), name)

    def differences(self, line: Line, present: dict) -> dict:
        """What the register says otherwise than the row, by name; an empty cell says nothing."""
        return {
            name: present[name]
            for name, value in line.values.items()
            if value is not None and name in present and name not in self.aside and value != present[name]
        }

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
                    line.mean(pools[found].pop(0))
            for line in [line for line in group if line.thing is None][most_new:]:
                other = group[1 if line is group[0] else 0]
                line.refuse(_("Row %(row)s says the same already.") % {"row": other.number})

    # --- Publishing --------------------------------------------------------------------------------------------------

    def publish(self, lines: list[Line], *, by, batch: Batch) -> None:
        """Write all lines or none, in one act whose event names the batch; the title of the batch is its reason.

        The lines are as `plan` left them, each with target and version: StaleVersion if what it means has changed
        since. Refused with the row's number where a rule says no.
        """
        self._find_again(lines, by)
        self.resolve(lines, by=by)
        self._lay_beside(lines)
        units = set().union(*(self.units(line, by=by) for line in lines if line.stands))
        with writing(
            by=by, action=self.action, units=units, reason=batch.title, capability=self.capability, batch=batch,
            kind=BulkWrite,
        ) as write:  # fmt: skip
            self._find_again(lines, by)
            self._lay_beside(lines)
            self.hold(write, [line for line in lines if line.stands])
            known = [line for line in lines if line.thing is not None]
            write.load(self.model, [line.target for line in known if line.stands], *self.belongings)
            # What ends is written before what begins in its place.
            for line in known:
                self._write(write, line)
            write.flush()
            for line in lines:
                if line.thing is None:
                    self._write(write, line)
            _count(write, batch, sum(line.stands for line in lines))

    def _find_again(self, lines: list[Line], by) -> None:
        """Each line beside the thing that it was compared with; StaleVersion if that has changed."""
        self._refuse_far(lines, by)
        known = {thing.pk: thing for thing in self.candidates(lines, by=by)}
        for line in lines:
            line.thing = known.get(line.target)
            if (line.thing and line.thing.version) != line.version:
                raise StaleVersion(_("The register has changed since the preview. Look at it once more and confirm."))

    def _write(self, write: Write, line: Line) -> None:
        try:
            if line.faults:
                raise Refused(line.faults[0].sentence)
            if line.stands:
                self.write(write, line)
        except StaleVersion:
            raise
        except ActionError as error:
            fault = next(self._faults_of(error, line))
            raise Refused(_("Row %(row)s: %(fault)s") % {"row": line.number, "fault": fault.sentence}) from error

    def _try(self, line: Line, by) -> None:
        """Write the line and take it back; what the rules say becomes its faults."""
        try:
            with transaction.atomic():
                units = self.units(line, by=by)
                locks.share(units)
                write = Write(by=by, event=audit.Event(by=by, action=self.action), unit_ids=units)
                write.check_scope(self.capability)
                self.write(write, line)
                write.finish()
                transaction.set_rollback(True)
        except ActionError as error:
            line.faults += self._faults_of(error, line)

    def _faults_of(self, error: ActionError, line: Line) -> Iterator[Fault]:
        """What an action said, by name of the value."""
        sentences = getattr(error, "errors", None) or {error.field: [str(error)]}
        for name, texts in sentences.items():
            for text in texts:
                yield Fault(self.aliases.get(name, name) or "", str(text))
        if isinstance(error, ClosedMonth) and line.thing is not None and "since" in line.values:
            yield Fault("since", _("If it has been so only since a later day, write that day here."))

    def _refuse_far(self, lines: list[Line], by) -> None:
        """Rows of units in which the person does not write."""
        reach = None if by is None else scope_of(by).units_for(self.capability)
        for line in lines:
            unit = line.values.get("unit")
            if isinstance(unit, Unit) and reach is not None and unit.pk not in reach:
                line.refuse(_("%(unit)s: you do not write in this unit.") % {"unit": unit.title}, "unit")


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


def _give_likes(intake: Intake, lines: list[Line], pool: list, rows: dict) -> None:
    """Each line takes out of the pool a thing from which it differs in nothing."""
    for line in lines:
        like = next((thing for thing in pool if not intake.differences(line, rows[thing])), None)
        if like is not None:
            line.mean(like)
            pool.remove(like)


def _count(write: Write, batch: Batch, number: int) -> None:
    before = audit.snapshot(batch)
    batch.rows += number
    batch.save(update_fields=["rows"])
    write.event.changed(batch, before=before, after=audit.snapshot(batch))
