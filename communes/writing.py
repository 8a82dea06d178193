"""The one way in which a register is written (design.md 3): lock, scope, rules, rows, audit, stale marks."""

import logging
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils.translation import gettext as _

from common import audit, clock, display
from common.errors import ClosedMonth, Invalid, NotAllowed, OutOfScope, Refused, StaleVersion
from common.text import normalise, one_line
from communes import confirming, locks, ports, reports
from communes.models import Cell, Counted, Dated, StaleMark, Unit
from communes.scope import scope_of

logger = logging.getLogger(__name__)


@contextmanager
def writing(
    *, by, action: str, units, reason: str = "", override: bool = False, capability: str = "registers", batch=None,
    kind: type["Write"] | None = None,
):  # fmt: skip
    """One act on registers, in one transaction; yields a `Write`.

    `by` None is the system itself. `units`: every unit (or id) whose rows or figures the act may touch, old and new.
    `override`: an administrator changes a closed month, with a reason. `kind`: another way to write rows. Raises the
    errors of common.errors; then nothing is written. An act that changes nothing leaves no event.
    """
    unit_ids = {unit.pk if isinstance(unit, Unit) else unit for unit in units}
    with audit.event(by=by, action=action, reason=reason, batch=batch, keep_empty=False) as event:
        locks.share(unit_ids)
        kind = kind or Write
        write = kind(by=by, event=event, unit_ids=unit_ids, reason=reason, override=override, batch=batch)
        write.check_scope(capability)
        yield write
        write.finish()


class Write:
    """What an act does to registers. Roots are taken before they change, so that both states can be compared.

    `compares` False: the act marks every month of its units anyway (a merger), and nothing is worked out root by root.
    """

    def __init__(
        self, *, by, event, unit_ids: set[int], reason: str = "", override: bool = False, batch=None,
        compares: bool = True,
    ):  # fmt: skip
        self.by, self.event, self.unit_ids, self.reason = by, event, unit_ids, reason
        self.override, self.batch, self.compares = override, batch, compares
        self.cells: set[Cell] = set()
        self._before: dict[tuple[type, int], Counted] = {}
        self._snapshots: dict[tuple[type, int], dict] = {}
        self._dated: dict[type, set[int]] = {}
        self._held: dict[tuple[type, int], models.Model] = {}

    # --- rules -------------------------------------------------------------------------------------------------------

    def check_scope(self, capability: str) -> None:
        """OutOfScope if the person does not see one of the units, NotAllowed if this act is not the person's."""
        if self.by is None:
            return
        scope = scope_of(self.by)
        if not all(scope.sees(unit_id) for unit_id in self.unit_ids):
            raise OutOfScope()
        reach = scope.units_for(capability)
        if reach is not None and (not reach or not self.unit_ids <= reach):
            raise NotAllowed()

    def require_in_force(self, unit: Unit, *, on: date, field: str = "unit") -> None:
        """Refused if the unit does not exist on the day; asked after the lock, so that no merger slips in between."""
        self._refresh(unit)
        if not unit.exists_on(on):
            raise Refused(
                _("%(unit)s does not exist on %(day)s. Choose the unit that has taken it over, or another date.")
                % {"unit": unit.title, "day": f"{on:%d/%m/%Y}"},
                field=field,
            )

    @staticmethod
    def require_not_future(day: date | None, *, field: str) -> None:
        if day is not None and day > clock.today():
            raise Refused(
                _("%(day)s lies in the future; today is %(today)s.")
                % {"day": f"{day:%d/%m/%Y}", "today": f"{clock.today():%d/%m/%Y}"},
                field=field,
            )

    def reach(self, unit_ids) -> None:
        """Lock units that the act touches as a consequence and not by the person's choice, in whatever district: the
        scope was checked for what was chosen. Who reads their rows before is alone with all writers."""
        locks.share(unit_ids)
        self.unit_ids = self.unit_ids | set(unit_ids)

    # --- rows --------------------------------------------------------------------------------------------------------

    def take(self, root: models.Model, *, version: int | None = None):
        """The root as it is now, under the lock, its present contribution remembered; OutOfScope if it has gone.

        `version`: what the person had before the eyes; StaleVersion if it has changed since. None: not edited by hand.
        """
        fresh = self._fresh(root)
        if version is not None and fresh.version != version:
            raise StaleVersion()
        key = self._key(fresh)
        if self.compares and key not in self._before:
            self._before[key] = self._counted(fresh)
        self._snapshots[key] = audit.snapshot(fresh)
        return fresh

    def hold(self, obj: models.Model):
        """A row that the act leaves as it is, locked until its end and read once: another act waits here."""
        key = self._key(obj)
        if key not in self._held:
            self._held[key] = _locked(obj)
        return self._held[key]

    def insert(self, obj: models.Model, *, root: models.Model | None = None) -> None:
        """Check and write a new row; `root`: the taken or inserted object whose contribution it belongs to."""
        if self.batch is not None and hasattr(obj, "batch_id"):
            obj.batch = self.batch
        self._save(obj, is_new=True)
        self._note_dated(obj)
        if root is None and hasattr(obj, "counted"):
            self._before.setdefault(self._key(obj), Counted())
        self._snapshots[self._key(obj)] = audit.snapshot(obj)
        self.event.changed(obj, before=None, after=self._snapshots[self._key(obj)], unit_id=_unit_of(obj))

    def update(self, obj: models.Model) -> None:
        """Check and write a changed row that was taken before (roots) or read under this act's lock (their rows)."""
        key = self._key(obj)
        before = self._snapshots.get(key) or audit.snapshot(type(obj)._base_manager.get(pk=obj.pk))
        self._save(obj, is_new=False)
        self._note_dated(obj)
        self.event.changed(obj, before=before, after=audit.snapshot(obj), unit_id=_unit_of(obj))
        self._snapshots[key] = audit.snapshot(obj)

    def insert_many(self, rows: list[models.Model]) -> None:
        """Write new rows of one model in few statements. They are likenesses of rows that were checked when written:
        nothing is validated, the table's constraints hold, derived columns are as the rows have them."""
        if not rows:
            return
        type(rows[0])._base_manager.bulk_create(rows, batch_size=500)
        for row in rows:
            self._note_dated(row)
            self.event.changed(row, before=None, after=audit.snapshot(row), unit_id=_unit_of(row))

    def update_same(self, rows: list[models.Model], **values) -> None:
        """Give many rows of one model the same values in few statements, not validated: days and units that fit."""
        if not rows:
            return
        model, befores = type(rows[0]), [audit.snapshot(row) for row in rows]
        raised = {"version": models.F("version") + 1} if hasattr(rows[0], "version") else {}
        for start in range(0, len(rows), 500):
            keys = [row.pk for row in rows[start : start + 500]]
            model._base_manager.filter(pk__in=keys).update(**values, **raised)
        for row, before in zip(rows, befores, strict=True):
            for name, value in values.items():
                setattr(row, name, value)
            self._note_dated(row)
            self.event.changed(row, before=before, after=audit.snapshot(row), unit_id=_unit_of(row))

    def delete(self, obj: models.Model) -> None:
        """Delete a row; a root must have been taken before, so that its figures fall."""
        self.event.changed(obj, before=audit.snapshot(obj), after=None, unit_id=_unit_of(obj))
        try:
            obj.delete()
        except models.ProtectedError as error:
            raise Refused(_("Other records refer to this one; it cannot be deleted.")) from error

    def flush(self) -> None:
        """Have the database know what was written so far; only acts that gather their rows have something to do."""

    def bump(self, root: models.Model) -> None:
        """Raise the version of a root whose rows were changed."""
        root.version += 1
        root.save(update_fields=["version"])

    # --- the end -----------------------------------------------------------------------------------------------------

    def stale(self, *cells: Cell) -> None:
        """Add cells that the comparison of roots does not see."""
        self.cells.update(cells)

    def finish(self) -> None:
        """Compare the states, refuse a change of closed months, write the marks."""
        self._compare()
        beyond = {cell.unit_id for cell in self.cells} - self.unit_ids
        if beyond:
            # A merger moved the thing between the reading of its unit and the lock, or the action names too few units.
            logger.error("%s: figures of units %s change, which were not locked", self.event.row.action, sorted(beyond))
            raise StaleVersion()
        self._check_ends()
        self._check_closed()
        confirming.note_changes(self.event.changes)
        mark(self.cells)

    def _fresh(self, root: models.Model):
        return _locked(root)

    def _save(self, obj: models.Model, *, is_new: bool) -> None:
        validate(obj)
        if not is_new and hasattr(obj, "version"):
            obj.version += 1
        obj.save(force_insert=is_new, force_update=not is_new)

    def _refresh(self, unit: Unit) -> None:
        unit.refresh_from_db(fields=["valid_from", "valid_until"])

    def _compare(self) -> None:
        for (model, pk), before in self._before.items():
            root = model._base_manager.filter(pk=pk).first()
            self.cells |= before.differing(Counted() if root is None else self._counted(root))

    def _counted(self, root: models.Model) -> Counted:
        return root.counted() if hasattr(root, "counted") else Counted()

    def _note_dated(self, obj) -> None:
        if isinstance(obj, Dated) and getattr(obj, "unit_id", None) is not None:
            self._dated.setdefault(type(obj), set()).add(obj.pk)

    def _check_ends(self) -> None:
        """Nothing that is counted at a date stays at a unit that has ended, whatever the act was."""
        goes_on = models.Q(until__isnull=True) | models.Q(until__gt=models.F("unit__valid_until"))
        for model, pks in self._dated.items():
            rows = model.objects.filter(goes_on, pk__in=pks, unit__valid_until__isnull=False)
            row = rows.select_related("unit").first()
            if row is not None:
                raise Refused(
                    _("%(unit)s ended on %(day)s; the row must end by then.")
                    % {"unit": row.unit.title, "day": f"{row.unit.valid_until:%d/%m/%Y}"},
                    field="unit",
                )

    def _check_closed(self) -> None:
        closed = reports.closed_among(self.cells)
        if not closed:
            return
        if self.override:
            if self.by is not None and not scope_of(self.by).is_administrator:
                raise NotAllowed()
            if not self.reason.strip():
                raise Refused(_("Say why a closed month is changed."), field="reason")
            return
        first = closed[0]
        unit = Unit.objects.get(pk=first.unit_id)
        names = {"month": first.period.label, "unit": unit.full_name}
        raise ClosedMonth(
            _("Month %(month)s of %(unit)s is closed; this would change its figures. Ask an administrator.") % names,
            cells=closed,
            fact=_("Month %(month)s of %(unit)s is closed; this would change its figures.") % names,
        )

    @staticmethod
    def _key(obj) -> tuple[type, int]:
        return type(obj), obj.pk


def _locked(obj: models.Model):
    fresh = type(obj)._base_manager.select_for_update(of=("self",)).filter(pk=obj.pk).first()
    if fresh is None:
        raise OutOfScope()
    return fresh


def validate(obj: models.Model) -> None:
    """Text in its one form, then fields, uniqueness and constraints; Invalid with the sentences by field."""
    tidy(obj)
    errors = _beyond_columns(obj)
    try:
        obj.full_clean(exclude=set(errors))
    except ValidationError as error:
        found = {None if name == NON_FIELD_ERRORS else name: texts for name, texts in error.message_dict.items()}
        raise Invalid(found | errors) from error
    if errors:
        raise Invalid(errors)


def _beyond_columns(obj: models.Model) -> dict[str, list[str]]:
    """Sentences for whole numbers above what PostgreSQL's column holds: SQLite would take them without a word."""
    errors = {}
    for field in obj._meta.concrete_fields:
        most = BaseDatabaseOperations.integer_field_ranges.get(field.get_internal_type(), (None, None))[1]
        value = getattr(obj, field.attname)
        if most is not None and isinstance(value, int) and value > most:
            sentence = _("The number must be at most %(limit_value)s.") % {"limit_value": display.number(most)}
            errors[field.name] = [sentence]
    return errors


def tidy(obj: models.Model) -> None:
    """Texts in their one form."""
    # Before the checks: "Tả  Củ Tỷ " from an import is the same name as "Tả Củ Tỷ".
    for field in obj._meta.concrete_fields:
        value = getattr(obj, field.attname)
        if isinstance(value, str) and isinstance(field, models.CharField | models.TextField) and not field.choices:
            setattr(obj, field.attname, one_line(value) if isinstance(field, models.CharField) else normalise(value))


def mark(cells) -> None:
    """Append one stale mark for each cell, sorted, and have figures refreshed after the commit."""
    # By month and section first: a refresher's batch then asks each source about many units at once.
    ordered = sorted(cells, key=lambda c: (c.year, c.month, str(c.section), c.unit_id))
    rows = [StaleMark(unit_id=c.unit_id, year=c.year, month=c.month, section=str(c.section)) for c in ordered]
    if not rows:
        return
    StaleMark.objects.bulk_create(rows, batch_size=2000)
    transaction.on_commit(_tell_the_floors_above)


def _tell_the_floors_above() -> None:
    for call in ports.after_commit:
        call()


def _unit_of(obj) -> int | None:
    if isinstance(obj, Unit):
        return obj.pk
    return getattr(obj, "unit_id", None) or getattr(obj, "host_unit_id", None)
