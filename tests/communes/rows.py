"""One stored row of every model of this floor, for the tests of what the database itself refuses."""

from datetime import date

from django.utils import timezone

from communes.models import (
    ClosedMonth,
    Membership,
    Reorganisation,
    SectionSource,
    StaleMark,
    Succession,
    Training,
    Unit,
    UnitAlias,
    UnitClosure,
    UnitFact,
)
from tests.factories import communes as make
from tests.factories import sheets

DAY = date(2020, 7, 1)


def one_of_each(tree) -> dict:
    """Model name -> a stored row; dated rows are open and began on DAY."""
    member = make.make_member("official", tree.tacuty)
    device = make.make_equipment(tree.tacuty, since=DAY, serial="SN-1")
    person = make.make_staff(tree.tacuty, since=DAY)
    village = make.make_village(tree.tacuty, since=DAY, households=60)
    software = make.make_software(lead=tree.office, since=DAY)
    take = sheets.make_stock_take(tree.tacuty, by=member)
    act = Reorganisation.objects.create(kind="merge", effective_on=DAY, resolution="896/NQ-UBTVQH14")
    rows = [
        Unit.objects.get(pk=tree.tacuty.pk),
        UnitAlias.objects.create(unit=tree.tacuty, name="Tả Cù Tỷ", kind="spelling"),
        UnitFact.objects.create(unit=tree.tacuty, key="distance_km", value=30, since=DAY),
        UnitClosure.objects.get(ancestor=tree.province, descendant=tree.tacuty),
        StaleMark.objects.create(unit=tree.tacuty, year=2020, month=7, section="staff"),
        ClosedMonth.objects.create(unit=tree.tacuty, year=2020, month=6, closed_at=timezone.now(), closed_by=member),
        SectionSource.objects.create(unit=tree.tacuty, section="staff", source="report", since=DAY),
        make.open_calendar(),
        device,
        device.placements.get(),
        Membership.objects.get(user=member),
        make.make_connection(tree.tacuty, since=DAY, bandwidth_mbps=30),
        village,
        village.counts.get(),
        act,
        Succession.objects.create(reorganisation=act, predecessor=tree.banpho, successor=tree.tacuty),
        software,
        software.leads.get(),
        make.make_software_use(software, tree.tacuty, since=DAY, accounts=5, accounts_active=4),
        person,
        person.postings.get(),
        Training.objects.create(staff_member=person, unit=tree.tacuty, trained_on=DAY, subject="Ký số"),
        make.make_follow_up(tree.tacuty, software=software, by=member, asked_on=DAY),
        take,
        sheets.make_line(take, device),
        sheets.make_confirmation(tree.tacuty, by=member),
    ]
    return {type(row).__name__: row for row in rows}
