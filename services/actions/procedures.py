"""Writing the catalogue: procedures, their online levels by date, and which units offer them (capability "catalogue").

The procedure is the root: its version guards its levels and offers too.
"""

from contextlib import contextmanager
from datetime import date, timedelta

from django.utils.translation import gettext as _

from common.errors import NotAllowed, Refused, StaleVersion
from communes.actions import rows
from communes.models import Unit
from communes.scope import scope_of
from communes.writing import Write, writing
from services import codes
from services.models import Procedure, ProcedureLevel, ProcedureOffer
from services.models.procedure import NEW_LEVELS_FROM, OLD_LEVELS

CAPABILITY = "catalogue"


def create(*, by, level: str = "", level_basis: str = "", batch=None, **fields) -> Procedure:
    """A new procedure, with its level from the first day on if given."""
    with writing(by=by, action="procedures.created", units=[], capability=CAPABILITY, batch=batch) as write:
        return insert_procedure(write, level=level, level_basis=level_basis, **fields)


def insert_procedure(write: Write, *, level: str = "", level_basis: str = "", **fields) -> Procedure:
    """Within an act: a new procedure, perhaps with its level."""
    procedure = Procedure(**fields)
    _check_fields(procedure)
    write.insert(procedure)
    if level:
        _check_level(level, procedure.valid_from)
        row = ProcedureLevel(procedure=procedure, level=level, since=procedure.valid_from, legal_basis=level_basis)
        write.insert(row, root=procedure)
    return procedure


def change(procedure: Procedure, *, by, version: int | None, reason: str, override: bool = False, **fields):
    """Correct a procedure; levels and offers have days and acts of their own. Ending it is `end`."""
    with _changing(procedure, by, "procedures.changed", version, reason=reason, override=override) as (
        write,
        procedure,
    ):
        correct_procedure(write, procedure, **fields)
    return procedure


def correct_procedure(write: Write, procedure: Procedure, **fields) -> None:
    """Within an act: put right a procedure that was taken."""
    for name, value in fields.items():
        setattr(procedure, name, value)
    _check_fields(procedure)
    _check_days(procedure)
    write.update(procedure)


def end(procedure: Procedure, *, by, version: int | None, since: date, reason: str = "", override: bool = False):
    """The procedure is no longer in force from a day on; its level and its offers end with it."""
    with _changing(procedure, by, "procedures.ended", version, reason=reason, override=override) as (write, procedure):
        end_procedure(write, procedure, since=since)
    return procedure


def end_procedure(write: Write, procedure: Procedure, *, since: date) -> None:
    """Within an act: a procedure that was taken is no longer in force from a day on."""
    if procedure.valid_until is not None:
        raise Refused(_("This has ended already."), field="since")
    procedure.valid_until = since
    write.require_not_future(since, field="since")
    for row in [*procedure.levels.all(), *procedure.offers.all()]:
        if row.until is None or row.until > since:
            row.until = None
            rows.end(write, [row], since=since)
    write.update(procedure)


def set_level(
    procedure: Procedure, *, by, version: int | None, since: date, level: str, legal_basis: str = "",
    reason: str = "", override: bool = False,
) -> ProcedureLevel:  # fmt: skip
    """The procedure has another online level from a day on; the level before it ends on that day."""
    with _changing(procedure, by, "procedures.level_set", version, reason=reason, override=override) as (write, root):
        return next_level(write, root, since=since, level=level, legal_basis=legal_basis)


def next_level(
    write: Write, root: Procedure, *, since: date, level: str, legal_basis: str = ""
) -> ProcedureLevel:  # fmt: skip
    """Within an act: another level of a procedure that was taken."""
    _require_in_force(root, since)
    _check_level(level, since)
    known = list(root.levels.all())
    _end_with_law(write, known, since)
    if known:
        changes = {"level": level, "legal_basis": legal_basis}
        if not legal_basis and any(row.until is None and row.level == level for row in known):
            del changes["legal_basis"]  # left blank for the same level: not another basis
        row = rows.carry_on(write, root, known, since=since, **changes)
    else:
        write.require_not_future(since, field="since")
        row = ProcedureLevel(procedure=root, since=since, level=level, legal_basis=legal_basis)
        write.insert(row, root=root)
    write.bump(root)
    return row


def correct_level(
    row: ProcedureLevel, *, by, version: int | None = None, reason: str, override: bool = False, **fields
):
    """Put a level right, its days included."""
    with _changing(row.procedure, by, "procedures.level_corrected", version, reason=reason, override=override) as (
        write,
        root,
    ):
        row = root.levels.get(pk=row.pk)
        _check_level(fields.get("level", row.level), fields.get("since", row.since), fields.get("until", row.until))
        rows.correct(write, row, root.levels.all(), **fields)
        write.bump(root)
    return row


def offer(
    procedure: Procedure, *, by, version: int | None, units: list[Unit], since: date, published: bool = True,
    postal: bool = False, batch=None, override: bool = False, reason: str = "",
) -> list[ProcedureOffer]:  # fmt: skip
    """Units offer the procedure from a day on; refused where one of them does already."""
    act = {"units": units, "batch": batch, "reason": reason, "override": override}
    with _changing(procedure, by, "procedures.offered", version, **act) as (write, root):
        write.require_not_future(since, field="since")
        _require_in_force(root, since)
        found = []
        for unit in units:
            write.require_in_force(unit, on=since, field="since")
            row = ProcedureOffer(procedure=root, unit=unit, since=since, published=published, postal=postal)
            _require_free(row)
            write.insert(row, root=root)
            found.append(row)
        write.bump(root)
    return found


def change_offer(
    row: ProcedureOffer, *, by, version: int | None, since: date, reason: str = "", override: bool = False, **fields
) -> ProcedureOffer:
    """From a day on the unit offers the procedure otherwise: published or not, by post or not."""
    act = {"units": [row.unit], "reason": reason, "override": override}
    with _changing(row.procedure, by, "procedures.offer_changed", version, **act) as (write, root):
        known = root.offers.filter(unit=row.unit_id).select_related("unit")
        write.require_in_force(row.unit, on=since, field="since")
        _require_in_force(root, since)
        row = rows.carry_on(write, root, known, since=since, **fields)
        write.bump(root)
    return row


def withdraw(
    row: ProcedureOffer, *, by, version: int | None, since: date, reason: str = "", override: bool = False
) -> ProcedureOffer:
    """The unit no longer offers the procedure from a day on."""
    act = {"units": [row.unit], "reason": reason, "override": override}
    with _changing(row.procedure, by, "procedures.withdrawn", version, **act) as (write, root):
        row = rows.end(write, [root.offers.get(pk=row.pk)], since=since)
        write.bump(root)
    return row


def correct_offer(row: ProcedureOffer, *, by, version: int | None = None, reason: str, override=False, **fields):
    """Put an offer right, its days included."""
    act = {"units": [row.unit, fields.get("unit") or row.unit], "reason": reason, "override": override}
    with _changing(row.procedure, by, "procedures.offer_corrected", version, **act) as (write, root):
        row = root.offers.select_related("unit").get(pk=row.pk)
        others = ProcedureOffer.objects.filter(procedure=root, unit=fields.get("unit") or row.unit)
        rows.correct(write, row, others, **fields)
        rows.require_within(write, row)
        write.bump(root)
    return row


def remove_row(
    row: ProcedureLevel | ProcedureOffer, *, by, version: int | None = None, reason: str, override: bool = False
) -> None:
    """Take out a level or an offer that was entered by mistake."""
    act = {"units": [row.unit] if isinstance(row, ProcedureOffer) else None, "reason": reason, "override": override}
    with _changing(row.procedure, by, "procedures.row_removed", version, **act) as (write, root):
        write.delete(row)
        write.bump(root)


def remove(procedure: Procedure, *, by, version: int | None = None, reason: str, override: bool = False) -> None:
    """Take out a procedure that was entered by mistake; refused once there are filings."""
    with _changing(procedure, by, "procedures.removed", version, reason=reason, override=override) as (
        write,
        procedure,
    ):
        if procedure.filings.exists():
            raise Refused(_("There are filings for this procedure; end it instead of deleting it."))
        for row in [*procedure.levels.all(), *procedure.offers.all()]:
            write.delete(row)
        write.delete(procedure)


# --- Rules -----------------------------------------------------------------------------------------------------------


@contextmanager
def _changing(procedure, by, action: str, version, *, units=None, batch=None, reason: str = "", override: bool = False):
    """Yields (write, the procedure taken). `units` None: the act may change figures of every unit that offers it."""
    unit_ids = _offering(procedure) if units is None else {unit.pk for unit in units}
    _refuse_beyond(unit_ids, by)
    with writing(
        by=by, action=action, units=unit_ids, capability=CAPABILITY, batch=batch, reason=reason, override=override
    ) as write:
        fresh = write.take(procedure, version=version)
        if units is None and not _offering(fresh) <= unit_ids:
            raise StaleVersion()  # a unit began to offer it while this act waited for its lock
        yield write, fresh


def units_of_change(procedure: Procedure, *, by) -> set[int]:
    """The units that offer a procedure, whose figures its changes touch; NotAllowed if one is not the person's."""
    unit_ids = _offering(procedure)
    _refuse_beyond(unit_ids, by)
    return unit_ids


def _refuse_beyond(unit_ids: set[int], by) -> None:
    reach = scope_of(by).units_for(CAPABILITY)
    if by is not None and reach and not unit_ids <= reach:
        raise NotAllowed(
            _("Units outside your district offer this procedure too. Ask an administrator to make this change.")
        )


def _offering(procedure: Procedure) -> set[int]:
    return set(ProcedureOffer.objects.filter(procedure=procedure).order_by().values_list("unit_id", flat=True))


def _check_fields(procedure: Procedure) -> None:
    """What the database holds too, as sentences at the fields."""
    codes.check_procedure_code(procedure.code, procedure.suffix)
    if (procedure.limit_value is None) == bool(procedure.limit_unit):
        field = "limit_value" if procedure.limit_value is None else "limit_unit"
        raise Refused(_("Give the time limit together with its unit."), field=field)
    twins = Procedure.objects.filter(code=procedure.code, valid_from=procedure.valid_from).exclude(pk=procedure.pk)
    if twins.exists():
        raise Refused(_("A procedure with this code begins on this day already."), field="code")


def _check_days(procedure: Procedure) -> None:
    first = procedure.valid_from
    for row in [*procedure.levels.all(), *procedure.offers.all()]:
        if row.since < first:
            raise Refused(
                _("There is a level or an offer since %(day)s already; the procedure cannot begin later.")
                % {"day": f"{row.since:%d/%m/%Y}"},
                field="valid_from",
            )


def _check_level(level: str, since: date, until: date | None = None) -> None:
    """A level lies within the days of its law; the database holds the same."""
    last = NEW_LEVELS_FROM - timedelta(days=1)
    if level in OLD_LEVELS and (since > last or (until and until > NEW_LEVELS_FROM)):
        raise Refused(
            _("The levels 1 to 4 exist until %(day)s; from then on choose information, partial or full.")
            % {"day": f"{last:%d/%m/%Y}"},
            field="level",
        )
    if level not in OLD_LEVELS and since <= last:
        raise Refused(
            _("The levels information, partial and full exist since %(day)s; for %(since)s choose a level from 1 to 4.")
            % {"day": f"{NEW_LEVELS_FROM:%d/%m/%Y}", "since": f"{since:%d/%m/%Y}"},
            field="level",
        )


def _end_with_law(write, known: list[ProcedureLevel], since: date) -> None:
    """A level from 1 to 4 that is still open ended with its law, not only when its successor is noted."""
    for row in known:
        if row.until is None and row.is_of_old_law and since > NEW_LEVELS_FROM:
            row.until = NEW_LEVELS_FROM
            write.update(row)


def _require_in_force(procedure: Procedure, on: date) -> None:
    if not procedure.is_in_force(on=on):
        raise Refused(_("The procedure is not in force on %(day)s.") % {"day": f"{on:%d/%m/%Y}"}, field="since")


def _require_free(row: ProcedureOffer) -> None:
    for other in ProcedureOffer.objects.filter(procedure=row.procedure_id, unit=row.unit_id):
        if other.until is None or other.until > row.since:
            raise Refused(
                _("%(unit)s offers this procedure already (%(days)s).")
                % {"unit": row.unit.title, "days": rows.days_of(other)},
                field="units",
            )
