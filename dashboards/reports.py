"""What a leader's page says of one unit and period: sentences, facts in groups, the documents month by month."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes.models import UnitKind
from dashboards.facts import Fact, Group
from dashboards.figures import Figures
from dashboards.lineage import Lineage
from indicators import prose


def sentences(figures: Figures) -> list[str]:
    """The summary above the figures; what has no data is said or left out."""
    period = figures.period
    incoming, outgoing, signed = (
        figures.series[f"documents.{k}"].value for k in ("incoming", "outgoing", "outgoing_signed")
    )
    found = [prose.documents(period.first, period.last, incoming=incoming, outgoing=outgoing, signed=signed)]
    found.append(prose.signed_share(figures.indicators["documents_signed"].value))
    if period.year_before in figures.compared:
        pairs = {
            name: (figures.series[key].value, figures.earlier(key, period.year_before))
            for name, key in (
                ("incoming", "documents.incoming"),
                ("outgoing", "documents.outgoing"),
                ("signed", "documents.outgoing_signed"),
            )
        }
        found.append(prose.since_last_year(**pairs))
    found += figures.reasons()
    if figures.has_estimates:
        found.append(_("Figures with the sign ≈ are estimates by the share of a split."))
    return [sentence for sentence in found if sentence]


def groups(figures: Figures, lineage: Lineage) -> dict[str, Group]:
    """The facts of the page by section; what counts rows of a register leads to them."""
    people = [figures.measure("staff.total"), figures.indicator("fluent_share")]
    return {
        "infrastructure": _infrastructure(figures, lineage),
        "documents": _documents(figures),
        "services": Group(_("Public services"), _services(figures), links=_more_of_services(figures)),
        "people": Group(_("People"), people),
    }


def _documents(figures: Figures) -> Group:
    facts = [figures.measure(f"documents.{key}") for key in ("incoming", "outgoing", "outgoing_signed")]
    row = figures.indicators["documents_signed"].indicator
    note = row.note_en if get_language() == "en" else row.note_vi
    return Group(_("Documents"), [*facts, figures.indicator("documents_signed")], note)


def _infrastructure(figures: Figures, lineage: Lineage) -> Group:
    computers = figures.measure("equipment.computers", parts=figures.machines())
    points, units = figures.series["network.units_with_meeting_point"].value, figures.series["network.units"].value
    networks, note = _networks(figures, lineage)
    facts = [
        computers,
        *networks,
        figures.measure("network.units_with_meeting_point", parts=prose.out_of(points, units)),
        figures.measure("software.specialised"),
        figures.indicator("shared_software_in_use"),
        figures.measure("network.households_online"),
        figures.measure("network.public_access_points"),
    ]
    return Group(_("Infrastructure"), facts, note)


def _networks(figures: Figures, lineage: Lineage) -> tuple[list[Fact], str]:
    """LAN and internet: of the communes and of the offices directly below, which are two questions, or of the whole."""
    kinds = {unit.kind for unit in figures.children}
    if figures.state.kind or not kinds & {UnitKind.COMMUNE, UnitKind.OFFICE}:
        return [figures.indicator("units_lan_share"), figures.indicator("units_internet_share")], ""
    facts, reason = [], ""
    if UnitKind.COMMUNE in kinds:
        found = figures.by_kind(UnitKind.COMMUNE)
        differ = lineage.communes_differ(found["units_lan_share"].denominator)
        reason, beside = differ.reason, {"kind": UnitKind.COMMUNE, "note": differ.beside}
        facts += [
            figures.shown(found["units_lan_share"], name=_("Communes with a LAN"), **beside),
            figures.shown(found["units_internet_share"], name=_("Communes with internet"), **beside),
        ]
    if UnitKind.OFFICE in kinds:
        found = figures.by_kind(UnitKind.OFFICE)
        facts += [
            figures.shown(found["units_lan_share"], name=_("Offices with a LAN"), kind=UnitKind.OFFICE),
            figures.shown(found["units_internet_share"], name=_("Offices with internet"), kind=UnitKind.OFFICE),
        ]
    return facts, reason


def _more_of_services(figures: Figures) -> tuple[tuple[str, str], ...]:
    state = figures.state
    address = reverse("dashboards:filings-unit", args=[state.unit.slug])
    return ((_("Filings: in time or late, worst procedures, oldest open ones"), f"{address}?{state.query}"),)


def _services(figures: Figures) -> list[Fact]:
    return [
        figures.indicator("treasury_online"),
        figures.indicator("procedures_with_filings"),
        figures.measure("filings.received"),
        figures.indicator("filings_online"),
        figures.indicator("filings_on_time"),
        figures.indicator("filings_postal_in"),
    ]
