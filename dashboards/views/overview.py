"""The first page: where a unit stands in a period; and the page of one unit, with its history and registers."""

from django.utils.translation import gettext as _

from common import display, exports
from communes.models import UnitKind
from communes.scope import scope_of
from dashboards import compare, lineage, registers, reports
from dashboards.figures import DOCUMENTS, Figures, covered
from dashboards.tables import compare_headings, compare_table
from dashboards.views.base import StatePage, structure_in_words


class Overview(StatePage):
    """Sentences, figures, documents month by month, and the units below side by side."""

    template_name = "dashboards/overview.html"

    def answer(self):
        """The page, or with `?export=csv|xlsx` the table of units as a file."""
        wanted = self.request.GET.get("export", "")
        if wanted in exports.WRITERS:
            return self.export(wanted)
        return super().answer()

    def export(self, wanted: str):
        """The units below with their figures, stamped with the period."""
        state = self.state
        found = compare.comparisons(state, self.request.user)
        stamp = exports.Stamp(
            title=_("Units compared: %(unit)s") % {"unit": state.unit.full_name},
            source=_("Monthly figures of the system"),
            filters=[state.period.sentence, structure_in_words(state.structure)],
            person=str(self.request.user),
        )
        return exports.WRITERS[wanted](compare.Export(found, compare_headings()), stamp, f"{state.unit.slug}-units")

    def get_context_data(self, **kwargs):
        """Adds what the page says."""
        figures = Figures(self.state)
        groups = reports.groups(figures)
        return super().get_context_data(
            sentences=reports.sentences(figures),
            groups=groups,
            compared=figures.compared_words(groups),
            months=figures.months(),
            chart_labels=[figures.series[key].measure for key in DOCUMENTS],
            chart_totals=[figures.series[key].value for key in DOCUMENTS],
            chart_coverage=covered(figures.coverage),
            chart_provisional=figures.coverage.is_provisional,
            tables=self.get_tables(),
            **kwargs,
        )

    def get_tables(self) -> list[tuple]:
        """(name, heading, table) for each kind of unit below."""
        headings = {
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
            for comparison in compare.comparisons(self.state, self.request.user)
        ]


class UnitPage(Overview):
    """The overview of one unit with where it comes from and what its registers hold."""

    template_name = "dashboards/unit.html"

    def get_context_data(self, **kwargs):
        """Adds facts, history and registers."""
        unit, scope = self.state.unit, scope_of(self.request.user)
        steps = lineage.history(unit)
        return super().get_context_data(
            facts=self.facts(),
            steps=[(step, scope.sees(step.unit.pk)) for step in steps],
            registers=registers.in_brief(self.state),
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
