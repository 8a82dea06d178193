"""The page on online procedures that nobody filed online."""

from django.template import loader
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import clock, display, exports, pages
from communes.scope import scope_of
from dashboards import demand, demand_tables
from dashboards.channels import catalogue_signature
from dashboards.demand import WithoutFilings
from dashboards.drill import Drill
from dashboards.facts import covered, estimate_note
from dashboards.forms import DemandForm
from dashboards.views.base import StatePage, stamp
from indicators.reports import Use
from services.models import Channel

MOST_NAMED = 10


class WithoutFilingsPage(StatePage):
    """Which, where, since when, who has such filings, and why not."""

    template_name = "dashboards/without_filings.html"
    body_name = "dashboards/without_filings_body.html"

    def answer(self):
        """The page, or with `?export=csv|xlsx` a file: the procedures of the unit, with `rows=units` unit by unit."""
        self.state = demand.with_choices(self.state, self.request.GET)
        wanted = self.request.GET.get("export", "")
        return self.export(wanted) if wanted in exports.WRITERS else super().answer()

    @cached_property
    def around(self) -> demand.Around:
        """The units below and beside."""
        return demand.Around.read(self.state, self.request.user)

    @cached_property
    def found(self) -> WithoutFilings:
        """Read only when a part of the page has to be made."""
        return WithoutFilings(self.state, self.around, self.request.user)

    def get_form(self) -> DemandForm:
        """With the level and the field."""
        return DemandForm(self.state, user=self.request.user)

    def export(self, wanted: str):
        """The procedures of the unit or, by the name in `rows`, another table of the page."""
        state, found = self.state, self.found
        kinds = {
            "units": lambda: demand_tables.export(found.gaps_below()),
            "uneven": lambda: demand_tables.export_uneven(found.uneven()),
            "counted": lambda: demand_tables.export_lines(demand_tables.LineTable, found.by_unit(), found),
            "fields": lambda: demand_tables.export_lines(demand_tables.FieldTable, found.by_field(), found),
        }
        rows = kinds.get(self.request.GET.get("rows", ""), lambda: demand_tables.export(found.gaps))
        more = [*self.get_form().choices(), *not_known(found), estimate_note() if found.is_estimated else ""]
        title = f"{self.title()}: {state.unit.full_name}"
        about = stamp(state, self.request.user, title, *more, coverage=covered(found.coverage))
        return exports.WRITERS[wanted](rows(), about, f"{state.unit.slug}-without-online-filings")

    def title(self) -> str:
        """What the page is called: the levels have other names since 15/08/2022."""
        if demand.has_new_levels(self.state):
            return _("Online procedures (partial and full) without online filings")
        return _("Online procedures (levels 3 and 4) without online filings")

    def get_context_data(self, **kwargs):
        """Adds all that the figures say, as kept of the same figures before."""
        unit = self.state.unit
        return super().get_context_data(
            title=self.title(),
            breadcrumbs=[
                (unit.title, f"{unit.get_absolute_url()}?{self.state.at(more=()).query}"),
                (self.title(), None),
            ],
            body=pages.kept(self.made_of, self.body),
            **kwargs,
        )

    @property
    def made_of(self) -> tuple:
        """Everything that the body depends on. The address holds unit, period, structure, kind, level and
        field; offers, levels and reasons are marked with the figures, names of procedures are not."""
        state, unit, scope = self.state, self.state.unit, scope_of(self.request.user)
        return (
            self.body_name, self.request.get_full_path(), get_language(), state.version, clock.today(),
            (unit.pk, unit.title, unit.slug, unit.kind, unit.valid_until), state.period, state.structure, state.kind,
            state.more, state.opened, state.boundaries.signature, catalogue_signature(), self.around.signature,
            None if scope.readable is None else sorted(scope.readable),
        )  # fmt: skip

    def body(self) -> SafeString:
        """The part of the page that is made of figures."""
        return loader.render_to_string(self.body_name, self.body_context(), self.request)

    def body_context(self) -> dict:
        """What that part says."""
        found, state = self.found, self.state
        return {
            "tally": found.tally,
            "verdict": verdict(found),
            "coverage": covered(found.coverage),
            "counted_on": demand.counted_on(state),
            "unknown": not_known(found),
            "tables": self.tables() if found.here else [],
            "reasons": found.all_reasons(),
            "reason_list": self.reason_list(),
            "has_children": bool(found.children),
            "estimate_note": estimate_note() if found.is_estimated else "",
            "period": state.period,
        }

    def reason_list(self) -> str:
        """The register behind the numbers of the reasons."""
        first, last = self.state.period.first, self.state.period.last
        query = {
            "unit": self.state.unit.slug, "month_from": str(first), "month_until": str(last), "channel": Channel.ONLINE
        }  # fmt: skip
        return reverse("services:reason-list", query=query)

    def tables(self) -> list[tuple]:
        """(name, heading, sentence, table, what `rows` calls it in a file of its own) of the parts of the page."""
        found = self.found
        drill = Drill(self.state, [self.state.unit, *found.children, *found.siblings])
        counter, none = _("Demand at the counter only"), _("No demand")
        parts = [
            ("counter", counter, _("People filed these, but nobody online."),
             demand_tables.gap_table(found, Use.COUNTER, drill, caption=counter), ""),
            ("none", none, _("Nobody filed these in any way."),
             demand_tables.gap_table(found, Use.NONE, drill, caption=none), ""),
        ]  # fmt: skip
        if found.children:
            words = _("Filed online in some units, not in others")
            note = _("Those with online filings can show the others how they do it.")
            table = demand_tables.uneven_table(found.uneven(), drill, self.state, caption=words)
            parts.append(("uneven", words, note, table, "uneven"))
            words = _("By unit")
            note = _(
                "The total counts each procedure once: with online filings is what at least one unit has, and filings "
                "in person are those of procedures that no unit has online."
            )
            table = demand_tables.line_table(demand_tables.LineTable, found.by_unit(), found, caption=words)
            parts.append(("units", words, note, table, "counted"))
        words = _("By field")
        table = demand_tables.line_table(demand_tables.FieldTable, found.by_field(), found, caption=words)
        return [*parts, ("fields", words, "", table, "fields")]


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
            "the counter only (filings in person: %(filings)s), %(none)s had no demand."
        )
        % words
    )


def not_known(found: WithoutFilings) -> list[str]:
    """Sentences about units of which, in the period or a part of it, nothing is known by procedure."""
    at_end, before = found.unknown()
    told = []
    if at_end:
        words = _(
            "Only totals of filings come from: %(units)s. By procedure nothing is known there; they are left out."
        )
        told.append(words % {"units": names(at_end)})
    if before:
        words = _("In a part of the period only totals of filings came from: %(units)s. That part is left out.")
        told.append(words % {"units": names(before)})
    return told


def names(units: list) -> str:
    """The first names of units, and how many more there are."""
    shown = ", ".join(unit.title for unit in units[:MOST_NAMED])
    more = len(units) - MOST_NAMED
    return _("%(names)s and %(number)s more") % {"names": shown, "number": display.number(more)} if more > 0 else shown
