"""A unit's registers in brief: what each holds, from the figures, with the way to its filtered list."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from common import display
from dashboards.figures import unit_word, when
from dashboards.period import State
from indicators import reports


@dataclass(frozen=True)
class Register:
    """A register of a unit: its name, its figures in words, and where its rows are."""

    name: str
    text: str
    url: str


def _entries() -> list[tuple[str, str, tuple[str, ...]]]:
    """(name, list, measures) of every register that a unit keeps."""
    return [
        (_("Documents"), "documents:document-list", ("documents.incoming", "documents.outgoing")),
        (_("Filings"), "services:filing-list", ("filings.received", "filings.finished")),
        (_("Equipment"), "communes:equipment-list", ("equipment.computers", "equipment.broken")),
        (_("Staff"), "communes:staff-list", ("staff.total", "staff.fluent")),
        (_("Connections"), "communes:connection-list", ("network.units_with_lan", "network.units_with_internet")),
        (_("Villages"), "communes:village-list", ("network.households", "network.households_online")),
        (_("Software"), "communes:software-list", ("software.required", "software.in_use")),
        (_("Treasury"), "services:treasury-list", ("treasury.transactions", "treasury.online")),
        (_("Online meetings"), "services:meeting-list", ("meetings.invited", "meetings.attended")),
    ]


def in_brief(state: State) -> list[Register]:
    """Every register with its two main figures of the period; the same few queries for all of them."""
    entries = _entries()
    keys = [key for _name, _url, measures in entries for key in measures]
    found = reports.many(
        state.unit, keys, state.period.first, state.period.last, structure=state.structure, kind=state.kind
    )
    address = urlencode({"unit": state.unit.slug})
    return [
        Register(name, _text([found[key] for key in measures], state), f"{reverse(url)}?{address}")
        for name, url, measures in entries
    ]


def _text(figures: list[reports.Series], state: State) -> str:
    """The figures of one register with their dates, which they share."""
    parts = [f"{series.measure}: {_value(series)}" for series in figures]
    return f"{'; '.join(parts)} ({when(figures[0].measure.kind, state.period)})"


def _value(series: reports.Series) -> str:
    if series.value is None:
        return _("no data")
    return f"{display.number(series.value)} {unit_word(series.measure)}".strip()
