"""The register of filings, as VNPT-iGate exports it. Columns that name citizens are never read."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import Refused
from common.models import Batch
from common.months import Month
from common.text import fold
from communes.intake import Fault, Line
from communes.models import Unit
from communes.reports import opened_months
from communes.scope import scope_of
from imports.columns import Column
from imports.resource import Context, Existing, Resource
from imports.resources.desks import Resolving, day_of
from imports.resources.registers import heading
from services import bulk, codes, impersonal, statuses
from services.actions import filings_sheet
from services.actions.filings import last_time
from services.models import Channel, Filing, FilingStatus, Procedure
from services.models.filing import usual_result
from services.offers import Offers
from services.sheet import CHANNELS as CHANNEL_WORDS
from services.tables import FilingTable

MOST_CHANGED = 2000
# What a sheet does not say anew of a filing that is there. Exports write times to the second.
FIXED = ("received_time", "procedure", "in_system", "resolved_by")
TIMES = ("received_time", "finished_time", "returned_time")
SECOND = timedelta(seconds=1)
STATUSES = [(str(value), label) for value, label in FilingStatus.choices]
# Beside the words themselves what VNPT-iGate and the national portal write.
CHANNELS = [*Channel.choices]
OTHER_CHANNELS = tuple((word, channel) for word, channel in CHANNEL_WORDS.items() if word)
OTHER_STATUSES = (
    ("da tra ket qua", "10"), ("da tra", "10"), ("da co ket qua", "9"), ("da giai quyet", "9"), ("da xu ly", "9"),
    ("hoan thanh", "9"), ("dang xu ly", "4"), ("dang giai quyet", "4"), ("dang thu ly", "4"), ("moi dang ky", "1"),
    ("moi tiep nhan", "2"), ("da tiep nhan", "2"), ("cho bo sung", "5"), ("yeu cau bo sung", "5"), ("rut ho so", "7"),
    ("da giai quyet dung han", "9"), ("da giai quyet truoc han", "9"), ("da giai quyet qua han", "9"),
    ("dang giai quyet trong han", "4"), ("dang giai quyet qua han", "4"),
    ("cong dan rut ho so", "7"), ("dung xu ly", "8"), ("tu choi", "3"), ("khong tiep nhan", "3"),
)  # fmt: skip
COLUMNS = (
    Column(
        "unit", gettext_lazy("Received at"), "unit",
        ("don vi", "don vi tiep nhan", "noi tiep nhan", "co quan tiep nhan"),
        note=gettext_lazy("Leave empty for the unit that is chosen with the file."),
    ),
    Column(
        "code", gettext_lazy("Filing code"), "text", ("ma ho so", "so ho so", "so bien nhan", "ma so ho so"),
        required=True, key=True, longest=40, is_code=True,
    ),
    Column(
        "procedure", gettext_lazy("Procedure code"), "text", ("ma thu tuc", "ma tthc", "ma thu tuc hanh chinh",
        "national code"), longest=40, is_code=True, decimals=6,
        note=gettext_lazy("National code such as 1.001193; or give the name."),
    ),
    Column(
        "procedure_name", gettext_lazy("Procedure"), "text", ("ten thu tuc", "thu tuc", "ten tthc",
        "ten thu tuc hanh chinh", "thu tuc hanh chinh"), longest=500,
    ),
    Column(
        "received_time", gettext_lazy("Received"), "moment", ("thoi gian tiep nhan", "ngay tiep nhan", "ngay nhan",
        "ngay nhan ho so", "thoi diem tiep nhan"), required=True,
    ),
    Column("channel", gettext_lazy("Channel"), "choice", ("hinh thuc nop", "kenh nop", "kenh tiep nhan", "kenh",
           "hinh thuc tiep nhan"), choices=CHANNELS, also=OTHER_CHANNELS),
    Column("status", gettext_lazy("Status"), "choice", ("trang thai", "tinh trang", "trang thai ho so",
           "tinh trang ho so"), choices=STATUSES, also=OTHER_STATUSES),
    Column("promised_time", gettext_lazy("Promised for"), "moment", ("ngay hen tra", "hen tra", "han tra",
           "thoi gian hen tra", "han giai quyet"),
           note=gettext_lazy("Leave empty to have it computed from the limit of the procedure.")),
    Column("finished_time", heading(FilingTable, "finished_time"), "moment", ("ngay hoan thanh", "ngay co ket qua",
           "ngay ket thuc", "thoi gian hoan thanh", "ngay ket thuc xu ly", "finished")),
    Column("returned_time", gettext_lazy("Result returned"), "moment", ("ngay tra", "ngay tra ket qua",
           "thoi gian tra ket qua")),
    Column("result_channel", gettext_lazy("Channel of the result"), "choice", ("hinh thuc tra",
           "hinh thuc nhan ket qua", "kenh tra ket qua", "hinh thuc tra ket qua"),
           choices=CHANNELS, also=OTHER_CHANNELS),
    Column("paid_online", gettext_lazy("Paid online"), "yes_no", ("thanh toan truc tuyen",)),
    Column("electronic_result", gettext_lazy("Electronic result"), "yes_no", ("ket qua dien tu",)),
    Column("digitised", gettext_lazy("Digitised"), "yes_no", ("so hoa", "da so hoa")),
    Column("in_system", gettext_lazy("Received in the one-stop software"), "yes_no"),
    Column("resolved_by", gettext_lazy("Resolved by"), "text", longest=200,
           note=gettext_lazy("Leave empty for the unit that received it.")),
    Column("note", gettext_lazy("Note"), "text", ("ghi chu",), longest=500),
)  # fmt: skip


class FilingResource(Resource):
    """The code tells filings apart. One that is there goes on to what the sheet says; it never goes back."""

    key, title, columns = "filings", gettext_lazy("Filings"), COLUMNS
    models, list_route = (Filing,), "services:filing-list"
    about = gettext_lazy(
        "Exports of VNPT-iGate or our template. Columns with names, telephone numbers or addresses of applicants are "
        "dropped before anything is read."
    )

    # --- Preview -----------------------------------------------------------------------------------------------------

    def judge(self, lines: list[Line], context: Context) -> None:
        """Procedures first: a line carries the national code from then on, and the slug of the resolving unit."""
        self._find_procedures(lines)
        resolving = Resolving(context.by)
        for line in lines:
            line.found["resolver"] = unit = resolving.unit_of(line)
            line.values["resolved_by"] = unit.slug if unit else None
        super().judge(lines, context)

    def _find_procedures(self, lines: list[Line]) -> None:
        rows = list(Procedure.objects.order_by("valid_from"))
        by_code = {row.code: row for row in rows}
        by_name = {fold(row.name): row for row in rows}
        for line in lines:
            code, name = line.values.get("procedure"), line.values.get("procedure_name")
            found = by_code.get(code[:8]) if code else by_name.get(fold(name)) if name else None
            if found is not None:
                line.values["procedure"] = found.code
            elif not (code or name):
                line.refuse(_("The row names no procedure; give its code or its name."), "procedure")
            elif code:
                line.refuse(_("There is no procedure with the code “%(code)s”.") % {"code": code}, "procedure")
            else:
                line.refuse(_("There is no procedure of this name in the catalogue."), "procedure_name")

    def existing(self, lines: list[Line], context: Context) -> dict:
        """By code, within what the person sees; a code that is taken elsewhere is refused by `check`."""
        wanted, found = [line.values["code"] for line in lines if line.values.get("code")], {}
        for start in range(0, len(wanted), 500):
            rows = Filing.objects.visible_to(context.by).filter(code__in=wanted[start : start + 500])
            rows = rows.select_related("procedure", "unit", "resolving_unit")
            for row in rows.prefetch_related("transfers", "supplements"):
                values = {name: getattr(row, name) for name in (*filings_sheet.FIELDS, *TIMES, "in_system")}
                values |= {"status": str(row.status), "procedure": row.procedure.code, "row": row}
                values["resolved_by"] = (row.resolving_unit or row.unit).slug
                found[(fold(row.code),)] = Existing(row.pk, row.version, values)
        return found

    def compare(self, line: Line, found: Existing) -> None:
        """What is said anew, as far as a sheet may say it."""
        line.thing = row = found.values.pop("row")
        for name in TIMES:
            at, known = line.values.get(name), found.values[name]
            if at and known and abs(at - known) < SECOND:
                line.values[name] = known
        resolver = line.found["resolver"]
        if resolver and resolver.title == (row.resolving_unit or row.unit).title:
            # Of one name, but after a reorganisation another unit than on the day of receipt.
            line.values["resolved_by"] = found.values["resolved_by"]
        if any(line.values.get(name) not in (None, found.values[name]) for name in FIXED):
            sentence = _(
                "The register has this filing with another procedure or resolving unit, or another time or way of "
                "receipt; correct it there."
            )
            line.refuse(sentence, "code")
            return
        for name in ("finished_time", "returned_time"):
            if found.values[name] and line.values.get(name) not in (None, found.values[name]):
                line.refuse(_("The register has another time; correct the filing there."), name)
                return
        said = {name: line.values.get(name) for name in ("finished_time", "returned_time")}
        status = line.values.get("status")
        steps = filings_sheet.steps_to(row, status=int(status) if status else None, **said)
        if not steps:
            # A sheet that is older than the register, or says less, takes nothing back.
            line.values["status"] = None
        self._refuse_steps(line, row, steps)
        if line.stands:
            super().compare(line, found)

    @staticmethod
    def _refuse_steps(line: Line, row: Filing, steps: list[tuple]) -> None:
        status, earlier = row.status, last_time(row)
        for following, at in steps:
            name = "returned_time" if following == FilingStatus.RESULT_RETURNED else "finished_time"
            if not statuses.may_follow(status, following):
                line.refuse(statuses.why_not(status, following), "status")
            elif at is None:
                line.refuse(_("The status is an end, but its time is missing."), name)
            elif at < earlier:
                line.refuse(
                    _("This must not be before %(moment)s, the step before it.")
                    % {"moment": f"{timezone.localtime(earlier):%d/%m/%Y %H:%M}"},
                    name,
                )
            if line.faults:
                return
            status, earlier = following, at

    def check(self, lines: list[Line], context: Context) -> None:
        """The rules of the forms: codes, offers, order of times, closed months, no numbers of persons."""
        offers, first = Offers(), opened_months()[0].first_day()
        taken = _taken([line.values["code"] for line in lines if line.target is None])
        for line in lines:
            _refuse_persons(line)
            if line.target is None and line.stands:
                self._check_new(line, context, offers, first, taken)
        changed = [line for line in lines if line.stands and line.target is not None]
        for line in changed[MOST_CHANGED:]:
            sentence = _("One file changes at most %(most)s filings; import the rest with another file.")
            line.refuse(sentence % {"most": MOST_CHANGED})
        for line in changed[:MOST_CHANGED]:
            for name in ("finished_time", "returned_time"):
                if name in line.before and timezone.localtime(line.values[name]).date() > context.today:
                    line.refuse(_future(line.values[name], context), name)
        _check_changes([line for line in changed[:MOST_CHANGED] if line.stands], context)

    def _check_new(self, line: Line, context: Context, offers: Offers, first, taken: set[str]) -> None:
        values = line.values
        day = day_of(values)
        if fold(values["code"]) in taken:
            sentence = _("A filing with the code %(code)s has been entered already.")
            line.refuse(sentence % {"code": values["code"]}, "code")
        if day < first:
            sentence = _("The register begins on %(day)s; earlier filings stay in the old books.")
            line.refuse(sentence % {"day": f"{first:%d/%m/%Y}"}, "received_time")
        try:
            codes.check_filing_code(values["code"], values["received_time"])
        except Refused as refused:
            line.refuse(refused.message, "code")
        _check_units(line, day, offers)
        _check_times(line, context)
        if line.stands:
            _refuse_closed(line, context)

    # --- Publishing --------------------------------------------------------------------------------------------------

    def prepare(self, lines: Iterator[Line], context: Context) -> tuple[list[Filing], list[tuple]]:
        """Unsaved filings, and what the sheet says of those that are there."""
        new, changes, elsewhere, offers = [], [], [], Offers()
        for line in lines:
            if line.target is not None:
                changes.append((line.target, line.version, _said(line)))
                continue
            new.append(_filing(line.values, offers))
            if line.values["resolved_by"] not in (None, line.values["unit"].slug):
                elsewhere.append((new[-1], line.values["resolved_by"]))
        resolvers = Unit.objects.in_bulk({slug for _filing, slug in elsewhere}, field_name="slug")
        for filing, slug in elsewhere:
            filing.resolving_unit = resolvers[slug]
        return new, changes

    def publish(self, prepared, context: Context, batch: Batch) -> None:
        """New ones by COPY, the others step by step."""
        new, changes = prepared
        if new:
            bulk.insert_filings(by=context.by, batch=batch, filings=new)
        if changes:
            filings_sheet.advance_many(by=context.by, batch=batch, changes=changes)

    # --- Undoing -----------------------------------------------------------------------------------------------------

    def units_of(self, batch: Batch) -> set[int]:
        """Where the new filings were received and are held."""
        rows = Filing.objects.order_by().filter(batch=batch).values_list("unit_id", "holding_unit_id").distinct()
        return {unit_id for pair in rows for unit_id in pair}

    def remove(self, write, batch: Batch) -> int:
        """The new filings, in one statement: nothing refers to them, which was looked at."""
        rows = Filing.objects.order_by().filter(batch=batch)
        write.stale(*bulk.cells_of(list(rows)))
        return rows._raw_delete(rows.db)


def _taken(wanted: list[str]) -> set[str]:
    """Those of the codes that any filing has, seen by the person or not."""
    found = set()
    for start in range(0, len(wanted), 500):
        rows = Filing.objects.order_by().filter(code__in=wanted[start : start + 500])
        found.update(map(fold, rows.values_list("code", flat=True)))
    return found


def _refuse_persons(line: Line) -> None:
    try:
        impersonal.require_impersonal(line.values.get("note") or "")
    except Refused as refused:
        line.refuse(refused.message, "note")


def _check_units(line: Line, day: date, offers: Offers) -> None:
    """Who received it was there on the day and offered the procedure; who resolves it had not ended."""
    unit, resolver = line.values["unit"], line.found["resolver"]
    sentence = _("%(unit)s does not exist on %(day)s. Choose the unit that has taken it over, or another date.")
    if not unit.exists_on(day):
        line.refuse(sentence % {"unit": unit.title, "day": f"{day:%d/%m/%Y}"}, "received_time")
        return
    try:
        offers.procedure(unit, line.values["procedure"], on=day)
    except Refused as refused:
        line.refuse(refused.message, refused.field)
    if resolver and resolver.valid_until and resolver.valid_until <= day:
        words = {"unit": resolver.title, "day": f"{day:%d/%m/%Y}"}
        line.faults.append(Fault("resolved_by", sentence % words, resolver.title))


def _future(moment, context: Context) -> str:
    words = {"day": f"{timezone.localtime(moment):%d/%m/%Y}", "today": f"{context.today:%d/%m/%Y}"}
    return _("%(day)s lies in the future; today is %(today)s.") % words


def _check_times(line: Line, context: Context) -> None:
    """Each time after the one before it, none in the future; an end has its time."""
    values = line.values
    earlier = values["received_time"]
    for name in ("received_time", "finished_time", "returned_time"):
        at = values.get(name)
        if at is None:
            continue
        if timezone.localtime(at).date() > context.today:
            line.refuse(_future(at, context), name)
        elif at < earlier:
            words = {"moment": f"{timezone.localtime(earlier):%d/%m/%Y %H:%M}"}
            line.refuse(_("This must not be before %(moment)s, the step before it.") % words, name)
        earlier = max(at, earlier)
    if (promised := values.get("promised_time")) and promised < values["received_time"]:
        line.refuse(_("The promised time cannot be before the time of receipt."), "promised_time")
    if _status(values) in statuses.FINAL and values.get("finished_time") is None and not values.get("returned_time"):
        line.refuse(_("The status is an end, but its time is missing."), "finished_time")


def _status(values: dict) -> int:
    """As the sheet says, or as its times say."""
    if values.get("returned_time"):
        return FilingStatus.RESULT_RETURNED
    said = int(values["status"]) if values.get("status") else None
    if values.get("finished_time") and said not in statuses.FINAL:
        return FilingStatus.COMPLETED
    return said or FilingStatus.ACCEPTED


def _filing(values: dict, offers: Offers) -> Filing:
    names = ("unit", "code", "received_time", "promised_time", "in_system", *filings_sheet.FIELDS)
    given = {name: values[name] for name in names if values.get(name) is not None}
    given.setdefault("result_channel", usual_result(given.get("channel", Channel.DIRECT)))
    returned = values.get("returned_time")
    return Filing(
        procedure=offers.procedure(values["unit"], values["procedure"], on=day_of(values)), status=_status(values),
        finished_time=values.get("finished_time") or returned, returned_time=returned, **given,
    )  # fmt: skip


def _said(line: Line) -> dict:
    """What the sheet says anew of a filing that is there."""
    said = {name: line.values[name] for name in line.before}
    return said | ({"status": int(said["status"])} if "status" in said else {})


def _check_changes(lines: list[Line], context: Context) -> None:
    """Refuse, one by one, what publishing would refuse together: filings that units of others hold or held, and changes
    of figures of a closed month."""
    reach, found = scope_of(context.by).units_for(context.capability), []
    for line in lines:
        row = line.thing
        if reach is not None and not row.units_ever() <= reach:
            line.refuse(_("Another unit holds or held this filing, and you do not write in its registers."), "code")
            continue
        before = row.counted()
        cells = before.differing(filings_sheet.foreseen(row, _said(line)).counted())
        closed = sorted(cell for cell in cells if context.is_closed(cell.unit_id, cell.period))
        if closed:
            found.append((line, closed[0]))
    units = Unit.objects.in_bulk({cell.unit_id for _line, cell in found})
    for line, cell in found:
        line.refuse(context.closed_sentence(units[cell.unit_id], cell.period))


def _refuse_closed(line: Line, context: Context) -> None:
    unit = line.values["unit"]
    filing = Filing(
        unit=unit, holding_unit=unit, received_time=line.values["received_time"], status=_status(line.values),
        finished_time=line.values.get("finished_time") or line.values.get("returned_time"),
        returned_time=line.values.get("returned_time"),
    )  # fmt: skip
    for cell in sorted(bulk.cells_of([filing])):
        if context.is_closed(cell.unit_id, Month(cell.year, cell.month)):
            line.refuse(context.closed_sentence(unit, cell.period))
            return
