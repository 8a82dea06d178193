"""The life of a device as dated sentences, read off the device and its placements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import display
from communes.models import Condition, Equipment, FundingSource, Placement

# field: (what is said when it becomes true, and when it ceases to be)
_FLAGS = {
    "on_lan": (gettext_lazy("connected to the LAN"), gettext_lazy("taken off the LAN")),
    "antivirus": (gettext_lazy("licensed antivirus installed"), gettext_lazy("without licensed antivirus")),
    "standalone": (
        gettext_lazy("set apart as a stand-alone machine for secret work"),
        gettext_lazy("no longer a stand-alone machine"),
    ),
    "one_stop": (gettext_lazy("used at the one-stop desk"), gettext_lazy("no longer at the one-stop desk")),
}
_BECAME = {
    Condition.GOOD: gettext_lazy("in good use"),
    Condition.BROKEN: gettext_lazy("reported broken"),
    Condition.PROPOSED: gettext_lazy("proposed for liquidation"),
    Condition.LIQUIDATED: gettext_lazy("liquidated"),
}


@dataclass(frozen=True)
class Moment:
    """What happened on a day, in one sentence, and the words written down then; `placement` began with it."""

    day: date
    sentence: str
    note: str = ""
    placement: Placement | None = None


def moments(device: Equipment, seen: Iterable[Placement]) -> list[Moment]:
    """The life of a device from its acquisition on; `seen`: those of its placements that the reader sees."""
    found, previous = [Moment(device.acquired_on, _acquired(device))], None
    for row in sorted(seen, key=lambda placement: placement.since):
        parts = _begun(row) if previous is None else _changed(row, previous)
        if parts or row.note:
            said = "; ".join(map(str, parts)) or _("note")
            found.append(Moment(row.since, f"{display.sentence_case(said)}.", row.note, row))
        previous = row
    if previous is not None and previous.until is not None:
        left = _("No longer in %(unit)s.") % {"unit": previous.unit.full_name}
        found.append(Moment(previous.until, left))
    return found


def _acquired(device: Equipment) -> str:
    words = {"unit": device.acquired_by_unit.full_name, "cost": display.number(device.cost or 0)}
    said = _("Acquired by %(unit)s for %(cost)s VND") if device.cost else _("Acquired by %(unit)s")
    said %= words
    if device.funding_source != FundingSource.UNKNOWN:
        said += f" ({device.get_funding_source_display()})"
    return f"{display.sentence_case(said)}."


def _begun(row: Placement) -> list[str]:
    parts = [_("placed in %(unit)s") % {"unit": row.unit.full_name}]
    if row.holder_id is not None:
        parts.append(_("in the hands of %(person)s") % {"person": row.holder})
    parts.append(_BECAME[row.condition])
    return parts + [said for name, (said, _ceased) in _FLAGS.items() if getattr(row, name)]


def _changed(row: Placement, previous: Placement) -> list[str]:
    if row.since > (previous.until or row.since):
        return _begun(row)  # it was elsewhere in between
    parts = []
    if row.unit_id != previous.unit_id:
        names = {"unit": row.unit.full_name, "from": previous.unit.full_name}
        parts.append(_("moved from %(from)s to %(unit)s") % names)
    if row.condition != previous.condition:
        parts.append(_became(row, previous))
    if row.holder_id != previous.holder_id:
        parts.append(_handed(row, previous))
    for name, (begun, ceased) in _FLAGS.items():
        if getattr(row, name) != getattr(previous, name):
            parts.append(begun if getattr(row, name) else ceased)
    return parts


def _became(row: Placement, previous: Placement) -> str:
    if previous.condition == Condition.PROPOSED and row.condition != Condition.LIQUIDATED:
        return _("proposal for liquidation withdrawn, %(condition)s") % {"condition": row.get_condition_display()}
    if (previous.condition, row.condition) == (Condition.BROKEN, Condition.GOOD):
        return _("repaired, in good use again")
    return _BECAME[row.condition]


def _handed(row: Placement, previous: Placement) -> str:
    if row.holder_id is None:
        return _("given back by %(person)s") % {"person": previous.holder}
    if previous.holder_id is None:
        return _("handed to %(person)s") % {"person": row.holder}
    return _("handed by %(giver)s to %(taker)s") % {"giver": previous.holder, "taker": row.holder}
