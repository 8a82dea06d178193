"""One act on many incoming documents: all of them in one transaction, or those that can be, if the person says so."""

from collections.abc import Callable, Mapping
from copy import copy
from datetime import date

from django.utils.translation import gettext as _

from common.errors import NotAllowed, Refused
from common.text import one_line
from communes.models import Cell
from communes.scope import scope_of
from communes.together import Done, leave_out_closed, require_some, settle
from communes.writing import Write, writing
from documents.actions.handling import refusal_of_handling
from documents.models import Document
from documents.secrecy import refuse_marks


def assign_many(
    *, by, chosen: Mapping[int, int], assigned_to: str, transferred_on: date, instruction: str = "",
    due_on: date | None = None, leave_out: bool = False,
) -> Done:  # fmt: skip
    """Pass open documents on to one person or office. `chosen`: number -> version seen. An empty instruction and
    deadline leave what each document has."""
    refuse_marks(instruction=instruction)
    assigned_to, instruction = one_line(assigned_to), one_line(instruction)
    if not assigned_to:
        raise Refused(_("Say who is to handle the document."), field="assigned_to")
    Write.require_not_future(transferred_on, field="transferred_on")
    values = {"assigned_to": assigned_to, "transferred_on": transferred_on}
    values |= {"instruction": instruction} if instruction else {}
    values |= {"due_on": due_on} if due_on else {}

    def refuse(document: Document) -> str:
        if transferred_on < document.registered_on:
            return _("A document cannot be passed on before the day of its entry.")
        if due_on and due_on < document.registered_on:
            return _("The deadline cannot be before the day of arrival.")
        return ""

    with writing(by=by, action="documents.assigned", units=_units(by, chosen)) as write:
        return _apply(write, chosen, values, refuse, leave_out=leave_out)


def finish_many(*, by, chosen: Mapping[int, int], completed_on: date, leave_out: bool = False) -> Done:
    """Note for open documents that they were dealt with on one day."""
    Write.require_not_future(completed_on, field="completed_on")

    def refuse(document: Document) -> str:
        if completed_on < document.registered_on:
            return _("A document cannot be finished before it arrived.")
        return ""

    with writing(by=by, action="documents.finished", units=_units(by, chosen)) as write:
        return _apply(write, chosen, {"completed_on": completed_on}, refuse, leave_out=leave_out)


def _units(by, chosen: Mapping[int, int]) -> set[int]:
    """The units of the chosen documents in which the person writes; the others' documents are refused one by one."""
    require_some(chosen)
    scope, rows = scope_of(by), Document.objects.visible_to(by).filter(pk__in=list(chosen)).order_by()
    pairs = rows.values_list("unit_id", "handling_unit_id").distinct()
    units = {unit for pair in pairs for unit in pair if scope.may("registers", unit)}
    if not units:
        raise NotAllowed()
    return units


def _apply(
    write: Write, chosen: Mapping[int, int], values: dict, refuse: Callable[[Document], str], *, leave_out: bool
) -> Done:  # fmt: skip
    rows = Document.objects.visible_to(write.by).select_for_update(of=("self",)).filter(pk__in=list(chosen))
    done, cells = Done(), {}
    for document in rows.order_by("registered_on", "pk"):
        sentence = _refusal(write, document, chosen[document.pk]) or refuse(document)
        if sentence:
            done.refused.append((name_of(document), sentence))
        else:
            done.rows.append(document)
            cells[document.pk] = _differing(document, values)
    leave_out_closed(done, cells, name_of)
    settle(done, chosen, leave_out=leave_out)
    write.update_same(done.rows, **values)
    write.stale(*(cell for document in done.rows for cell in cells[document.pk]))
    return done


def _refusal(write: Write, document: Document, version: int) -> str:
    if not {document.unit_id, document.handling_unit_id} <= write.unit_ids:
        return str(NotAllowed.message)
    if document.version != version:
        return _("Somebody else has changed it since you chose it; look at it again.")
    return refusal_of_handling(document)


def _differing(document: Document, values: dict) -> set[Cell]:
    """The cells whose figures the act would change."""
    after = copy(document)
    for name, value in values.items():
        setattr(after, name, value)
    return document.counted().differing(after.counted())


def name_of(document: Document) -> str:
    """How a clerk knows it: by its arrival number and year."""
    return _("Arrival number %(number)s of %(year)s") % {"number": f"{document.number:02}", "year": document.year}
