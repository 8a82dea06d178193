"""One act on many incoming documents: all of them in one transaction, or those that can be, if the person says so."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import display
from common.errors import Invalid, NotAllowed, Refused
from common.text import one_line
from communes import reports
from communes.models import Cell
from communes.scope import scope_of
from communes.writing import Write, writing
from documents.actions.handling import refusal_of_handling
from documents.models import Document
from documents.secrecy import refuse_marks

# As many as one page of reasons can name, and one transaction holds without keeping others waiting.
MOST = 500
MOST_NAMED = 20


@dataclass
class Done:
    """What an act on many documents came to."""

    documents: list[Document] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


class SomeRefused(Invalid):
    """Some of the documents cannot take the act and nothing was written; `errors[None]` names them."""


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
    if not 0 < len(chosen) <= MOST:
        raise Refused(_("Choose between 1 and %(most)s documents.") % {"most": MOST})
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
            done.documents.append(document)
            cells[document.pk] = _differing(document, values)
    _leave_out_closed(done, cells)
    gone = len(chosen) - len(done.documents) - len(done.refused)
    if gone:
        said = ngettext(
            "%(count)s document is not there any more.", "%(count)s documents are not there any more.", gone
        )
        done.refused.append(("", said % {"count": display.number(gone)}))
    if (done.refused and not leave_out) or not done.documents:
        raise SomeRefused({None: list(_sentences(done))})
    write.update_same(done.documents, **values)
    write.stale(*(cell for document in done.documents for cell in cells[document.pk]))
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


def _leave_out_closed(done: Done, cells: dict[int, set[Cell]]) -> None:
    """A document whose act would change a closed month is refused, the others go on."""
    closed = set(reports.closed_among({cell for found in cells.values() for cell in found}))
    for document in [row for row in done.documents if cells[row.pk] & closed]:
        month = min(cells[document.pk] & closed).period
        done.documents.remove(document)
        sentence = _("Month %(month)s is closed; this would change its figures.") % {"month": month.label}
        done.refused.append((name_of(document), sentence))


def name_of(document: Document) -> str:
    """How a clerk knows it: by its arrival number and year."""
    return _("Arrival number %(number)s of %(year)s") % {"number": f"{document.number:02}", "year": document.year}


def _sentences(done: Done):
    """What cannot be done and why, as many as one reads; the form says above it that nothing has been saved."""
    for name, sentence in done.refused[:MOST_NAMED]:
        yield f"{name}: {sentence}" if name else sentence
    more = len(done.refused) - MOST_NAMED
    if more > 0:
        yield ngettext("and %(count)s more document.", "and %(count)s more documents.", more) % {"count": more}
