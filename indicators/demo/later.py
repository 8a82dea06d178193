"""What came after the demo's day, on request: Tà Chải joins the town on 01/11/2024, six communes under a new province
on 01/07/2025 (domain.md 1.1 to 1.3). Every step is an ordinary reorganisation."""

from datetime import date
from decimal import Decimal

from communes import reorganise
from communes.actions import units as acts
from communes.models import Role, Unit
from communes.reorganise import Heir, NewUnit, Plan
from indicators.demo.places import DISTRICT, PROVINCE, places, rows

TOWN_GREW, TWO_LEVELS = date(2024, 11, 1), date(2025, 7, 1)
TOWN_RESOLUTION = "NQ 1197/NQ-UBTVQH15"
# Read in no source: the numbers are recalled, and the pages say so with them.
RECALLED = "(số hiệu theo trí nhớ, cần đối chiếu)"
COMMUNES_RESOLUTION = f"NQ 1673/NQ-UBTVQH15 {RECALLED}"
PROVINCES_RESOLUTION = f"NQ 202/2025/QH15 {RECALLED}"
DISTRICTS_ENDED = "Luật Tổ chức chính quyền địa phương 72/2025/QH15"
NEW_PROVINCE, OFFICES_TO = "tinh-lao-cai-2025", "xa-bac-ha-2025"
# First day on which each year's changes are in force.
YEARS = {2024: TOWN_GREW, 2025: TWO_LEVELS}
# Who goes on in the new province; the district's own roles end with it.
ROLES = {"chutich": Role.LEADER, "vhtt": Role.REVIEWER, "thanhtra": Role.AUDITOR}


def neighbours() -> list[dict]:
    """Units beyond the district that the changes of 2025 touch; like its own they exist from its founding."""
    return [
        {"slug": "huyen-si-ma-cai", "name": "Si Ma Cai", "kind": "district", "legal_type": "huyen", "parent": PROVINCE},
        {"slug": "xa-lung-than", "code": "02818", "name": "Lùng Thẩn", "kind": "commune", "legal_type": "xa",
         "parent": "huyen-si-ma-cai"},
        {"slug": "tinh-yen-bai", "code": "15", "name": "Yên Bái", "kind": "province", "legal_type": "tinh",
         "parent": None},
    ]  # fmt: skip


def go_on(until: int, *, admin, users: dict) -> None:
    """The changes up to the end of a year, in order. The clock must have reached them."""
    if until >= 2024:
        _merge(admin, TOWN_GREW, TOWN_RESOLUTION, ["xa-ta-chai"], _unit("thi-tran-bac-ha"))
    if until >= 2025:
        _two_levels(admin)
        for username, role in ROLES.items():
            acts.add_membership(
                by=admin, user=users[username], unit=_unit(NEW_PROVINCE), role=role, valid_from=TWO_LEVELS
            )


def _two_levels(admin) -> None:
    """The new province first, for the communes to belong to: it takes Yên Bái and its code over. The old Lào Cai last,
    when nothing belongs to it any more."""
    province = NewUnit(name="Lào Cai", legal_type="tinh", kind="province", parent=None, code="15", slug=NEW_PROVINCE)
    _merge(admin, TWO_LEVELS, PROVINCES_RESOLUTION, ["tinh-yen-bai"], province)
    for row in rows("units_2025"):
        commune = NewUnit(
            name=row["name"], legal_type="xa", kind="commune", parent=_unit(NEW_PROVINCE), code=row["code"],
            slug=row["slug"], latitude=float(row["lat"]), longitude=float(row["lon"]),
            area_km2=Decimal(row["area_km2"]),
        )  # fmt: skip
        _merge(admin, TWO_LEVELS, COMMUNES_RESOLUTION, row["from"].split(), commune)
    note = "Minh họa: máy móc, con người của các phòng chuyển về xã Bắc Hà; thực tế theo phương án của tỉnh."
    for place in places():
        if place.kind == "office":
            _apply(admin, "abolish", DISTRICTS_ENDED, [place.slug], _unit(OFFICES_TO), note=note)
    _apply(admin, "abolish", DISTRICTS_ENDED, [DISTRICT, "huyen-si-ma-cai"])
    _merge(admin, TWO_LEVELS, PROVINCES_RESOLUTION, [PROVINCE], _unit(NEW_PROVINCE))


def _merge(admin, day: date, resolution: str, absorbed: list[str], into: Unit | NewUnit) -> None:
    _apply(admin, "merge", resolution, absorbed, into, day=day)


def _apply(
    admin, kind: str, resolution: str, ending: list[str], *into: Unit | NewUnit, day=TWO_LEVELS, note=""
) -> None:
    plan = Plan(
        kind=kind, effective_on=day, resolution=resolution, ending=tuple(_unit(slug) for slug in ending),
        heirs=tuple(Heir(unit) for unit in into), note=note,
    )  # fmt: skip
    reorganise.apply(plan, by=admin)


def _unit(slug: str) -> Unit:
    return Unit.objects.get(slug=slug)
