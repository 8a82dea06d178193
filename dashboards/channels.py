"""Channels of filings of one unit and period: how they came and how results went out, by procedure and by unit, and
what is registered for the post against what is sent by it, with the reasons that people gave."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import display
from communes.models import Unit
from dashboards.period import State
from indicators import reports
from indicators.reports import ChannelUse, PostalUnits
from indicators.sources.reasons import REASONS
from services.models import Cause, Channel, Procedure, UnusedChannel

RECEIVED = {channel.value: f"filings.received_{channel.value}" for channel in Channel}
RESULTS = {channel.value: f"filings.result_{channel.value}" for channel in Channel}
REGISTERED = "procedures.postal"
MEASURES = ("filings.received", "filings.returned", REGISTERED, *RECEIVED.values(), *RESULTS.values())


@dataclass(frozen=True)
class Line:
    """The channels of one procedure or unit; None is no data. `registered`: units (of a procedure) or procedures (of a
    unit) registered for the post; `reasons`: people who said why they did not use a channel."""

    received: dict[str, reports.Number]
    results: dict[str, reports.Number]
    registered: reports.Number
    procedure: Procedure | None = None
    unit: Unit | None = None
    reasons: reports.Number = None
    is_estimated: bool = False

    @property
    def online_share(self) -> reports.Number:
        """Percent of the filings that came online."""
        return reports.percent(self.received[Channel.ONLINE], known_sum(self.received.values()))


@dataclass(frozen=True)
class Reason:
    """How many people gave a reason for not using a channel; None: it does not fit the channel, or no data."""

    cause: str
    online: reports.Number
    postal: reports.Number


class ChannelFigures:
    """Everything that the page of one unit and period shows, read once."""

    def __init__(self, state: State, children: list[Unit]):
        self.state, self.children = state, children
        first, last = state.period.first, state.period.last
        keys = {*MEASURES, *REASONS.values()}
        self.board = reports.board(
            state.unit, children, keys=keys, below_keys=keys, wide=(first, last), period=(first, last),
            structure=state.boundaries, kind=state.kind,
        )  # fmt: skip
        self.series = self.board.series
        self.distinct = reports.Channels(state.unit, first, last, structure=state.boundaries, kind=state.kind)

    def value(self, key: str) -> reports.Number:
        """The period's value of a measure of the unit."""
        return self.series[key].value

    @property
    def whole(self) -> Line:
        """The unit itself: the foot of the tables."""
        values = reports.Values(
            {key: one.value for key, one in self.series.items()},
            [key for key, one in self.series.items() if one.estimated],
        )
        return _line(values, unit=self.state.unit)

    @cached_property
    def procedures(self) -> list[Line]:
        """Procedures with filings, results or a registration for the post, those with the most filings first."""
        uses = {use.procedure: use for use in self.distinct.uses}
        rows = Procedure.objects.in_bulk(list(uses))
        lines = [_procedure_line(rows[pk], use, is_estimated=self.distinct.estimated) for pk, use in uses.items()]
        return sorted(lines, key=lambda line: (-known_sum(line.received.values()), line.procedure.sort_key))

    @cached_property
    def units(self) -> list[Line]:
        """The units directly below, in their order."""
        return [_line(self.board.below[unit.pk], unit=unit) for unit in self.children]

    @property
    def untold(self) -> int:
        """Filings of the period that stand in no procedure, since their units report totals only."""
        return self._missing("filings.received", sum(use.received.total for use in self.distinct.uses))

    @property
    def results_untold(self) -> int:
        """Results handed out in the period of which it is not known by which channel, for the same reason."""
        return self._missing("filings.returned", known_sum(self.whole.results.values()) or 0)

    def _missing(self, key: str, told: int) -> int:
        """What a total says beyond its parts. Those of a split unit are rounded one by one: there it is none."""
        whole = self.value(key)
        return 0 if whole is None or self.has_estimates else max(0, whole - told)

    # --- The post ----------------------------------------------------------------------------------------------------

    @property
    def registered(self) -> list[ChannelUse]:
        """Procedures that a unit here has registered for the post."""
        return [use for use in self.distinct.uses if use.registered]

    @property
    def used(self) -> list[ChannelUse]:
        """Of these, those with a filing or a result by post."""
        return [use for use in self.registered if use.uses_post]

    @property
    def unregistered(self) -> tuple[int, int]:
        """(filings, results) that went by post for procedures that nobody here has registered for it."""
        uses = [use for use in self.distinct.uses if not use.registered]
        return sum(use.received.postal for use in uses), sum(use.results.postal for use in uses)

    @property
    def postal_units(self) -> PostalUnits:
        """Units with a registration, and those without any use of the post."""
        return self.distinct.postal_units

    # --- Reasons -----------------------------------------------------------------------------------------------------

    @cached_property
    def reasons(self) -> list[Reason]:
        """Every reason with its numbers."""
        return [
            Reason(str(cause.label), *(self._people(channel, cause) for channel in UnusedChannel)) for cause in Cause
        ]

    def people(self, channel: str) -> reports.Number:
        """All who gave a reason for not using the channel."""
        return known_sum(self.value(key) for (one, _cause), key in REASONS.items() if one == channel)

    def _people(self, channel: str, cause: str) -> reports.Number:
        key = REASONS.get((str(channel), str(cause)))
        return self.value(key) if key else None

    @property
    def has_estimates(self) -> bool:
        """Whether a figure here rests on the share of a split."""
        return (
            any(one.estimated for one in self.series.values())
            or any(line.is_estimated for line in self.units)
            or self.distinct.estimated
        )

    @property
    def registered_on(self):
        """The day of which registrations are told; None in a period that has not begun."""
        return self.distinct.day


def _line(values: reports.Values, *, unit: Unit) -> Line:
    return Line(
        received={channel: values.get(key) for channel, key in RECEIVED.items()},
        results={channel: values.get(key) for channel, key in RESULTS.items()},
        registered=values.get(REGISTERED),
        reasons=known_sum(values.get(key) for key in REASONS.values()),
        unit=unit,
        is_estimated=bool(values.estimated),
    )


def _procedure_line(procedure: Procedure, use: ChannelUse, *, is_estimated: bool) -> Line:
    return Line(
        received={channel: getattr(use.received, channel) for channel in RECEIVED},
        results={channel: getattr(use.results, channel) for channel in RESULTS},
        registered=use.registered,
        procedure=procedure,
        is_estimated=is_estimated,
    )


def known_sum(numbers) -> reports.Number:
    """The sum of the numbers that are known; None if none is."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def catalogue_signature() -> tuple:
    """What of the catalogue a page shows: names change without figures. One query."""
    versions = Procedure.objects.aggregate(number=Count("pk"), versions=Sum("version"))
    return tuple(versions.values())


# --- In words --------------------------------------------------------------------------------------------------------


def verdict(found: ChannelFigures) -> str:
    """How filings came, in one sentence."""
    whole, period = found.whole, found.state.period.name
    total = known_sum(whole.received.values())
    if total is None:
        return _("In %(period)s there are no data on filings yet.") % {"period": period}
    if not total:
        return _("In %(period)s no filing was received.") % {"period": period}
    return ngettext(
        "In %(period)s, %(total)s filing was received: %(direct)s in person, %(online)s online, %(postal)s by post.",
        "In %(period)s, %(total)s filings were received: %(direct)s in person, %(online)s online, %(postal)s by post.",
        total,
    ) % {
        "period": period,
        "total": display.number(total),
        **_parts(whole.received, total),
    }


def sentences(found: ChannelFigures) -> list[str]:
    """What else the figures say: results, the post, the commonest reasons."""
    said = []
    results = found.whole.results
    total = known_sum(results.values())
    if total:
        words = ngettext(
            "Of %(total)s result %(direct)s were handed over in person, %(online)s sent online, %(postal)s by post.",
            "Of %(total)s results %(direct)s were handed over in person, %(online)s sent online, %(postal)s by post.",
            total,
        )
        said.append(words % {"total": display.number(total), **_parts(results, total)})
    if found.results_untold:
        words = ngettext(
            "Of %(number)s result it is not known how it went out: only totals were reported.",
            "Of %(number)s results it is not known how they went out: only totals were reported.",
            found.results_untold,
        )
        said.append(words % {"number": display.number(found.results_untold)})
    units = found.postal_units
    if found.registered:
        words = _(
            "Procedures registered for the post: %(registered)s, of these used: %(used)s; "
            "units: %(units)s, of these without anything by post: %(idle)s."
        )
        said.append(
            words
            % {
                "registered": display.number(len(found.registered)), "used": display.number(len(found.used)),
                "idle": display.number(len(units.idle)), "units": display.number(len(units.registered)),
            }
        )  # fmt: skip
    said += [sentence for channel in UnusedChannel if (sentence := _commonest(found, channel))]
    return said


def _parts(numbers: dict[str, reports.Number], total: int) -> dict[str, str]:
    """channel -> "4.012 (92,85 %)"."""
    return {
        channel: f"{display.number(number)} ({display.share(reports.percent(number, total))})"
        for channel, number in numbers.items()
    }


def _commonest(found: ChannelFigures, channel: UnusedChannel) -> str:
    people = found.people(channel)
    if not people:
        return ""
    name = channel.value
    top = max(found.reasons, key=lambda reason: getattr(reason, name) or 0)
    words = {
        UnusedChannel.ONLINE: ngettext(
            "Why not online, %(people)s person said: most often “%(cause)s” (%(number)s, %(share)s).",
            "Why not online, %(people)s people said: most often “%(cause)s” (%(number)s, %(share)s).",
            people,
        ),
        UnusedChannel.POSTAL: ngettext(
            "Why not by post, %(people)s person said: most often “%(cause)s” (%(number)s, %(share)s).",
            "Why not by post, %(people)s people said: most often “%(cause)s” (%(number)s, %(share)s).",
            people,
        ),
    }
    number = getattr(top, name)
    return words[channel] % {
        "people": display.number(people), "cause": top.cause, "number": display.number(number),
        "share": display.share(reports.percent(number, people)),
    }  # fmt: skip
