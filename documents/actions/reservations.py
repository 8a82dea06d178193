"""Keeping numbers for documents to come, entering those documents, and giving kept numbers up."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from common import clock
from common.errors import Refused
from common.text import one_line
from communes.models import Unit
from communes.writing import Write, writing
from documents import entering, numbering
from documents.actions.rules import check, check_beginning, hold_answer
from documents.doubles import refuse_double
from documents.models import Document, NumberReservation, ReservationState
from documents.secrecy import Secrecy, refuse_marks, refuse_secret


def keep(
    *, by, direction: str, unit: Unit, kept_on: date, purpose: str, count: int = 1, series: str = "",
    first: int | None = None,
) -> list[NumberReservation]:  # fmt: skip
    """Keep the next `count` numbers of the book of the day's year, or those from `first` on if they are free."""
    refuse_marks(purpose=purpose, series=series)
    if not 1 <= count <= numbering.MOST_KEPT_AT_ONCE:
        raise Refused(
            _("Keep at least one number, and at most %(most)s at once.") % {"most": numbering.MOST_KEPT_AT_ONCE},
            field="count",
        )
    with writing(by=by, action="documents.number_kept", units=[unit]) as write:
        write.require_not_future(kept_on, field="kept_on")
        check_beginning(kept_on, field="kept_on")
        write.require_in_force(unit, on=kept_on, field="kept_on")
        book = numbering.Book(unit.pk, direction, entering.book_name(series), kept_on.year)
        wanted = [None if first is None else first + place for place in range(count)]
        try:
            numbers = numbering.allocate_many(write, book, wanted)
        except Refused as refused:
            raise Refused(refused.message, field="first") from refused
        made = [_kept(book, number, purpose, kept_on, by) for number in numbers]
        for reservation in made:
            write.insert(reservation)
    return made


def fill(
    reservation: NumberReservation, *, by, version: int | None, registered_on: date, secrecy: str = Secrecy.NONE,
    known: Collection[int] | None = None, no_deadline: bool = False, reason: str = "", override: bool = False, **fields,
) -> Document:  # fmt: skip
    """Enter the document for which a number was kept; an outgoing one is of the day of keeping or later.

    `known` and `no_deadline` as for `entries.register`.
    """
    refuse_secret(secrecy)
    refuse_marks(reason=reason, **fields)
    units = [reservation.unit_id]
    with writing(by=by, action="documents.registered", units=units, reason=reason, override=override) as write:
        kept = _take(write, reservation, version)
        document = Document(
            direction=kept.direction, unit=kept.unit, handling_unit=kept.unit, series=kept.series, year=kept.year,
            number=kept.number, registered_on=registered_on, **entering.known(fields),
        )  # fmt: skip
        entering.check_day(write, document)
        entering.check_kept_day(document, kept)
        entering.give_deadline(document, no_deadline=no_deadline)
        check(document)
        hold_answer(document)
        if known is not None:
            refuse_double(document, known=known)
        entering.give_notation(document)
        write.insert(document)
        kept.state, kept.document = ReservationState.FILLED, document
        write.update(kept)
    return document


def release(reservation: NumberReservation, *, by, version: int | None, reason: str) -> NumberReservation:
    """Give a kept number up, with the reason; it stays visible beside it and is never given to a document."""
    reason = one_line(reason)
    if not reason:
        raise Refused(_("Say why the number is given up."), field="reason")
    refuse_marks(reason=reason)
    units = [reservation.unit_id]
    with writing(by=by, action="documents.number_given_up", units=units, reason=reason) as write:
        kept = _take(write, reservation, version)
        kept.state, kept.give_up_reason = ReservationState.GIVEN_UP, reason
        kept.given_up_on, kept.given_up_by = clock.today(), by
        write.update(kept)
    return kept


def _kept(book: numbering.Book, number: int, purpose: str, kept_on: date, by) -> NumberReservation:
    return NumberReservation(**book._asdict(), number=number, purpose=purpose, kept_on=kept_on, kept_by=by)


def _take(write: Write, reservation: NumberReservation, version: int | None) -> NumberReservation:
    """The kept number as it is now, its book locked; Refused when something has become of it already."""
    numbering.locked_counter(numbering.book_of(reservation))
    kept = write.take(reservation, version=version)
    if kept.state == ReservationState.FILLED:
        raise Refused(
            _("Under number %(number)s a document has been entered already: %(name)s.")
            % {"number": f"{kept.number:02}", "name": kept.document}
        )
    if kept.state == ReservationState.GIVEN_UP:
        raise Refused(
            _("Number %(number)s was given up (“%(reason)s”) and stays so. Take the next number of the register.")
            % {"number": f"{kept.number:02}", "reason": kept.give_up_reason}
        )
    return kept
