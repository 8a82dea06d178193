"""The page on channels of filings: in person, online, by post, for receipt and for result."""

from django.template import loader
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import clock, exports, pages
from communes.models import Unit
from communes.scope import scope_of
from dashboards import channel_tables, channels, charts, compare
from dashboards.facts import covered, estimate_note
from dashboards.lineage import Lineage
from dashboards.views.base import StatePage, stamp

# More names than this help nobody on a page; the file has all.
MOST_NAMES = 60


class Channels(StatePage):
    """Channels over time, by procedure and by unit; registered for the post against used, with the reasons."""

    template_name = "dashboards/channels.html"
    body_name = "dashboards/channels_body.html"

    def answer(self):
        """The page, or with `?export=csv|xlsx&rows=procedures|units|reasons|idle` a table as a file."""
        wanted = self.request.GET.get("export", "")
        if wanted in exports.WRITERS:
            return self.export(wanted)
        return super().answer()

    @cached_property
    def children(self) -> list[Unit]:
        """The units directly below that the person sees."""
        return list(compare.children(self.state, self.request.user))

    @cached_property
    def found(self) -> channels.ChannelFigures:
        """Read only when a part of the page has to be made."""
        return channels.ChannelFigures(self.state, self.children)

    @cached_property
    def lineage(self) -> Lineage:
        """What happened to the unit, for the charts."""
        return Lineage(self.state)

    @staticmethod
    def title() -> str:
        """What the page is called."""
        return _("Channels of filings")

    @property
    def coverage(self) -> str:
        """How much of what was expected is in."""
        return covered(self.found.series["filings.received"].coverage)

    def idle(self):
        """Units with a registration for the post and nothing by post, as far as the person sees them."""
        units = Unit.objects.visible_to(self.request.user).filter(pk__in=self.found.postal_units.idle)
        return units.select_related("parent").in_vietnamese_order()

    def export(self, wanted: str):
        """One table of the page, stamped with the period."""
        state, found = self.state, self.found
        kinds = {
            "procedures": (_("by procedure"), channel_tables.procedures),
            "units": (_("by unit"), channel_tables.units),
            "reasons": (_("reasons"), channel_tables.reasons),
            "idle": (_("units without filings by post"), lambda _found: channel_tables.idle(self.idle())),
        }
        name = self.request.GET.get("rows", "")
        name = name if name in kinds else "procedures"
        words, rows = kinds[name]
        title = f"{self.title()} ({words}): {state.unit.full_name}"
        more = [estimate_note() if found.has_estimates else ""]
        about = stamp(state, self.request.user, title, *more, coverage=self.coverage)
        return exports.WRITERS[wanted](rows(found), about, f"{state.unit.slug}-channels-{name}")

    def get_context_data(self, **kwargs):
        """Adds all that the figures say, as kept of the same figures before."""
        state = self.state
        return super().get_context_data(
            title=self.title(),
            breadcrumbs=[
                (state.unit.title, f"{state.unit.get_absolute_url()}?{state.query}"),
                (self.title(), None),
            ],
            body=pages.kept(self.made_of, self.body),
            **kwargs,
        )

    @property
    def made_of(self) -> tuple:
        """Everything that the body depends on. The address holds unit, period, structure and kind. The offers of the
        catalogue are marked with the figures; names of procedures are not, so their versions stand here."""
        state, unit, scope = self.state, self.state.unit, scope_of(self.request.user)
        return (
            self.body_name, self.request.get_full_path(), get_language(), state.version, clock.today(),
            (unit.pk, unit.title, unit.full_name, unit.valid_from, unit.valid_until), state.period, state.structure,
            state.kind, state.opened, self.lineage.signature, state.boundaries.signature,
            channels.catalogue_signature(),
            [(child.pk, child.title, child.slug, child.kind, child.valid_until) for child in self.children],
            None if scope.readable is None else sorted(scope.readable),
        )  # fmt: skip

    def body(self) -> SafeString:
        """The part of the page that is made of figures."""
        return loader.render_to_string(self.body_name, self.body_context(), self.request)

    def body_context(self) -> dict:
        """What that part says."""
        state, found = self.state, self.found
        steps, series = self.lineage.history(), found.series
        names = list(self.idle())
        return {
            "state": state,
            "period": state.period,
            "verdict": channels.verdict(found),
            "sentences": channels.sentences(found),
            "charts": [charts.build(key, state, series, {}, steps) for key in ("filings", "filings-results")],
            "tables": self.tables(),
            "coverage": self.coverage,
            "untold": found.untold,
            "found": found,
            "idle": [(unit, f"?unit={unit.slug}&{state.query}") for unit in names[:MOST_NAMES]],
            "idle_more": max(0, len(names) - MOST_NAMES),
            "reasons": channel_tables.reason_table(found, caption=_("Why channels are not used")),
            "reason_list": self.reason_list(),
            "estimate_note": estimate_note() if found.has_estimates else "",
        }

    def tables(self) -> list[tuple]:
        """(name, heading, table) by procedure and, for a unit with others below, by unit."""
        by_procedure, by_unit = _("By procedure"), _("By unit")
        parts = [("procedures", by_procedure, channel_tables.procedure_table(self.found, caption=by_procedure))]
        if self.children:
            parts.insert(0, ("units", by_unit, channel_tables.unit_table(self.found, caption=by_unit)))
        return parts

    def reason_list(self) -> str:
        """The register behind the numbers of the reasons."""
        first, last = self.state.period.first, self.state.period.last
        query = {"unit": self.state.unit.slug, "month_from": str(first), "month_until": str(last)}
        return reverse("services:reason-list", query=query)
