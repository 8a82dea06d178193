"""Programmes of the catalogue and who uses them: the shared ones of the province and twelve specialised ones."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from indicators.demo.draw import Draw
from indicators.demo.places import STAYING, Place, absorbed, places, rows

MEETING_SOFTWARE = "Phần mềm họp trực tuyến"
SIGNING_SOFTWARE = "Ký số chuyên dùng (Ban Cơ yếu Chính phủ)"
# Offices that resolve procedures and so have the one-stop software.
_WITH_PROCEDURES = {"VP", "TP", "TCKH", "LĐTBXH", "GDĐT", "KTHT"}
# Programmes that an office or commune hardly uses although it must: made up, so that the district has something to do.
_UNUSED = {
    ("Cổng thông tin điện tử thành viên", "xa-ban-cai"),
    ("Cổng thông tin điện tử thành viên", "xa-nam-khanh"),
    ("Cổng thông tin điện tử thành viên", "xa-lung-cai"),
    (SIGNING_SOFTWARE, "xa-nam-khanh"),
    ("Thư điện tử công vụ @laocai.gov.vn", "xa-ban-cai"),
    ("Quản lý tài sản công", "phong-y-te"),
    ("Quản lý người có công, bảo trợ xã hội, hộ nghèo", "xa-ta-van-chu"),
    ("Phổ cập giáo dục - xóa mù chữ", "xa-nam-luc"),
    ("Phần mềm đánh giá cán bộ, công chức", "xa-hoang-thu-pho"),
}


@dataclass(frozen=True)
class Programme:
    """A programme, the office that leads it, and since when."""

    name: str
    kind: str
    sector: str
    lead: str
    users: str
    since: date


@dataclass(frozen=True)
class Use:
    """A place's use of a programme."""

    programme: str
    slug: str
    since: date
    in_use: bool
    accounts: int
    active: int
    updated_on: date


@cache
def programmes() -> tuple[Programme, ...]:
    """The catalogue, from data/software.csv; `lead` is a slug."""
    slugs = {place.short: place.slug for place in places() if place.short}
    return tuple(
        Programme(
            **{**row, "lead": slugs[row["lead"]], "since": date.fromisoformat(row["since"])},
        )
        for row in rows("software")
    )


@cache
def uses() -> tuple[Use, ...]:
    """Who must use what, and does."""
    return tuple(_use(programme, place) for programme in programmes() for place in places() if _must(programme, place))


def _must(programme: Programme, place: Place) -> bool:
    if place.slug == programme.lead or programme.users == "all":
        return True
    if programme.users == "communes":
        return place.is_commune
    if programme.users == "services":
        return place.is_commune or place.short in _WITH_PROCEDURES
    return programme.users == "justice" and (place.is_commune or place.short == "TP")


def _use(programme: Programme, place: Place) -> Use:
    draw = Draw.of("programmes", programme.name, place.slug)
    in_use = (programme.name, place.slug) not in _UNUSED
    everybody = programme.kind == "shared" and programme.name != SIGNING_SOFTWARE
    accounts = _people(place) if everybody else draw.randint(1, 4)
    active = round(accounts * draw.uniform(0.75, 1.0)) if in_use else 0
    late = not in_use or draw.random() < 0.1
    return Use(
        programme.name, place.slug, programme.since, in_use, accounts, active,
        date(2020, 3, draw.randint(2, 27)) if late else date(2020, 7, draw.randint(20, 31)),
    )  # fmt: skip


def _people(place: Place) -> int:
    """Accounts so many that, when a merger adds those of the absorbed commune, everybody has one."""
    if place.successor:
        return STAYING[place.slug]
    return place.staff - sum(STAYING[other.slug] for other in absorbed() if other.successor == place.slug)
