"""The first page: where a unit stands in a period; and the page of one unit, with its history and registers."""

from django.template import loader
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import clock, display, exports, pages
from communes.models import UnitKind
from communes.scope import scope_of
from dashboards import charts, compare, ledger, registers, reports, verdict
from dashboards.facts import estimate_note, worst
from dashboards.figures import Figures, Ground
from dashboards.lineage import Lineage
from dashboards.tables import compare_headings, compare_table
from dashboards.unit_day import UnitDay
from dashboards.views.base import StatePage, stamp, structure_in_words


class Overview(StatePage):
    """The verdict, six figures, who lags, what to decide; then each section with its charts, then the units below."""

    template_name = "dashboards/overview.html"
    body_name = "dashboards/overview_body.html"
    ground: Ground
    lineage: Lineage

    def answer(self):
        """The page, or with `?export=csv|xlsx` the table of units, with `&table=figures` the figures, as a file."""
        self.ground = Ground.read(self.state, self.request.user)
        self.lineage = Lineage(self.state)
        wanted = self.request.GET.get("export", "")
        if wanted in exports.WRITERS:
            return self.export(wanted)
        return super().answer()

    @cached_property
    def figures(self) -> Figures:
        """Read only when a part of the page has to be made."""
        return Figures(self.state, self.ground)

    def comparisons(self) -> list[compare.Comparison]:
        """The units below, kind by kind."""
        return compare.comparisons(self.figures.children, self.figures.board.below, self.figures.rows)

    def export(self, wanted: str):
        """The figures, or the units below with theirs, stamped with the period."""
        if self.request.GET.get("table") == "figures":
            name, title = "figures", _("Figures: %(unit)s")
            rows = ledger.export(list(reports.groups(self.figures, self.lineage).values()))
            has_estimates = self.figures.has_estimates
        else:
            name, title = "units", _("Units compared: %(unit)s")
            rows = compare.Export(self.comparisons(), compare_headings())
            has_estimates = rows.has_estimates
        state, words = self.state, {"unit": self.state.unit.full_name}
        about = stamp(
            state, self.request.user, title % words, estimate_note() if has_estimates else "",
            coverage=worst(one.coverage for one in self.figures.series.values()),
        )  # fmt: skip
        return exports.WRITERS[wanted](rows, about, f"{state.unit.slug}-{name}")

    def get_context_data(self, **kwargs):
        """Adds all that the figures say, as kept of the same figures before."""
        return super().get_context_data(body=pages.kept(self.made_of, self.body), **kwargs)

    @property
    def made_of(self) -> tuple:
        """Everything that the body depends on. The address holds unit, period, structure, kind and sorting."""
        state, unit = self.state, self.state.unit
        return (
            self.body_name, self.request.get_full_path(), get_language(), state.version, clock.today(),
            (unit.pk, unit.title, unit.full_name, unit.valid_from, unit.valid_until), state.period, state.structure,
            state.kind, state.opened, self.ground.signature, self.lineage.signature, state.boundaries.signature,
        )  # fmt: skip

    def body(self) -> SafeString:
        """The part of the page that is made of figures."""
        return loader.render_to_string(self.body_name, self.body_context(), self.request)

    def body_context(self) -> dict:
        """What that part says."""
        figures = self.figures
        groups, steps = reports.groups(figures, self.lineage), self.lineage.history()
        infrastructure = groups["infrastructure"]
        return {
            "state": self.state,
            "period": self.state.period,
            "structure_words": structure_in_words(self.state.structure),
            "verdict": verdict.sentence(figures),
            "sentences": reports.sentences(figures),
            "tiles": verdict.tiles(figures, infrastructure.facts),
            "difference": infrastructure.note,
            "laggards": verdict.laggards(figures),
            "decisions": verdict.decisions(figures),
            "sections": [
                (name, group, charts.in_section(name, self.state, figures.series, figures.indicators, steps))
                for name, group in groups.items()
            ],
            "compared": figures.compared_words(list(groups.values())),
            "tables": self.get_tables(),
            "estimate_note": estimate_note() if figures.has_estimates else "",
        }

    def get_tables(self) -> list[tuple]:
        """(name, heading, table) for each kind of unit below."""
        headings = {
            UnitKind.PROVINCE: _("Provinces compared"),
            UnitKind.DISTRICT: _("Districts compared"),
            UnitKind.COMMUNE: _("Communes compared"),
            UnitKind.OFFICE: _("Offices compared"),
        }
        return [
            (
                comparison.kind,
                headings[comparison.kind],
                compare_table(comparison, self.request.GET, caption=headings[comparison.kind], query=self.state.query),
            )
            for comparison in self.comparisons()
        ]


class UnitPage(Overview):
    """The overview of one unit with where it comes from and what its registers hold."""

    template_name = "dashboards/unit.html"
    body_name = "dashboards/unit_body.html"

    def body_context(self) -> dict:
        """Adds the registers."""
        return super().body_context() | {"registers": registers.in_brief(self.state, self.figures.series)}

    def get_context_data(self, **kwargs):
        """Adds facts and history, which depend on what the person sees."""
        scope = scope_of(self.request.user)
        return super().get_context_data(
            facts=self.facts(),
            steps=[(step, scope.sees(step.unit.pk)) for step in self.lineage.history()],
            registers_of_day=UnitDay(self.state, self.request.GET, user=self.request.user),
            **kwargs,
        )

    def facts(self) -> list[tuple]:
        """(label, value): what the unit is."""
        unit, scope = self.state.unit, scope_of(self.request.user)
        parent = unit.parent
        return [
            (_("Kind of unit"), display.sentence_case(unit.get_kind_display())),
            (_("Official code"), display.show(unit.code)),
            (_("Belongs to"), _parent(parent, scope)),
            (_("Exists since"), display.day(unit.valid_from)),
            (_("Exists until"), _("today") if unit.valid_until is None else display.day(unit.valid_until)),
            (_("Other names"), ", ".join(unit.aliases.values_list("name", flat=True)) or display.nothing()),
        ]


def _parent(parent, scope):
    if parent is None:
        return display.nothing()
    return display.linked(parent) if scope.sees(parent.pk) else parent.title
