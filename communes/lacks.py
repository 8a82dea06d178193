"""Reads about what communes and offices lack: a kind of connection, fibre, bandwidth; villages without internet."""

from datetime import date

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from communes.models import Connection, ConnectionKind, Technology, Unit, UnitKind
from communes.models.network import percentage

FIBRE, SLOW = "fibre", "slow"
# What a unit may lack: each kind of connection, then better internet.
LACKS = {
    ConnectionKind.LAN.value: _("without LAN"),
    ConnectionKind.INTERNET.value: _("without internet"),
    FIBRE: _("without internet by fibre"),
    SLOW: _("internet too slow"),
    ConnectionKind.DEDICATED.value: _("without dedicated line (TSLCD)"),
    ConnectionKind.MEETING_POINT.value: _("without online meeting point"),
}
DEFAULT_MBPS = 30


def kind_of(lack: str) -> str:
    """The kind of connection that mends the lack."""
    return ConnectionKind.INTERNET if lack in (FIBRE, SLOW) else lack


def counted_units(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """The units that ought to be connected: communes and offices, as the figures of the network count them."""
    return units.filter(kind__in=[UnitKind.COMMUNE, UnitKind.OFFICE])


def lacking(units: QuerySet[Unit], lack: str, *, on: date, mbps: int = DEFAULT_MBPS) -> QuerySet[Unit]:
    """The units without it on a day; `without_since`: the day on which the last one ended, None if there was none.

    `line_technology` and `line_mbps` tell the best internet line that there is.
    """
    fitting = _fitting(lack, mbps)
    lines = Connection.objects.in_force(on=on).filter(unit=OuterRef("pk"), kind=ConnectionKind.INTERNET)
    best = lines.order_by(F("bandwidth_mbps").desc(nulls_last=True), "pk")
    return units.filter(~Exists(fitting.in_force(on=on))).annotate(
        without_since=Subquery(fitting.filter(until__lte=on).order_by("-until").values("until")[:1]),
        line_technology=Subquery(best.values("technology")[:1]),
        line_mbps=Subquery(best.values("bandwidth_mbps")[:1]),
    )


def how_many(units: QuerySet[Unit], *, on: date, mbps: int = DEFAULT_MBPS) -> dict[str, int]:
    """lack -> how many of the units have it, in one query."""
    counts = {f"n_{lack}": Count("pk", filter=~Exists(_fitting(lack, mbps).in_force(on=on))) for lack in LACKS}
    found = units.order_by().aggregate(**counts)
    return {lack: found[f"n_{lack}"] for lack in LACKS}


def with_villages(units: QuerySet[Unit], *, on: date) -> QuerySet[Unit]:
    """Communes with the sums of their villages' counts of a day; `about_…`: how many of them are approximate."""
    here = FilteredRelation(
        "village_counts",
        condition=Q(village_counts__since__lte=on)
        & (Q(village_counts__until__isnull=True) | Q(village_counts__until__gt=on)),
    )
    units = units.filter(kind=UnitKind.COMMUNE).annotate(counted=here)
    names = ("households", "households_online", "public_access_points")
    sums = {f"sum_{name}": Sum(f"counted__{name}") for name in names}
    either = Q(counted__households_approximate=True) | Q(counted__households_online_approximate=True)
    about = {f"about_{name}": Count("counted", filter=Q(**{f"counted__{name}_approximate": True})) for name in names}
    about["about_any"] = Count("counted", filter=either)
    without = {
        "villages": Count("counted"),
        "villages_offline": Count("counted", filter=Q(counted__households_online=0)),
        "villages_without_access": Count("counted", filter=Q(counted__public_access_points=0)),
        # Of the villages whose households are known, so that the share is one of like and like.
        "online_of_known": Sum("counted__households_online", filter=Q(counted__households__isnull=False)),
    }
    return units.annotate(**sums, **about, **without).annotate(
        share_online=percentage(F("online_of_known"), F("sum_households"))
    )


def villages_without(villages: QuerySet) -> dict[str, int]:
    """How many of the villages that stand on a day have no household online, and no public access point."""
    return villages.order_by().aggregate(
        total=Count("pk"),
        offline=Count("pk", filter=Q(here__households_online=0)),
        no_access=Count("pk", filter=Q(here__public_access_points=0)),
    )


def _fitting(lack: str, mbps: int):
    """The connections of the outer unit that mend the lack, of any day. A line of unknown bandwidth is not fast."""
    more = {
        FIBRE: Q(technology=Technology.FIBRE),
        SLOW: Q(bandwidth_mbps__gte=mbps),
    }.get(lack, Q())
    return Connection.objects.filter(more, unit=OuterRef("pk"), kind=kind_of(lack))
