"""From a figure down to the rows behind it: the list of the register with the filters that the figure stands on."""

from urllib.parse import urlencode

from django.urls import reverse

from dashboards.facts import last_day
from dashboards.period import State
from services.models.activity import PARTS

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
    "filings.received": ("services:filing-list", {}, "received"),
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
        params["unit"] = state.unit.slug
    return f"{reverse(name)}?{urlencode(params)}"
