"""Stocks of the ground registers: counted on the last day of the reporting month."""

from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from common.months import Month
from communes import life
from communes.models import (
    COMPUTERS,
    Condition,
    Connection,
    Equipment,
    Placement,
    Posting,
    SoftwareKind,
    SoftwareLead,
    SoftwareUse,
    Training,
    Unit,
    UnitFact,
    VillageCount,
)
from indicators.sources.base import at_units, grouped

_GOOD = Q(condition=Condition.GOOD)
_COMPUTER = Q(equipment__kind__in=COMPUTERS)


def equipment(month: Month, unit_ids) -> dict:
    """Machines by kind and state; money spent in thousand đồng (shown as million đồng with three decimals)."""
    day = month.last_day()
    good = _GOOD & _COMPUTER
    rows = at_units(Placement.objects.in_force(on=day), unit_ids)
    measures = {
        "n_computers": Count("pk", filter=good),
        "n_desktops": Count("pk", filter=_GOOD & Q(equipment__kind="desktop")),
        "n_laptops": Count("pk", filter=_GOOD & Q(equipment__kind="laptop")),
        "n_computers_on_lan": Count("pk", filter=good & Q(on_lan=True)),
        "n_computers_standalone": Count("pk", filter=good & Q(standalone=True)),
        "n_computers_protected": Count("pk", filter=good & Q(antivirus=True)),
        "n_computers_in_life": Count("pk", filter=good & life.within(day, path="equipment__")),
        "n_broken": Count("pk", filter=_COMPUTER & Q(condition__in=[Condition.BROKEN, Condition.PROPOSED])),
        "n_printers": Count("pk", filter=_GOOD & Q(equipment__kind="printer")),
        "n_scanners": Count("pk", filter=_GOOD & Q(equipment__kind="scanner")),
        "n_onestop_kinds": Count("equipment__kind", filter=_GOOD & Q(one_stop=True), distinct=True),
    }
    bought = at_units(
        Equipment.objects.filter(acquired_on__range=(month.first_day(), day), cost__gt=0),
        unit_ids,
        "acquired_by_unit_id",
    )
    spent = {
        (row["acquired_by_unit_id"], "equipment.invested"): row["spent"] // 1000
        for row in bought.order_by().values("acquired_by_unit_id").annotate(spent=Sum("cost"))
        if row["spent"] >= 1000
    }
    return grouped(rows, "equipment", measures) | spent


def staff(month: Month, unit_ids) -> dict:
    """People in post and their skills, assigned posts, and who of them was trained since 1 January."""
    day = month.last_day()
    trained = Training.objects.filter(
        staff_member=OuterRef("staff_member"), trained_on__range=(date(day.year, 1, 1), day)
    )
    rows = at_units(Posting.objects.in_force(on=day), unit_ids).annotate(was_trained=Exists(trained))
    still_valid = Q(certificate_expires_on__isnull=True) | Q(certificate_expires_on__gte=day)
    measures = {
        "n_total": Count("pk"),
        "n_fluent": Count("pk", filter=Q(fluent=True)),
        "n_skill_basic": Count("pk", filter=Q(skill_level__in=["basic", "advanced"])),
        "n_skill_advanced": Count("pk", filter=Q(skill_level="advanced")),
        "n_skill_certified": Count("pk", filter=Q(skill_evidence__in=["certificate", "degree"])),
        "n_trained": Count("pk", filter=Q(was_trained=True)),
        "n_with_computer": Count("pk", filter=Q(has_computer=True)),
        "n_with_certificate": Count("pk", filter=Q(digital_certificate=True) & still_valid),
    }
    posts = at_units(UnitFact.objects.in_force(on=day).filter(key="posts"), unit_ids)
    return grouped(rows, "staff", measures) | grouped(posts, "staff", {"n_quota": Sum("value")})


def network(month: Month, unit_ids) -> dict:
    """Communes and offices in force, those with each kind of connection, and what villages report."""
    day = month.last_day()
    units = at_units(Unit.objects.in_force(on=day).filter(kind__in=["commune", "office"]), unit_ids, "pk")
    found = {(pk, "network.units"): 1 for pk in units.values_list("pk", flat=True)}
    lines = at_units(Connection.objects.in_force(on=day), unit_ids)
    lines = lines.filter(unit__kind__in=["commune", "office"])
    measures = {
        "n_units_with_lan": Count("pk", filter=Q(kind="lan")),
        "n_units_with_internet": Count("pk", filter=Q(kind="internet")),
        "n_units_with_fibre": Count("pk", filter=Q(kind="internet", technology="fibre")),
        "n_units_with_meeting_point": Count("pk", filter=Q(kind="meeting_point")),
    }
    # A unit with two lines of a kind is still one unit with it.
    found |= dict.fromkeys(grouped(lines, "network", measures), 1)
    counts = at_units(VillageCount.objects.in_force(on=day), unit_ids)
    sums = {
        f"n_{name}": Sum(name) for name in ("households", "households_online", "public_access_points", "post_points")
    }
    return found | grouped(counts, "network", sums)


def software(month: Month, unit_ids) -> dict:
    """Specialised programmes at their lead unit, required and actual uses, accounts."""
    day = month.last_day()
    leads = at_units(SoftwareLead.objects.in_force(on=day).filter(software__kind=SoftwareKind.SPECIALISED), unit_ids)
    uses = at_units(SoftwareUse.objects.in_force(on=day), unit_ids)
    required, shared = Q(required=True), Q(required=True, software__kind=SoftwareKind.SHARED)
    measures = {
        "n_required": Count("pk", filter=required),
        "n_in_use": Count("pk", filter=required & Q(in_use=True)),
        "n_shared_required": Count("pk", filter=shared),
        "n_shared_in_use": Count("pk", filter=shared & Q(in_use=True)),
        # Named apart from the columns that they sum, which Django would take for them.
        "n_accounts": Sum(F("accounts")),
        "n_accounts_active": Sum(F("accounts_active")),
        "n_up_to_date": Count("pk", filter=required & Q(in_use=True, updated_on__gte=month.first_day())),
    }
    return grouped(leads, "software", {"n_specialised": Count("pk")}) | grouped(uses, "software", measures)
