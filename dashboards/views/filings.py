"""The filings of one unit and those below it: how many, how they ended, what is open now, and where it lags."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common import display, exports
from common.tables import Rows
from communes.models import Unit
from dashboards import filing_files, filing_rows, filings, rows
from dashboards.facts import covered, estimate_note
from dashboards.lineage import Lineage
from dashboards.views.base import StatePage, stamp
from services import waiting
from services.models import Desk, Filing, Procedure


class UnitFilings(StatePage):
    """Two sentences, four figures and the statuses; the worst procedures, the oldest filings, units, months."""

    template_name = "dashboards/filings.html"
    figures: filings.FilingFigures
    now: filings.OpenNow

    def address_of(self, unit: Unit) -> str:
        return reverse("dashboards:filings-unit", args=[unit.slug])

    def answer(self):
        """The page, or with `?export=csv|xlsx` one of its tables as a file."""
        self.figures = filings.FilingFigures.of(self.state, self.request.user)
        self.now = filings.OpenNow.read(self.state, self.request.user)
        wanted = self.request.GET.get("export", "")
        if wanted in exports.WRITERS:
            return self.export(wanted)
        return super().answer()

    @property
    def order(self) -> str:
        """What the procedures are sorted by."""
        wanted = self.request.GET.get("worst", "")
        return wanted if wanted in filing_rows.ORDERS else filing_rows.ORDERS[0]

    def export(self, wanted: str):
        """One table of the page by its name in `table`, the procedures where it names none."""
        state, figures, now = self.state, self.figures, self.now
        tables = {
            "procedures": (
                _("Filings by procedure: %(unit)s"),
                lambda: filing_rows.export_of_procedures(filing_rows.by_procedure(figures, order=self.order)),
            ),
            "units": (
                _("Filings by unit: %(unit)s"), lambda: filing_rows.export_of_units(filing_rows.by_unit(figures, now))
            ),
            "statuses": (_("Open filings by status: %(unit)s"), lambda: filing_files.statuses(now)),
            "ended": (_("What came and how it ended: %(unit)s"), lambda: filing_files.ended(figures)),
        }  # fmt: skip
        wanted_table = self.request.GET.get("table", "")
        name = wanted_table if wanted_table in tables else "procedures"
        title, found = tables[name]
        about = stamp(
            state, self.request.user, title % {"unit": state.unit.full_name},
            estimate_note() if figures.has_estimates else "",
            source=_("Monthly figures of the system; what is open, from the register of filings"),
            coverage=covered(figures.series["filings.received"].coverage),
        )  # fmt: skip
        return exports.WRITERS[wanted](found(), about, f"{state.unit.slug}-filings-{name}")

    def get_context_data(self, **kwargs):
        """Adds everything that the page says."""
        state, figures, now = self.state, self.figures, self.now
        title = _("State of filings")
        back = f"{state.unit.get_absolute_url()}?{state.query}"
        return super().get_context_data(
            title=title,
            breadcrumbs=[(state.unit.title, back), (title, None)],
            verdict=filings.verdict(figures, now),
            reasons=figures.reasons(),
            tiles=filings.tiles(figures, now),
            statuses=[*now.by_status(), now.total()] if now.open else [],
            now=now,
            most=display.number(waiting.MOST_OPEN),
            lines=filings.lines(figures),
            is_exact=rows.is_exact(state),
            charts=filings.drawn(figures, Lineage(state).history()),
            estimate_note=estimate_note() if figures.has_estimates else "",
            oldest=self.oldest(),
            oldest_url=now.address(desk=Desk.OPEN),
            **self.procedures(),
            **self.units(),
            **kwargs,
        )

    def procedures(self) -> dict:
        """The table of procedures: the worst ones, or all if asked for."""
        found = filing_rows.by_procedure(self.figures, order=self.order)
        shown = found if self.request.GET.get("procedures") == "all" else found[: filing_rows.MOST_PROCEDURES]
        table = filing_rows.ProcedureOutcomeTable(Rows(shown, Procedure))
        table.caption = _("Procedures with the most late filings")
        table.largest = max((row.outcome.late_share for row in found if not row.is_small), default=0)
        late = sum(row.outcome.late > 0 for row in found)
        words = {"late": display.number(late), "all": display.number(len(found))}
        return {
            "procedure_table": table,
            "procedures_in_words": _("Procedures with filings: %(all)s, of these with late ones: %(late)s.") % words,
            "procedures_left": len(found) - len(shown),
            "order": self.order,
            "few": filing_rows.FEW,
        }

    def units(self) -> dict:
        """The table of the units below, up to a bound."""
        found = filing_rows.by_unit(self.figures, self.now)
        table = filing_rows.UnitFilingsTable(Rows(found[: filing_rows.MOST_UNITS], Unit))
        table.caption = _("Filings by unit")
        return {"unit_table": table if found else None, "units_left": max(0, len(found) - filing_rows.MOST_UNITS)}

    def oldest(self) -> filing_rows.OldestTable:
        """The table of the oldest open filings."""
        table = filing_rows.OldestTable(Rows(self.now.oldest, Filing))
        table.caption, table.today = _("Oldest open filings"), self.now.at.date()
        return table
