"""What an indicator is shown beside: the share as declared, and as verified in the files."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common import display
from dashboards.period import State
from indicators import prose, reports
from indicators.models import Indicator

DECLARED, VERIFIED = "documents_signed", "documents_signed_verified"
SIGNED, CHECKED = "documents.outgoing_signed", "documents.outgoing_signed_checked"


@dataclass(frozen=True)
class Beside:
    """Rows of (label, address of the indicator's page or empty for this one, share, parts), and what they stand on."""

    rows: list[tuple[str, str, str, str]]
    basis: str


def beside(row: Indicator, state: State) -> Beside | None:
    """The declared and the verified share together, on the page of either; nothing on the others."""
    if row.key not in (DECLARED, VERIFIED):
        return None
    first, last = state.period.first, state.period.last
    options = {"structure": state.boundaries, "kind": state.kind}
    found = {key: reports.indicator(state.unit, key, first, last, **options) for key in (DECLARED, VERIFIED)}
    series = reports.many(state.unit, {SIGNED, CHECKED}, first, last, **options)
    labels = {DECLARED: _("As declared"), VERIFIED: _("As verified in the attached files")}
    rows = [
        (
            labels[key],
            "" if key == row.key else f"{one.indicator.get_absolute_url()}?{state.query}",
            display.show(display.share(one.value) if one.value is not None else None),
            prose.out_of(one.numerator, one.denominator),
        )
        for key, one in found.items()
    ]
    return Beside(rows, _basis(series[SIGNED].value, series[CHECKED].value))


def _basis(signed: reports.Number, checked: reports.Number) -> str:
    """How many of the documents declared signed have a file that was looked into."""
    if not signed:
        return _("No document is declared signed in this period.")
    words = {"signed": display.number(signed), "checked": display.number(checked or 0)}
    return _("%(checked)s of %(signed)s documents declared signed have a checked file.") % words
