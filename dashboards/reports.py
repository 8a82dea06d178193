"""What a leader's page says of one unit and period: sentences, facts in groups, the documents month by month."""

from dataclasses import replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communes.models import UnitKind
from dashboards.figures import Fact, Figures, Group, has_units_below
from dashboards.lineage import communes_note
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
    return [sentence for sentence in found if sentence]


def groups(figures: Figures) -> list[Group]:
    """The facts of the page under their headings."""
    return [
        Group(_("Documents"), _documents(figures)),
        Group(_("Infrastructure"), _infrastructure(figures)),
        Group(_("People"), [figures.measure("staff.total"), figures.indicator("fluent_share")]),
        Group(_("Public services"), _services(figures)),
    ]


def _documents(figures: Figures) -> list[Fact]:
    counts = [figures.measure(f"documents.{key}") for key in ("incoming", "outgoing", "outgoing_signed")]
    share = figures.indicator("documents_signed")
    row = figures.indicators["documents_signed"].indicator
    return [*counts, replace(share, note=row.note_en if get_language() == "en" else row.note_vi)]


def _infrastructure(figures: Figures) -> list[Fact]:
    value = {key: figures.series[f"equipment.{key}"].value for key in ("computers", "desktops", "laptops")}
    computers = figures.measure(
        "equipment.computers", parts=prose.computers(value["computers"], value["desktops"], value["laptops"])
    )
    points, units = figures.series["network.units_with_meeting_point"].value, figures.series["network.units"].value
    return [
        computers,
        *_networks(figures),
        figures.measure("network.units_with_meeting_point", parts=prose.out_of(points, units)),
        figures.measure("software.specialised"),
        figures.indicator("shared_software_in_use"),
        figures.measure("network.households_online"),
        figures.measure("network.public_access_points"),
    ]


def _networks(figures: Figures) -> list[Fact]:
    """LAN and internet: of a single unit, or of the communes and of the offices below, which are two questions."""
    if not has_units_below(figures.state.unit) or figures.state.kind:
        return [figures.indicator("units_lan_share"), figures.indicator("units_internet_share")]
    communes, offices = figures.by_kind(UnitKind.COMMUNE), figures.by_kind(UnitKind.OFFICE)
    counted = communes["units_lan_share"].denominator
    note = communes_note(figures.state, counted)
    return [
        figures.shown(communes["units_lan_share"], name=_("Communes with a LAN"), note=note),
        figures.shown(communes["units_internet_share"], name=_("Communes with internet"), note=note),
        figures.shown(offices["units_lan_share"], name=_("Offices with a LAN")),
        figures.shown(offices["units_internet_share"], name=_("Offices with internet")),
    ]


def _services(figures: Figures) -> list[Fact]:
    return [
        figures.indicator("treasury_online"),
        figures.indicator("procedures_with_filings"),
        figures.measure("filings.received"),
        figures.indicator("filings_online"),
        figures.indicator("filings_on_time"),
        figures.indicator("filings_postal_in"),
    ]
