"""The page on online procedures that nobody filed online."""

from django.utils.translation import gettext as _

from common import display, exports
from dashboards import demand, demand_tables
from dashboards.demand import WithoutFilings
from dashboards.facts import estimate_note
from dashboards.forms import DemandForm
from dashboards.views.base import StatePage, kind_in_words, structure_in_words
from indicators.reports import Use

MOST_NAMED = 10


class WithoutFilingsPage(StatePage):
    """Which, where, since when, who has such filings, and why not; with `?export=csv|xlsx` as a file, and with
    `rows=units` too one line for each unit below."""

    template_name = "dashboards/without_filings.html"
    found: WithoutFilings

    def answer(self):
        """The page or the file."""
        self.state = demand.with_choices(self.state, self.request.GET)
        self.found = WithoutFilings(self.state, self.request.user)
        wanted = self.request.GET.get("export", "")
        return self.export(wanted) if wanted in exports.WRITERS else super().answer()

    def get_form(self) -> DemandForm:
        """With the level and the field."""
        return DemandForm(self.state, user=self.request.user)

    def export(self, wanted: str):
        """The procedures of the unit or, unit by unit, of those below."""
        state, found = self.state, self.found
        is_below = self.request.GET.get("rows") == "units"
        gaps = found.gaps_below() if is_below else found.gaps
        parts = [part.words for part in self.get_form().choices()]
        about = [
            state.period.sentence, structure_in_words(state.structure), kind_in_words(state.kind), *parts,
            estimate_note() if found.is_estimated else "",
        ]  # fmt: skip
        stamp = exports.Stamp(
            title=f"{self.title()}: {state.unit.full_name}",
            source=_("Monthly figures of the system"),
            filters=[display.sentence_case(text) for text in about if text],
            person=str(self.request.user),
        )
        return exports.WRITERS[wanted](demand_tables.Export(gaps), stamp, f"{state.unit.slug}-without-online-filings")

    @staticmethod
    def title() -> str:
        """What the page is called."""
        return _("Online procedures (levels 3 and 4) without online filings")

    def get_context_data(self, **kwargs):
        """Adds the tables."""
        found = self.found
        return super().get_context_data(
            title=self.title(),
            breadcrumbs=[
                (self.state.unit.title, f"{self.state.unit.get_absolute_url()}?{self.state.at(more=()).query}"),
                (self.title(), None),
            ],
            tally=found.tally,
            verdict=verdict(found),
            unknown=[sentence for sentence in not_known(found) if sentence],
            tables=self.tables() if found.here else [],
            reasons=found.all_reasons(),
            has_children=bool(found.children),
            estimate_note=estimate_note() if found.is_estimated else "",
            **kwargs,
        )

    def tables(self) -> list[tuple]:
        """(name, heading, sentence, table) of the parts of the page."""
        found = self.found
        drill = demand_tables.Drill(self.state, [self.state.unit, *found.children, *found.siblings])
        counter, none = _("Demand at the counter only"), _("No demand")
        parts = [
            ("counter", counter, _("People filed these, but nobody online."),
             demand_tables.gap_table(found, Use.COUNTER, drill, caption=counter)),
            ("none", none, _("Nobody filed these in any way."),
             demand_tables.gap_table(found, Use.NONE, drill, caption=none)),
        ]  # fmt: skip
        if found.children:
            words = _("Filed online in some units, not in others")
            note = _("Those with online filings can show the others how they do it.")
            parts.append(("uneven", words, note, demand_tables.uneven_table(found.uneven(), drill, self.state, caption=words)))
            words = _("By unit")
            note = _("The total counts each procedure once; with online filings is what at least one unit has.")
            table = demand_tables.line_table(demand_tables.LineTable, found.by_unit(), found, caption=words)
            parts.append(("units", words, note, table))
        words = _("By field")
        table = demand_tables.line_table(demand_tables.FieldTable, found.by_field(), found, caption=words)
        return [*parts, ("fields", words, "", table)]


def verdict(found: WithoutFilings) -> str:
    """The page in one sentence."""
    tally = found.tally
    missing = tally.counter + tally.none
    words = {
        "period": found.state.period.name,
        "missing": display.number(missing),
        "online": display.number(tally.online),
        "counter": display.number(tally.counter),
        "none": display.number(tally.none),
        "filings": display.number(tally.in_person),
    }
    if not missing:
        return display.sentence_case(_("in %(period)s all %(online)s online procedures were filed online.") % words)
    return display.sentence_case(
        _(
            "in %(period)s nobody filed %(missing)s of %(online)s online procedures online: %(counter)s had demand at "
            "the counter only (%(filings)s filings in person), %(none)s had no demand."
        )
        % words
    )


def not_known(found: WithoutFilings) -> list[str]:
    """Sentences about units of which nothing is known by procedure; empty ones where there are none."""
    at_end, before = found.unknown()
    return [
        at_end and _("Only totals of filings are reported by %(units)s; by procedure nothing is known there, so they are not counted here.") % {"units": names(at_end)},
        before and _("In a part of the period only totals of filings were reported by %(units)s; by procedure it is known later.") % {"units": names(before)},
    ]


def names(units: list) -> str:
    """The first names of units, and how many more there are."""
    shown = ", ".join(unit.title for unit in units[:MOST_NAMED])
    more = len(units) - MOST_NAMED
    return _("%(names)s and %(number)s more") % {"names": shown, "number": display.number(more)} if more > 0 else shown
