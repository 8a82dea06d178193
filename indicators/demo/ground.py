"""Writes what stands on the ground: units, people who log in, staff, machines, connections, villages, programmes."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from accounts.demo import DEMO_LOGINS, DEMO_PASSWORD
from common import audit
from common.models import Batch
from common.months import Month
from communes import tree
from communes.models import (
    COMPUTERS,
    Connection,
    Equipment,
    FactKey,
    Membership,
    Placement,
    Posting,
    Role,
    SectionSource,
    Software,
    SoftwareLead,
    SoftwareUse,
    Source,
    StaffMember,
    Training,
    Unit,
    UnitAlias,
    UnitFact,
    Village,
    VillageCount,
)
from indicators.demo.declared import REGISTERED_LATER
from indicators.demo.devices import Device, devices
from indicators.demo.lines import lines, villages
from indicators.demo.places import (
    DISTRICT,
    FIRST,
    FOUNDED,
    MERGED_ON,
    PROVINCE,
    REGISTERS_FROM,
    REVIEWING_OFFICE,
    Place,
    places,
    rows,
    successors,
)
from indicators.demo.programmes import programmes, uses
from indicators.demo.roll import roll

Units = Mapping[str, Unit]
SINCE = date(2019, 1, 1)
_MADE_UP = "số liệu minh họa"
_ARTICLE = "khoảng 30 km theo bài viết về huyện Bắc Hà, tháng 6/2020"
# login -> (unit, role); superuser: also every right in the administration; staff: enters it.
_MEMBERSHIPS = {
    "admin": (DISTRICT, Role.ADMINISTRATOR),
    "chutich": (DISTRICT, Role.LEADER),
    "vhtt": (DISTRICT, Role.REVIEWER),
    "vanphong": (REVIEWING_OFFICE, Role.REVIEWER),
    "thanhtra": (DISTRICT, Role.AUDITOR),
    "tacuty": ("xa-ta-cu-ty", Role.OFFICIAL),
    "banpho": ("xa-ban-pho", Role.OFFICIAL),
    "tacuty.ct": ("xa-ta-cu-ty", Role.HEAD),
    "noivu": ("phong-noi-vu", Role.OFFICIAL),
    "nghiviec": ("phong-noi-vu", Role.OFFICIAL),
}
_LEFT = date(2020, 3, 1)
_IN_ADMIN = {Role.ADMINISTRATOR, Role.REVIEWER, Role.OFFICIAL}


# --- Units -----------------------------------------------------------------------------------------------------------


def write_units(event: audit.Event, *, beyond: Iterable[dict] = ()) -> dict[str, Unit]:
    """Province, district, 21 communes and 13 offices as they were in 2019, and units `beyond` them; slug -> unit."""
    province = _unit(event, slug=PROVINCE, code="10", name="Lào Cai", kind="province", legal_type="tinh")
    district = _unit(
        event, slug=DISTRICT, code="085", name="Bắc Hà", kind="district", legal_type="huyen", parent=province,
        latitude=22.539948, longitude=104.292464,
    )  # fmt: skip
    units = {PROVINCE: province, DISTRICT: district}
    for place in places():
        units[place.slug] = _unit(
            event, slug=place.slug, code=place.code, name=place.name, kind=place.kind, legal_type=place.legal_type,
            parent=district, latitude=place.latitude, longitude=place.longitude,
        )  # fmt: skip
        if place.short:
            UnitAlias.objects.create(unit=units[place.slug], kind=UnitAlias.Kind.SHORT, name=place.short)
    for fields in beyond:
        units[fields["slug"]] = _unit(event, **fields | {"parent": units.get(fields["parent"])})
    for row in rows("aliases"):
        UnitAlias.objects.create(unit=units[row["slug"]], kind=row["kind"], name=row["name"])
    tree.rebuild_closure()
    UnitFact.objects.bulk_create(fact for place in places() for fact in _facts(place, units[place.slug]))
    return units


def _unit(event: audit.Event, **fields) -> Unit:
    unit = Unit.objects.create(valid_from=FOUNDED, **fields)
    event.changed(unit, before=None, after=audit.snapshot(unit), unit_id=unit.pk)
    return unit


def _facts(place: Place, unit: Unit) -> list[UnitFact]:
    """Distance, area class, type and posts; the communes that took another over have more posts and type I since."""
    source = _ARTICLE if place.slug == "xa-ta-cu-ty" else _MADE_UP
    found = [UnitFact(unit=unit, key=FactKey.DISTANCE_KM, value=place.km, since=FOUNDED, source=source)]
    if place.area_class:
        found.append(
            UnitFact(
                unit=unit, key=FactKey.AREA_CLASS, value=place.area_class, since=date(2017, 4, 28), source=_MADE_UP
            )
        )
    for key, value, before in ((FactKey.COMMUNE_TYPE, place.commune_type, 2), (FactKey.POSTS, place.posts, 21)):
        if value is None:
            continue
        grown = place.slug in successors()
        if grown:
            found.append(UnitFact(unit=unit, key=key, value=before, since=SINCE, until=MERGED_ON, source=_MADE_UP))
        found.append(UnitFact(unit=unit, key=key, value=value, since=MERGED_ON if grown else SINCE, source=_MADE_UP))
    return found


def write_sources(units: Units) -> None:
    """The flows of 2019 come from reports, those from 2020 on from the registers."""
    # By the months of the calendar in force: with another cut-off day January begins in December.
    reported, registered = FIRST.first_day(), Month.of(REGISTERS_FROM, cutoff=31).first_day()
    SectionSource.objects.bulk_create(
        SectionSource(unit=units[place.slug], section=section, source=source, since=since)
        for place in places()
        for section in REGISTERED_LATER
        for source, since in ((Source.REPORT, reported), (Source.REGISTER, registered))
        if place.ends is None or since < place.ends
    )


# --- People who log in -----------------------------------------------------------------------------------------------


def write_logins(event: audit.Event) -> dict:
    """The logins of accounts.demo, all with the one password; login name -> user."""
    # One hash for all: the password is public, and each hash would cost a third of a second.
    password = make_password(DEMO_PASSWORD)
    users = {}
    for login in DEMO_LOGINS:
        role = _MEMBERSHIPS[login.username][1]
        user = get_user_model().objects.create(
            username=login.username,
            full_name=login.full_name,
            password=password,
            is_active=login.is_active,
            is_staff=role in _IN_ADMIN and login.is_active,
            is_superuser=role == Role.ADMINISTRATOR,
        )
        event.changed(user, before=None, after=audit.snapshot(user))
        users[login.username] = user
    return users


def write_memberships(event: audit.Event, units: Units, users: dict) -> None:
    """Who has which role where, since January 2019; the one who left, until then."""
    for username, (slug, role) in _MEMBERSHIPS.items():
        until = None if users[username].is_active else _LEFT
        membership = Membership.objects.create(
            user=users[username], unit=units[slug], role=role, valid_from=SINCE, valid_until=until
        )
        event.changed(membership, before=None, after=audit.snapshot(membership), unit_id=units[slug].pk)


# --- Stocks ----------------------------------------------------------------------------------------------------------


def write_staff(units: Units, batch: Batch) -> dict[str, list[StaffMember]]:
    """People, posts and courses; returns slug -> those who have a computer there and stay, to hold machines."""
    postings, trainings, holders = [], [], {}
    for slug, people in roll().items():
        for person in people:
            member = StaffMember.objects.create(full_name=person.name, batch=batch)
            for stretch in person.stretches:
                fields = {**vars(stretch), "unit": units[stretch.slug], "staff_member": member, "batch": batch}
                del fields["slug"]
                postings.append(Posting(**fields))
            for day, at, subject in person.courses:
                trainings.append(
                    Training(staff_member=member, unit=units[at], trained_on=day, subject=subject, batch=batch)
                )
            last = person.stretches[-1]
            if last.until is None and last.has_computer and last.slug == slug:
                holders.setdefault(slug, []).append(member)
    Posting.objects.bulk_create(postings, batch_size=500)
    Training.objects.bulk_create(trainings, batch_size=500)
    return holders


def write_devices(units: Units, batch: Batch, holders: dict[str, list[StaffMember]]) -> None:
    """Machines with their states; those that people work with name who holds them."""
    waiting = {slug: iter(people) for slug, people in holders.items()}
    placements = []
    for device in devices():
        equipment = Equipment.objects.create(
            kind=device.kind, name=device.name, serial=device.serial, acquired_on=device.acquired_on, cost=device.cost,
            funding_source=device.funding, acquired_by_unit=units[device.slug], batch=batch,
        )  # fmt: skip
        holder = _holder(device, waiting)
        for state in device.states:
            fields = {**vars(state), "unit": units[state.slug], "equipment": equipment, "batch": batch}
            del fields["slug"]
            placements.append(Placement(**fields, holder=holder))
    Placement.objects.bulk_create(placements, batch_size=500)


def _holder(device: Device, waiting: dict):
    last = device.states[-1]
    is_personal = device.kind in COMPUTERS and last.condition == "good" and not last.standalone
    return next(waiting.get(device.slug, iter(())), None) if is_personal else None


def write_lines(units: Units, batch: Batch) -> None:
    """Connections and villages."""
    for line in lines():
        Connection.objects.create(
            unit=units[line.slug], kind=line.kind, technology=line.technology, since=line.since, until=line.until,
            bandwidth_mbps=line.bandwidth, provider=line.provider, installed_by=line.installed_by,
            funded_by=line.funded_by, batch=batch,
        )  # fmt: skip
    for row in villages():
        village = Village.objects.create(name=row.name, batch=batch)
        VillageCount.objects.create(
            village=village, unit=units[row.slug], since=row.since, households=row.households,
            households_online=row.online, households_online_approximate=row.about,
            public_access_points=row.access_points, post_points=row.post_points, batch=batch,
        )  # fmt: skip


def write_programmes(units: Units, batch: Batch) -> None:
    """The catalogue of software, who leads and who uses each programme."""
    known = {}
    for programme in programmes():
        known[programme.name] = Software.objects.create(
            name=programme.name, kind=programme.kind, sector=programme.sector, batch=batch
        )
        SoftwareLead.objects.create(software=known[programme.name], unit=units[programme.lead], since=programme.since)
    SoftwareUse.objects.bulk_create(
        (
            SoftwareUse(
                software=known[use.programme], unit=units[use.slug], since=use.since, required=True,
                in_use=use.in_use, accounts=use.accounts, accounts_active=use.active, updated_on=use.updated_on,
                batch=batch,
            )
            for use in uses()
        ),
        batch_size=500,
    )  # fmt: skip
