"""Filings from a table: columns are known by their headings, columns of persons are dropped, and that is said."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import Invalid, Refused
from common.fields import MomentField
from common.forms import ValidationError
from common.models import Batch
from common.text import fold, one_line
from communes.models import Unit
from services import bulk, codes, impersonal
from services.models import Channel, Filing, Procedure
from services.models.filing import usual_result
from services.offers import Offers

MOST_NAMED = 20
HEADINGS = {
    "code": ("ma ho so", "so ho so", "filing code"),
    "procedure": ("ma thu tuc", "ma tthc", "procedure code", "national code"),
    "received_time": ("thoi gian tiep nhan", "ngay tiep nhan", "ngay nhan", "received"),
    "channel": ("hinh thuc nop", "kenh nop", "kenh tiep nhan", "kenh", "channel"),
    "note": ("ghi chu", "note"),
}
# The national codes 1 to 3, what exports write for them, and ours; an empty channel is counted as direct.
CHANNELS = {
    "": Channel.DIRECT, "1": Channel.DIRECT, "truc tiep": Channel.DIRECT, "direct": Channel.DIRECT,
    "2": Channel.ONLINE, "truc tuyen": Channel.ONLINE, "online": Channel.ONLINE,
    "3": Channel.POSTAL, "buu chinh": Channel.POSTAL, "buu chinh cong ich": Channel.POSTAL, "postal": Channel.POSTAL,
}  # fmt: skip


@dataclass(frozen=True)
class Entered:
    """What came of a table: filings written, headings dropped because they name persons, headings not known."""

    number: int
    dropped: list[str]
    unknown: list[str]


def enter(*, by, batch: Batch, unit: Unit, headings: Sequence[str], rows: Sequence[Sequence]) -> Entered:
    """Write the filings of a table, all or none; Invalid names rows (the first is 1) and what is wrong with each."""
    headings, rows, dropped = impersonal.without_persons(headings, rows)
    places = {name: place for place, heading in enumerate(headings) if (name := _column(heading))}
    if not {"code", "procedure", "received_time"} <= set(places):
        raise Refused(
            _(
                "The first line needs the headings “Ma ho so” (filing code), “Ma thu tuc” (procedure code) and “Thoi "
                "gian tiep nhan” (received), with or without marks; “Kenh nop” (channel) and “Ghi chu” (note) may be "
                "there."
            ),
            field="table",
        )
    reader = _Reader(unit, places)
    filings = [reader.read(number, row) for number, row in enumerate(rows, start=1)]
    reader.check_codes()
    if reader.errors:
        raise Invalid({"table": reader.errors[:MOST_NAMED]})
    unknown = [heading for heading in headings if not _column(heading)]
    return Entered(bulk.insert_filings(by=by, batch=batch, filings=filings), dropped, unknown)


def _column(heading: str) -> str | None:
    return next((name for name, words in HEADINGS.items() if fold(heading) in words), None)


class _Reader:
    """Turns rows into unsaved filings and collects what is wrong with them."""

    def __init__(self, unit: Unit, places: dict[str, int]):
        self.unit, self.places = unit, places
        self._errors: list[tuple[int, str]] = []
        self.codes: dict[str, int] = {}
        self.offers = Offers()
        self.known = set(Procedure.objects.values_list("code", flat=True))

    def read(self, number: int, row: Sequence) -> Filing | None:
        """The filing of a row; None, with its reason noted, where it can be none."""
        cells = {name: row[place] if place < len(row) else "" for name, place in self.places.items()}
        try:
            return self._filing(number, cells)
        except ValidationError as error:
            self._note(number, " ".join(error.messages))
        except Refused as refused:
            self._note(number, str(refused.message))
        return None

    def _filing(self, number: int, cells: dict) -> Filing:
        code, note = one_line(str(cells["code"] or "")), one_line(str(cells.get("note") or ""))
        received = MomentField().clean(cells["received_time"])
        codes.check_filing_code(code, received)
        if code in self.codes:
            raise Refused(_("Row %(row)s has the same filing code.") % {"row": self.codes[code]})
        self.codes[code] = number
        impersonal.require_impersonal(note)
        procedure = self._procedure(one_line(str(cells["procedure"] or "")), timezone.localtime(received).date())
        channel = CHANNELS.get(fold(str(cells.get("channel") or "")))
        if channel is None:
            raise Refused(_("“%(channel)s” is no channel that is known.") % {"channel": cells["channel"]})
        return Filing(
            unit=self.unit, procedure=procedure, code=code, received_time=received, channel=channel,
            result_channel=usual_result(channel), note=note,
        )  # fmt: skip

    def _procedure(self, code: str, day) -> Procedure:
        national = code[:8]
        if national not in self.known:
            raise Refused(_("There is no procedure with the code “%(code)s”.") % {"code": code})
        return self.offers.procedure(self.unit, national, on=day)

    def check_codes(self) -> None:
        """Codes that are in the register already."""
        taken = Filing.objects.order_by().filter(code__in=list(self.codes)).values_list("code", flat=True)
        for code in taken:
            said = _("A filing with the code %(code)s has been entered already.") % {"code": code}
            self._note(self.codes[code], said)

    @property
    def errors(self) -> list[str]:
        """What is wrong, from the first row down."""
        sentences = sorted(self._errors, key=lambda one: one[0])
        return [_("Row %(row)s: %(sentence)s") % {"row": row, "sentence": said} for row, said in sentences]

    def _note(self, number: int, sentence: str) -> None:
        self._errors.append((number, sentence))
