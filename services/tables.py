"""Lists of procedures, filings, monthly entries, meetings and the working calendar."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common import clock, display, tables
from common.models import Holiday, SwappedWorkday
from communes.tables.base import since_column, unit_column, until_column
from services.forms.attendance import ABSENT, ATTENDED, LABELS, NOT_INVITED
from services.models import (
    ActivityMonth,
    Attendance,
    Filing,
    FilingState,
    FilingStatus,
    FilingSupplement,
    FilingTransfer,
    Meeting,
    Procedure,
    ProcedureLevel,
    ProcedureOffer,
    ReasonCount,
    ServiceLevel,
    TreasuryMonth,
)
from services.models.activity import COLUMNS

STATE_TONES = {
    FilingState.EARLY: "good",
    FilingState.ON_TIME: "good",
    FilingState.LATE: "late",
    FilingState.OPEN_IN_TIME: "watch",
    FilingState.OPEN_LATE: "late",
}
STATUS_TONES = {FilingStatus.SUPPLEMENT_REQUESTED: "watch", FilingStatus.FINANCIAL_OBLIGATION: "watch"}


def state_badge(filing: Filing):
    """How a filing stands toward its deadline now, as a word with its sign."""
    state = filing.state(at=clock.now())
    if not state:
        return display.nothing()
    return format_html('<span class="badge {}">{}</span>', STATE_TONES[state], FilingState(state).label)


def day_with_name(day) -> str:
    """`Thứ Tư, 02/09/2020`: whether a day is a weekday is what a calendar is read for."""
    return f"{display.sentence_case(date_format(day, 'l'))}, {display.day(day)}"


class NamedDayColumn(tables.DayColumn):
    """A day with the name of the weekday."""

    def render(self, value):
        """`Thứ Tư, 02/09/2020`."""
        return day_with_name(value)


class LimitColumn(tables.TextColumn):
    """The time limit in words; one that is only recalled says so."""

    def __init__(self, **kwargs):
        super().__init__(
            **{"accessor": "limit_words", "verbose_name": _("Time limit"), "orderable": False, **kwargs}
        )  # fmt: skip


class LevelColumn(tables.TextColumn):
    """The online level of an annotated procedure, by its label."""

    def render(self, value):
        """The label."""
        return ServiceLevel(value).label

    def value(self, value):
        return str(ServiceLevel(value).label)


class ProcedureTable(tables.RegisterTable):
    """The catalogue, with today's levels."""

    code = tables.LinkColumn()
    name = tables.TextColumn(order_by="sort_key", attrs={"td": {"class": "name"}})
    limit = LimitColumn()
    # The page says the limit in words; a file has its parts, as an import reads them.
    limit_value = tables.NumberColumn(verbose_name=_("Number of the limit"))
    limit_unit = tables.TextColumn(verbose_name=_("What the limit counts"))
    current_level = LevelColumn(verbose_name=_("Online level"))
    offered_by = tables.NumberColumn(verbose_name=_("Offered by (units)"))
    postal_by = tables.NumberColumn(verbose_name=_("By post too (units)"))
    # For somebody with one unit, in place of a number that is 0 or 1.
    offered_here = tables.YesNoColumn(
        accessor="offered_by", verbose_name=_("Offered by your unit"), exclude_from_export=True
    )

    class Meta(tables.RegisterTable.Meta):
        model = Procedure
        default_columns = ["code", "name", "field", "authority", "limit", "current_level", "offered_by", "offered_here"]
        fields = [
            *default_columns,
            "limit_value",
            "limit_unit",
            "postal_by",
            "suffix",
            "fee",
            "legal_basis",
            "valid_from",
            "valid_until",
            "recalled",
            "note",
        ]
        export_columns = fields
        sequence = fields
        empty_text = _("No procedure here yet.")


class ProcedureLevelTable(tables.RegisterTable):
    """The levels of a procedure, newest first, each with its law."""

    law = tables.TextColumn(verbose_name=_("Levels of"), orderable=False)
    since, until = since_column(), until_column()

    class Meta(tables.RegisterTable.Meta):
        model = ProcedureLevel
        fields = ["level", "law", "since", "until", "legal_basis"]
        empty_text = _("No level has been set yet.")


class ActsColumn(tables.TextColumn):
    """Links to what may be done with a row; rows carry them in `acts` as (label, address)."""

    def __init__(self, **kwargs):
        super().__init__(
            **{
                "accessor": "acts", "verbose_name": _("Acts"), "orderable": False, "exclude_from_export": True,
                "empty_values": (), **kwargs,
            }
        )  # fmt: skip

    def render(self, record):
        """The links, one after the other."""
        links = [format_html('<a href="{}">{}</a>', url, label) for label, url in getattr(record, "acts", ())]
        return format_html(" · ".join(["{}"] * len(links)), *links) if links else ""


class OfferTable(tables.RegisterTable):
    """Which units offer a procedure."""

    unit = unit_column()
    since, until = since_column(), until_column()

    class Meta(tables.RegisterTable.Meta):
        model = ProcedureOffer
        fields = ["unit", "published", "postal", "since", "until"]
        empty_text = _("No unit that you see offers this procedure.")


class KeptOfferTable(OfferTable):
    """The same for those who keep the catalogue."""

    acts = ActsColumn()

    class Meta(OfferTable.Meta):
        fields = [*OfferTable.Meta.fields, "acts"]


class DeadlineColumn(tables.TextColumn):
    """Where a filing stands, and by when it is due."""

    cell_class = "telling"

    def __init__(self, **kwargs):
        super().__init__(**{"accessor": "pk", "orderable": False, "verbose_name": _("Against the deadline"), **kwargs})

    def render(self, record):
        """The badge, and for an open filing the moment beneath it."""
        if record.finished_time is not None or record.late_from is None:
            return state_badge(record)
        return format_html('{}<div class="quiet">{}</div>', state_badge(record), display.moment(record.late_from))

    def value(self, record):
        """The word, for exports."""
        state = record.state(at=clock.now())
        return str(FilingState(state).label) if state else None


class ProcedureAtColumn(tables.TextColumn):
    """The procedure, and beneath it the unit when the rows of the table stand at several."""

    def render(self, value, record, table):
        """One or two lines."""
        if not table.shows_unit:
            return value
        return format_html('{}<div class="quiet">{}</div>', value, record.unit.title)


class FilingTable(tables.RegisterTable):
    """Filings with where they stand now; the page leaves the times of promise and finish to the export."""

    chosen = tables.ChooseColumn("filing")
    code = tables.LinkColumn()
    procedure = ProcedureAtColumn(
        accessor="procedure__name", verbose_name=_("Procedure"), attrs={"td": {"class": "name"}}
    )
    # Names of procedures change and repeat; what tells them apart goes along.
    procedure_code = tables.TextColumn(accessor="procedure__code", verbose_name=_("Procedure code"))
    unit = unit_column(verbose_name=_("Received at"))
    resolved_by = unit_column("resolving_unit", verbose_name=_("Resolved by"), related=("resolving_unit",))
    received_time = tables.MomentColumn()
    status = tables.BadgeColumn(tones=STATUS_TONES)
    promised_time = tables.MomentColumn()
    finished_time = tables.MomentColumn()
    state = DeadlineColumn()
    returned_time = tables.MomentColumn()
    held_by = unit_column("holding_unit", verbose_name=_("Now held by"), related=("holding_unit",))
    shows_unit = True

    class Meta(tables.RegisterTable.Meta):
        model = Filing
        default_columns = ["code", "procedure", "received_time", "channel", "status", "state"]
        # A page has no room for these.
        export_columns = [
            *default_columns, "procedure_code", "unit", "promised_time", "finished_time", "returned_time",
            "result_channel", "held_by", "resolved_by", "in_system", "paid_online", "electronic_result", "digitised",
            "note",
        ]  # fmt: skip
        fields = ["chosen", *export_columns]
        sequence = fields
        empty_text = _("No filing here yet. Officials enter the first one with the button above.")


class SupplementTable(tables.RegisterTable):
    """Requests for supplements of one filing."""

    requested_time = tables.MomentColumn()
    answered_time = tables.MomentColumn()

    class Meta(tables.RegisterTable.Meta):
        model = FilingSupplement
        fields = ["requested_time", "answered_time"]


class TransferTable(tables.RegisterTable):
    """The units through which a filing passed by reorganisations."""

    from_unit, to_unit = unit_column("from_unit", verbose_name=_("From")), unit_column("to_unit", verbose_name=_("To"))

    class Meta(tables.RegisterTable.Meta):
        model = FilingTransfer
        fields = ["on", "from_unit", "to_unit"]


class UnitMonthTable(tables.RegisterTable):
    """Entries of a unit's month; the month leads to the entry."""

    month = tables.MonthColumn(
        accessor="period", verbose_name=_("Month"), order_by=("year", "month"), linkify=True,
        attrs={"td": {"class": "day"}},
    )  # fmt: skip
    unit = unit_column()


class TreasuryTable(UnitMonthTable):
    """Treasury months; the share is that of each row."""

    transactions = tables.NumberColumn(total=True)
    online = tables.NumberColumn(total=True)
    returned = tables.NumberColumn(total=True)
    online_share = tables.ShareColumn(verbose_name=_("Online (%)"), orderable=False)

    class Meta(tables.RegisterTable.Meta):
        model = TreasuryMonth
        default_columns = ["month", "unit", "transactions", "online", "online_share", "returned", "confirmed_on"]
        fields = [*default_columns, "confirmation", "note"]
        sequence = fields
        empty_text = _("No treasury month here yet. Officials enter the first one with the button above.")


class ReasonTable(tables.RegisterTable):
    """Reasons why channels were not used, with the people who gave them."""

    month = tables.MonthColumn(
        accessor="period", verbose_name=_("Month"), order_by=("year", "month"), linkify=True,
        attrs={"td": {"class": "day"}},
    )  # fmt: skip
    unit = unit_column()
    procedure = tables.TextColumn(
        accessor="procedure__name", verbose_name=_("Procedure"), order_by=("procedure__sort_key",),
        related=("procedure",), attrs={"td": {"class": "name"}}, default=_("any procedure"),
    )  # fmt: skip
    people = tables.NumberColumn(total=True)

    class Meta(tables.RegisterTable.Meta):
        model = ReasonCount
        default_columns = ["month", "unit", "channel", "cause", "people", "procedure"]
        fields = [*default_columns, "note"]
        sequence = fields
        empty_text = _(
            "No reason has been counted yet. Officials enter what people say at the desk with the button above."
        )


class ActivityTable(UnitMonthTable):
    """Monthly counts; an empty cell is what nobody counted."""

    feedback_due, feedback_on_time = tables.NumberColumn(total=True), tables.NumberColumn(total=True)
    outreach_sessions, guidance_checks = tables.NumberColumn(total=True), tables.NumberColumn(total=True)
    tasks_assigned, tasks_done = tables.NumberColumn(total=True), tables.NumberColumn(total=True)
    security_incidents, security_infected = tables.NumberColumn(total=True), tables.NumberColumn(total=True)

    class Meta(tables.RegisterTable.Meta):
        model = ActivityMonth
        default_columns = ["month", "unit", *COLUMNS]
        fields = [*default_columns, "note"]
        sequence = fields
        empty_text = _("No monthly counts here yet. Officials enter the first ones with the button above.")


class MeetingTable(tables.RegisterTable):
    """Online meetings with the numbers of units that the person sees."""

    subject = tables.LinkColumn(orderable=False)
    host_unit = unit_column("host_unit", verbose_name=_("Held by"))
    invited = tables.NumberColumn(verbose_name=_("Units invited"))
    attended = tables.NumberColumn(verbose_name=_("Units attended"))
    # For somebody with one unit, in place of numbers that are 0 or 1.
    own_part = tables.TextColumn(
        accessor="invited", verbose_name=_("Your unit"), orderable=False, exclude_from_export=True
    )

    class Meta(tables.RegisterTable.Meta):
        model = Meeting
        default_columns = ["held_on", "subject", "host_unit", "invited", "attended", "own_part"]
        fields = [*default_columns, "note"]
        sequence = fields
        empty_text = _("No online meeting here yet.")

    def render_own_part(self, record):
        """Whether it was invited and came."""
        return LABELS[NOT_INVITED if not record.invited else ATTENDED if record.attended else ABSENT]


class AttendanceTable(tables.RegisterTable):
    """The units invited to one meeting."""

    unit = unit_column()

    class Meta(tables.RegisterTable.Meta):
        model = Attendance
        fields = ["unit", "attended"]


class HolidayTable(tables.RegisterTable):
    """Public holidays and days off."""

    day = NamedDayColumn(linkify=lambda record: reverse("services:holiday-detail", args=[record.pk]))
    name = tables.TextColumn(orderable=False)

    class Meta(tables.RegisterTable.Meta):
        model = Holiday
        fields = ["day", "name", "legal_basis"]
        empty_text = _("No holiday here yet.")


class SwapTable(tables.RegisterTable):
    """Swapped working days."""

    day_off = NamedDayColumn(linkify=lambda record: reverse("services:swap-detail", args=[record.pk]))
    worked_on = NamedDayColumn()

    class Meta(tables.RegisterTable.Meta):
        model = SwappedWorkday
        fields = ["day_off", "worked_on", "legal_basis"]
        empty_text = _("No working day has been swapped.")
