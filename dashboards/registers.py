"""A unit's registers in brief: what each holds, from the figures, with the way to its filtered list."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common import display
from dashboards import rows
from dashboards.facts import about, unit_word, when
from dashboards.period import State
from indicators import reports


@dataclass(frozen=True)
class Register:
    """A register of a unit: its name, its figures in words, and where its rows are."""

    name: str
    text: str
    url: str


def _entries() -> list[tuple[str, tuple[str, ...]]]:
    """(name, measures) of every register that a unit keeps; its list is the one behind the first measure."""
    return [
        (_("Incoming documents"), ("documents.incoming", "documents.incoming_processed")),
        (
            _("Outgoing documents"),
            ("documents.outgoing", "documents.outgoing_signed", "documents.outgoing_signed_verified"),
        ),
        (_("Filings"), ("filings.received", "filings.finished")),
        (_("Equipment"), ("equipment.computers", "equipment.broken")),
        (_("Staff"), ("staff.total", "staff.fluent")),
        (_("Connections"), ("network.units_with_lan", "network.units_with_internet")),
        (_("Villages"), ("network.households", "network.households_online")),
        (_("Software"), ("software.required", "software.in_use")),
        (_("Treasury"), ("treasury.transactions", "treasury.online")),
        (_("Monthly counts"), ("feedback.due", "feedback.on_time", "outreach.sessions")),
        (_("Online meetings"), ("meetings.invited", "meetings.attended")),
    ]


MEASURES = frozenset(key for _name, measures in _entries() for key in measures)


def in_brief(state: State, series: Mapping[str, reports.Series]) -> list[Register]:
    """Every register with its main figures of the period; `series` holds those of MEASURES."""
    return [
        Register(name, _text([series[key] for key in measures], state), rows.address(measures[0], state))
        for name, measures in _entries()
    ]


def _text(figures: list[reports.Series], state: State) -> str:
    """The figures of one register with their dates, which they share."""
    parts = [f"{series.measure}: {_value(series)}" for series in figures]
    return f"{'; '.join(parts)} ({when(figures[0].measure.kind, state.period)})"


def _value(series: reports.Series) -> str:
    if series.value is None:
        return _("no data")
    text = f"{display.number(series.value)} {unit_word(series.measure)}".strip()
    return about(text, estimated=series.estimated)
