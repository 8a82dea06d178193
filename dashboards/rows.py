"""From a figure down to the rows behind it: the list of the register with the filters that the figure stands on."""

from urllib.parse import urlencode

from django.urls import reverse

from dashboards.facts import last_day
from dashboards.period import State
from services.models.activity import PARTS

# A filing counts where it was received when it comes, and where it is held when it ends, where the
# result is handed out when that happens; "unit" would find any of them.
_UNIT = {"received": "received_at", "finished": "held_by", "returned": "handed_out_by"}
_RECEIVED, _FINISHED = {"status": "counted"}, {"status": "done"}
# measure -> (list, its filters, how the list says its dates)
_ROWS: dict[str, tuple[str, dict[str, str], str]] = {
    "documents.incoming": ("documents:document-list", {"direction": "incoming", "cancelled": "false"}, "registered"),
    "documents.outgoing": ("documents:document-list", {"direction": "outgoing", "cancelled": "false"}, "registered"),
    "documents.outgoing_signed": (
        "documents:document-list",
        {"direction": "outgoing", "cancelled": "false", "signature": "agency"},
        "registered",
    ),
    "documents.outgoing_signed_verified": (
        "documents:document-list",
        {"direction": "outgoing", "cancelled": "false", "file": "verified"},
        "registered",
    ),
    "filings.received": ("services:filing-list", _RECEIVED, "received"),
    **{
        f"filings.received_{channel}": ("services:filing-list", _RECEIVED | {"channel": channel}, "received")
        for channel in ("direct", "online", "postal")
    },
    "filings.finished": ("services:filing-list", _FINISHED, "finished"),
    **{
        f"filings.finished_{state}": ("services:filing-list", _FINISHED | {"state": state}, "finished")
        for state in ("early", "on_time", "late")
    },
    **{
        f"filings.result_{channel}": ("services:filing-list", {"result_channel": channel}, "returned")
        for channel in ("direct", "online", "postal")
    },
    "filings.withdrawn": ("services:filing-list", {"status": "7"}, "finished"),
    "filings.stopped": ("services:filing-list", {"status": "8"}, "finished"),
    "equipment.computers": ("communes:equipment-list", {"condition": "good"}, "on"),
    "staff.total": ("communes:staff-list", {}, "on"),
    "network.units_with_lan": ("communes:connection-list", {"kind": "lan"}, "on"),
    "network.units_with_internet": ("communes:connection-list", {"kind": "internet"}, "on"),
    "network.units_with_meeting_point": ("communes:connection-list", {"kind": "meeting_point"}, "on"),
    "network.households": ("communes:village-list", {}, "on"),
    "network.households_online": ("communes:village-list", {}, "on"),
    "network.public_access_points": ("communes:village-list", {}, "on"),
    "software.specialised": ("communes:software-list", {"kind": "specialised"}, ""),
    "software.required": ("communes:software-use-list", {}, "on"),
    "treasury.transactions": ("services:treasury-list", {}, "month"),
    **{
        f"{section}.{name}": ("services:activity-list", {"section": str(section)}, "month")
        for section, names in PARTS.items()
        for name in names
    },
    "meetings.invited": ("services:meeting-list", {}, "held"),
}


def address(measure_key: str, state: State) -> str:
    """The rows of a unit (with what belongs to it) behind a measure of the period; empty when no list shows them."""
    if measure_key not in _ROWS:
        return ""
    name, filters, dates = _ROWS[measure_key]
    first, last = state.period.days
    params = dict(filters)
    if dates == "month":
        params |= {"month_from": str(state.period.first), "month_until": str(state.period.last)}
    elif dates == "on":
        params["on"] = last_day(state.period).isoformat()
    elif dates:
        params |= {f"{dates}_from": first.isoformat(), f"{dates}_until": last.isoformat()}
    if dates:
        params[_UNIT.get(dates, "unit")] = state.unit.slug
    return f"{reverse(name)}?{urlencode(params)}"


def is_exact(state: State) -> bool:
    """Whether a list shows just the rows that a figure counts: not for one kind of unit, nor where today's structure
    counts the rows of others."""
    return not state.kind and not state.boundaries.shift(state.unit.pk).weights


def exact(measure_key: str, state: State) -> str:
    """The address of the rows if they are just those that are counted; empty otherwise."""
    return address(measure_key, state) if is_exact(state) else ""
