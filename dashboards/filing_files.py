"""Small tables of the page on the state of filings as files."""

from django.utils.translation import gettext as _

from common import display
from common.exports import Lines
from dashboards import filings
from dashboards.figures import Figures


def statuses(now: filings.OpenNow) -> Lines:
    """What is open, by status and in all; nothing where it is too much to be counted."""
    lines = [*now.by_status(), now.total()] if now.open else []
    rows = ([line.name, line.in_time[0], line.late[0]] for line in lines)
    return Lines([_("Status"), _("In time"), _("Late")], rows)


def ended(figures: Figures) -> Lines:
    """What came in the period and how it ended; shares in percent of the number above that each is a part of."""
    rows = (
        [str(series.measure), series.value, share, display.yes_no(series.estimated)]
        for series, share, _is_part in filings.ended(figures)
    )
    return Lines([_("Figure"), _("Value"), _("Share (%)"), _("Estimate")], rows)
