"""One act on many rows of a register: all of them in one transaction, or those that can be, if the person says so."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import display
from common.errors import Invalid, Refused
from communes import reports
from communes.models import Cell

# As many as one page of reasons can name, and one transaction holds without keeping others waiting.
MOST = 500
MOST_NAMED = 20


@dataclass
class Done:
    """What an act on many rows came to; `refused`: (name of the row, why not)."""

    rows: list = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


class SomeRefused(Invalid):
    """Some of the rows cannot take the act and nothing was written; `errors[None]` names them."""


def require_some(chosen: Mapping[int, int]) -> None:
    """Refused unless a number of rows was chosen that one act may take."""
    if not 0 < len(chosen) <= MOST:
        raise Refused(_("Choose between 1 and %(most)s rows.") % {"most": MOST})


def leave_out_closed(done: Done, cells: Mapping[int, Collection[Cell]], name_of: Callable) -> None:
    """A row whose act would change a closed month is refused, the others go on. `cells`: what the act changes of each
    row, by primary key."""
    closed = set(reports.closed_among({cell for found in cells.values() for cell in found}))
    for row in [row for row in done.rows if closed & set(cells[row.pk])]:
        month = min(closed & set(cells[row.pk])).period
        done.rows.remove(row)
        sentence = _("Month %(month)s is closed; this would change its figures.") % {"month": month.label}
        done.refused.append((name_of(row), sentence))


def settle(done: Done, chosen: Mapping[int, int], *, leave_out: bool) -> None:
    """SomeRefused if not all of the chosen rows can take the act, unless the person wants the others done."""
    gone = len(chosen) - len(done.rows) - len(done.refused)
    if gone:
        said = ngettext("%(count)s row is not there any more.", "%(count)s rows are not there any more.", gone)
        done.refused.append(("", said % {"count": display.number(gone)}))
    if (done.refused and not leave_out) or not done.rows:
        raise SomeRefused({None: list(_sentences(done))})


def _sentences(done: Done):
    """What cannot be done and why, as many as one reads; the form says above it that nothing has been saved."""
    for name, sentence in done.refused[:MOST_NAMED]:
        yield f"{name}: {sentence}" if name else sentence
    more = len(done.refused) - MOST_NAMED
    if more > 0:
        yield ngettext("and %(count)s more row.", "and %(count)s more rows.", more) % {"count": display.number(more)}
