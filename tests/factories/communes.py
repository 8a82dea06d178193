"""Units, people with roles, months and register rows for tests; plain rows, written past the actions."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.text import slugify

from common.months import Month
from common.text import fold
from communes.models import (
    ClosedMonth,
    Connection,
    Equipment,
    FollowUp,
    Membership,
    Placement,
    Posting,
    Reorganisation,
    ReportingCalendar,
    Role,
    Software,
    SoftwareLead,
    SoftwareUse,
    StaffMember,
    Succession,
    Unit,
    Village,
    VillageCount,
)
from communes.tree import add_to_closure

LONG_AGO = date(2000, 1, 1)
DAY = date(2020, 7, 1)
_number = count(1)
_LEGAL = {"province": "tinh", "district": "huyen", "commune": "xa", "office": "phong_ban"}


@dataclass
class District:
    """A small tree: one province, one district in it, two communes and one office in that."""

    province: Unit
    district: Unit
    tacuty: Unit
    banpho: Unit
    office: Unit


def make_unit(name: str = "", *, kind="commune", parent=None, valid_from=LONG_AGO, **fields) -> Unit:
    """A unit with its closure links; the slug follows the name unless given."""
    name = name or f"Bản {next(_number)}"
    legal_type = fields.pop("legal_type", _LEGAL[kind])
    prefix = "" if kind == "office" else f"{legal_type} "
    slug = fields.pop("slug", "") or slugify(fold(f"{prefix}{name}").replace("_", "-"))
    unit = Unit.objects.create(
        name=name, kind=kind, legal_type=legal_type, parent=parent, slug=slug, valid_from=valid_from, **fields
    )
    add_to_closure(unit)
    return unit


def make_reorganisation(kind="merge", *, on=DAY, resolution="", **fields) -> Reorganisation:
    """A recorded reorganisation without successions; nothing is re-homed."""
    return Reorganisation.objects.create(
        kind=kind, effective_on=on, resolution=resolution or f"{next(_number)}/NQ-UBTVQH", **fields
    )


def make_succession(predecessor: Unit, *heirs, act: Reorganisation | None = None, **fields) -> list[Succession]:
    """A unit that ended and went to others: make_succession(a, b), or make_succession(a, (b, "0.6"), (c, "0.4")).

    `fields` are those of the reorganisation, unless there is one to which this belongs.
    """
    shares = [heir if isinstance(heir, tuple) else (heir, 1) for heir in heirs]
    act = act or make_reorganisation(**{"kind": "merge" if len(shares) == 1 else "split"} | fields)
    predecessor.valid_until = act.effective_on
    predecessor.save(update_fields=["valid_until"])
    return [
        Succession.objects.create(reorganisation=act, predecessor=predecessor, successor=heir, share=Decimal(share))
        for heir, share in shares
    ]


def make_district() -> District:
    """Lào Cai > Bắc Hà > Tả Củ Tỷ, Bản Phố, Phòng Văn hóa và Thông tin, all since 2000."""
    province = make_unit("Lào Cai", kind="province", code="10")
    district = make_unit("Bắc Hà", kind="district", parent=province, code="085")
    return District(
        province=province,
        district=district,
        tacuty=make_unit("Tả Củ Tỷ", parent=district, code="02854"),
        banpho=make_unit("Bản Phố", parent=district, code="02866"),
        office=make_unit("Phòng Văn hóa và Thông tin", kind="office", parent=district),
    )


def make_member(role: str = Role.OFFICIAL, unit: Unit | None = None, *, valid_from=LONG_AGO, **fields):
    """A user with a role in a unit; reviewers and officials enter the admin too. `unit` None: a user without a role."""
    number = next(_number)
    fields = {"username": f"user{number}", "full_name": f"Nguyễn Văn {number}", "is_staff": True} | fields
    user = get_user_model().objects.create_user(**fields)
    if unit is not None:
        Membership.objects.create(user=user, unit=unit, role=role, valid_from=valid_from)
    return user


def make_administrator(**fields):
    """A superuser."""
    number = next(_number)
    fields = {"username": f"admin{number}", "is_staff": True, "is_superuser": True} | fields
    return get_user_model().objects.create_user(**fields)


def open_calendar(first: Month | None = None, last: Month | None = None) -> ReportingCalendar:
    """The months that figures are kept for; 01/2019 to 08/2020 unless given."""
    first, last = first or Month(2019, 1), last or Month(2020, 8)
    return ReportingCalendar.objects.create(
        pk=1, cutoff_day=31, first_year=first.year, first_month=first.month, last_year=last.year,
        last_month=last.month, counted_on=date(2020, 8, 3),
    )  # fmt: skip


def close_month(unit: Unit, month: Month, *, by=None) -> ClosedMonth:
    """A settled month of a unit."""
    by = by or make_administrator()
    return ClosedMonth.objects.create(
        unit=unit, year=month.year, month=month.month, closed_at=timezone.now(), closed_by=by
    )


def make_equipment(unit: Unit, *, kind="desktop", since=DAY, until=None, **fields) -> Equipment:
    """A device with one placement; placement fields (condition, on_lan, holder …) may be given among the others."""
    own = {name: fields.pop(name) for name in list(fields) if hasattr(Placement, name)}
    fields = {"name": "Dell", "serial": f"SN{next(_number)}", "acquired_on": since} | fields
    device = Equipment.objects.create(kind=kind, acquired_by_unit=unit, **fields)
    Placement.objects.create(equipment=device, unit=unit, since=since, until=until, **own)
    return device


def make_staff(unit: Unit, full_name: str = "", *, since=DAY, until=None, **fields) -> StaffMember:
    """A staff member with one posting; `fields` belong to the posting."""
    person = StaffMember.objects.create(full_name=full_name or f"Giàng A {next(_number)}")
    fields = {"position": "Văn phòng - Thống kê"} | fields
    Posting.objects.create(staff_member=person, unit=unit, since=since, until=until, **fields)
    return person


def make_connection(unit: Unit, *, kind="internet", since=DAY, **fields) -> Connection:
    """A connection of a unit."""
    return Connection.objects.create(unit=unit, kind=kind, since=since, **{"technology": "fibre"} | fields)


def make_village(unit: Unit, name: str = "", *, since=DAY, **fields) -> Village:
    """A village with one count; `fields` belong to the count."""
    village = Village.objects.create(name=name or f"Thôn {next(_number)}")
    VillageCount.objects.create(village=village, unit=unit, since=since, **fields)
    return village


def make_software(name: str = "", *, lead: Unit | None = None, kind="shared", since=LONG_AGO, **fields) -> Software:
    """A programme of the catalogue, led by a unit if given."""
    software = Software.objects.create(name=name or f"Phần mềm {next(_number)}", kind=kind, **fields)
    if lead is not None:
        SoftwareLead.objects.create(software=software, unit=lead, since=since)
    return software


def make_software_use(software: Software, unit: Unit, *, since=DAY, **fields) -> SoftwareUse:
    """A unit's use of a programme."""
    fields = {"required": True, "in_use": True} | fields
    return SoftwareUse.objects.create(software=software, unit=unit, since=since, **fields)


def make_follow_up(unit: Unit, *, software: Software | None = None, by=None, asked_on=DAY, **fields) -> FollowUp:
    """An open follow-up of a unit; `answered` and `closed` are moments, by the one who asked."""
    by = by or make_administrator()
    fields = {"subject": f"Sử dụng phần mềm {next(_number)}", "deadline": date(2020, 8, 14)} | fields
    if moment := fields.pop("answered", None):
        fields |= {"answer": "Đã thực hiện.", "answered_at": moment, "answered_by": by} | fields
    if moment := fields.pop("closed", None):
        fields |= {"closed_at": moment, "closed_by": by}
    return FollowUp.objects.create(unit=unit, software=software, asked_on=asked_on, asked_by=by, **fields)
