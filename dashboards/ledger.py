"""The figures of a page as a file: all that the page says of each, a line each."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import display
from common.exports import Lines
from dashboards.facts import Fact, Group


def export(groups: list[Group]) -> Lines:
    """The facts of all groups."""
    headings = [
        _("Section"), _("Figure"), _("Value"), _("As shown"), _("Made of"), _("Estimate"), _("Against the target"),
        _("Distance to the target"), pgettext("of a figure", "Change"), _("Compared with"), _("Dates"), _("Data"),
        _("Coverage"), _("Note"),
    ]  # fmt: skip
    return Lines(headings, ([group.heading, *_line(fact)] for group in groups for fact in group.facts))


def _line(fact: Fact) -> list:
    change, shown = fact.change, str(fact.shown)
    since = [change.amount, f"{display.sentence_case(change.label)}: {change.before}"] if change else [None, None]
    return [
        fact.name, fact.value, None if fact.value is None else shown, fact.parts, display.yes_no(fact.is_estimated),
        fact.verdict, " ".join(filter(None, (fact.distance, fact.basis))), *since, fact.when,
        fact.trust.word if fact.trust else None, display.sentence_case(fact.coverage), fact.note,
    ]  # fmt: skip
