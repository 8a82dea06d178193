"""Stocks of the ground registers: counted on the last day of the reporting month."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Sum

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
from indicators.sources.base import Group, at_units, grouped

_GOOD = Q(condition=Condition.GOOD)
_COMPUTER = Q(equipment__kind__in=COMPUTERS)


def equipment(month: Month, unit_ids) -> dict:
    """Machines by kind and state; money spent in thousand đồng (shown as million đồng with three decimals)."""
    day = month.last_day()
    good = _GOOD & _COMPUTER
    rows = at_units(Placement.objects.in_force(on=day), unit_ids)
    measures = {
        "computers": Count("pk", filter=good),
        "desktops": Count("pk", filter=_GOOD & Q(equipment__kind="desktop")),
        "laptops": Count("pk", filter=_GOOD & Q(equipment__kind="laptop")),
        "computers_on_lan": Count("pk", filter=good & Q(on_lan=True)),
        "computers_standalone": Count("pk", filter=good & Q(standalone=True)),
        "computers_protected": Count("pk", filter=good & Q(antivirus=True)),
        "computers_in_life": Count("pk", filter=good & life.within(day, path="equipment__")),
        "broken": Count("pk", filter=_COMPUTER & Q(condition__in=[Condition.BROKEN, Condition.PROPOSED])),
        "printers": Count("pk", filter=_GOOD & Q(equipment__kind="printer")),
        "scanners": Count("pk", filter=_GOOD & Q(equipment__kind="scanner")),
        "onestop_kinds": Count("equipment__kind", filter=_GOOD & Q(one_stop=True), distinct=True),
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
    return grouped("equipment", Group(rows, measures)) | spent


def staff(month: Month, unit_ids) -> dict:
    """People in post and their skills, assigned posts, and who of them was trained since 1 January."""
    day = month.last_day()
    trained = Training.objects.filter(
        staff_member=OuterRef("staff_member"), trained_on__range=(date(day.year, 1, 1), day)
    )
    rows = at_units(Posting.objects.in_force(on=day), unit_ids).annotate(was_trained=Exists(trained))
    still_valid = Q(certificate_expires_on__isnull=True) | Q(certificate_expires_on__gte=day)
    measures = {
        "total": Count("pk"),
        "fluent": Count("pk", filter=Q(fluent=True)),
        "skill_basic": Count("pk", filter=Q(skill_level__in=["basic", "advanced"])),
        "skill_advanced": Count("pk", filter=Q(skill_level="advanced")),
        "skill_certified": Count("pk", filter=Q(skill_evidence__in=["certificate", "degree"])),
        "trained": Count("pk", filter=Q(was_trained=True)),
        "with_computer": Count("pk", filter=Q(has_computer=True)),
        "with_certificate": Count("pk", filter=Q(digital_certificate=True) & still_valid),
    }
    posts = at_units(UnitFact.objects.in_force(on=day).filter(key="posts"), unit_ids)
    return grouped("staff", Group(rows, measures), Group(posts, {"quota": Sum("value")}))


def network(month: Month, unit_ids) -> dict:
    """Communes and offices in force, those with each kind of connection, and what villages report."""
    day = month.last_day()
    kinds = ["commune", "office"]
    units = at_units(Unit.objects.in_force(on=day).filter(kind__in=kinds), unit_ids, "pk")
    lines = at_units(Connection.objects.in_force(on=day).filter(unit__kind__in=kinds), unit_ids)
    # Distinct: a unit with two lines of a kind is still one unit with it.
    connected = {
        "units_with_lan": Count("kind", filter=Q(kind="lan"), distinct=True),
        "units_with_internet": Count("kind", filter=Q(kind="internet"), distinct=True),
        "units_with_fibre": Count("kind", filter=Q(kind="internet", technology="fibre"), distinct=True),
        "units_with_meeting_point": Count("kind", filter=Q(kind="meeting_point"), distinct=True),
    }
    counts = at_units(VillageCount.objects.in_force(on=day), unit_ids)
    names = ("households", "households_online", "public_access_points", "post_points")
    return grouped(
        "network",
        Group(units, {"units": Count("pk")}, "pk"),
        Group(lines, connected),
        Group(counts, {name: Sum(name) for name in names}),
    )


def software(month: Month, unit_ids) -> dict:
    """Specialised programmes at their lead unit, required and actual uses, accounts."""
    day = month.last_day()
    leads = at_units(SoftwareLead.objects.in_force(on=day).filter(software__kind=SoftwareKind.SPECIALISED), unit_ids)
    uses = at_units(SoftwareUse.objects.in_force(on=day), unit_ids)
    required, shared = Q(required=True), Q(required=True, software__kind=SoftwareKind.SHARED)
    measures = {
        "required": Count("pk", filter=required),
        "in_use": Count("pk", filter=required & Q(in_use=True)),
        "shared_required": Count("pk", filter=shared),
        "shared_in_use": Count("pk", filter=shared & Q(in_use=True)),
        "accounts": Sum("accounts"),
        "accounts_active": Sum("accounts_active"),
        "up_to_date": Count("pk", filter=required & Q(in_use=True, updated_on__gte=month.first_day())),
    }
    return grouped("software", Group(leads, {"specialised": Count("pk")}), Group(uses, measures))
