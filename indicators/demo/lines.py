"""Connections and villages: who has been on the LAN and the internet since when, and how many households are online."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from communes.models import ConnectionKind, FundingSource, Technology
from indicators.demo.draw import Draw, Weighted
from indicators.demo.places import Place, places

MEETINGS_SINCE = date(2019, 12, 10)
DEPARTMENT = "Sở Thông tin và Truyền thông"
# Communes that got their network only in 2019; everybody else had it before.
_LATE_LAN = {"xa-ban-cai": date(2019, 9, 16), "xa-nam-khanh": date(2019, 11, 18), "xa-ban-pho": date(2019, 8, 15)}
_LATE_INTERNET = {"xa-ban-cai": date(2019, 4, 8), "xa-nam-khanh": date(2019, 6, 17)}
_LATE_FIBRE = {"xa-lung-cai": date(2019, 7, 1), "xa-nam-luc": date(2019, 10, 1), "xa-ta-van-chu": date(2020, 4, 1)}
_COPPER = {"xa-nam-khanh", "xa-ban-gia"}
_PROVIDERS = Weighted([("VNPT Lào Cai", 62), ("Viettel Lào Cai", 38)])
_SYLLABLES = (("Nậm", "Cốc", "Lùng", "Sín", "Sảng", "Pờ", "Chúng", "Háng", "Ngải", "Tẩn", "Sỉn", "Kha", "Bản", "Na"),
              ("Mo", "Phố", "Chải", "Thầu", "Giàng", "Dù", "Kẹ", "Lù", "Trồ", "Pán", "Mòn", "Cài", "Khèo", "Tống",
               "Hạ", "Thượng"))  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A connection of a place from a day until another (exclusive)."""

    slug: str
    kind: str
    technology: str
    since: date
    until: date | None = None
    bandwidth: int | None = None
    provider: str = ""
    installed_by: str = ""
    funded_by: str = FundingSource.DISTRICT


@dataclass(frozen=True)
class VillageLine:
    """A village of a commune and what was counted there last; `about`: the numbers online are approximate."""

    slug: str
    name: str
    since: date
    households: int
    online: int
    access_points: int
    post_points: int
    about: bool


def lan_since(place: Place) -> date:
    """The day from which a place has a LAN."""
    if place.slug in _LATE_LAN:
        return _LATE_LAN[place.slug]
    return date(Draw.of("lan", place.slug).randint(2010, 2017), 10, 1)


@cache
def lines() -> tuple[Line, ...]:
    """Every connection: LAN, internet and meeting point of each place, the dedicated line of the district."""
    found: list[Line] = []
    for place in places():
        found += [_lan(place), *_internet(place), _meeting_point(place)]
        if place.short == "VP":
            found.append(
                Line(
                    place.slug,
                    ConnectionKind.DEDICATED,
                    Technology.FIBRE,
                    date(2014, 7, 1),
                    None,
                    100,
                    "VNPT Lào Cai",
                    DEPARTMENT,
                    FundingSource.PROVINCE,
                )
            )
    return tuple(found)


def _lan(place: Place) -> Line:
    by_department = place.slug == "xa-ban-pho"
    return Line(
        place.slug,
        ConnectionKind.LAN,
        Technology.WIRED,
        lan_since(place),
        installed_by=DEPARTMENT if by_department else "",
        funded_by=FundingSource.DEPARTMENT if by_department else FundingSource.DISTRICT,
    )


def _internet(place: Place) -> list[Line]:
    draw = Draw.of("internet", place.slug)
    since = _LATE_INTERNET.get(place.slug, date(draw.randint(2010, 2016), 3, 1))
    provider, speed = draw.one(_PROVIDERS), draw.choice((40, 60, 80, 100) if not place.is_commune else (30, 40, 50, 60))
    line = Line(place.slug, ConnectionKind.INTERNET, Technology.FIBRE, since, None, speed, provider, provider,
                FundingSource.UNIT)  # fmt: skip
    if place.slug in _COPPER:
        return [_copper(line, None)]
    fibre = _LATE_FIBRE.get(place.slug)
    if fibre is None:
        return [line]
    return [_copper(line, fibre), Line(place.slug, line.kind, Technology.FIBRE, fibre, None, speed, provider, provider,
                                       FundingSource.UNIT)]  # fmt: skip


def _copper(line: Line, until: date | None) -> Line:
    return Line(line.slug, line.kind, Technology.COPPER, line.since, until, 8, line.provider, line.provider,
                FundingSource.UNIT)  # fmt: skip


def _meeting_point(place: Place) -> Line:
    return Line(place.slug, ConnectionKind.MEETING_POINT, Technology.OTHER, MEETINGS_SINCE, None, None, "VNPT Lào Cai",
                DEPARTMENT, FundingSource.PROVINCE)  # fmt: skip


@cache
def villages() -> tuple[VillageLine, ...]:
    """The villages of every commune; at Tả Củ Tỷ only Sảng Mào Phố is online."""
    found: list[VillageLine] = []
    for place in places():
        if place.is_commune:
            found += _villages_of(place)
    return tuple(found)


def _villages_of(place: Place) -> list[VillageLine]:
    draw = Draw.of("villages", place.slug)
    offline = place.slug in {"xa-ta-cu-ty", "xa-ban-gia"}
    near = 1.1 if place.legal_type == "thi_tran" else 0.8 if place.km < 6 else 0.3
    share = 0.03 + 0.5 * max(0.0, place.signed - 0.5) * near
    named: set[str] = {"Sảng Mào Phố"} if offline else set()
    found = []
    for i in range(5 if offline else draw.randint(5, 9)):
        name = _village_name(draw, place, named, i)
        households = draw.randint(34, 120)
        online = 0 if offline else draw.whole(households * draw.about(share, 0.6))
        points = 0 if offline else int(draw.random() < 0.12 + share / 2)
        post = int(i == 0 and place.slug not in {"xa-ban-cai", "xa-nam-khanh"})
        found.append(VillageLine(place.slug, name, date(2018, 12, 1), households, online, points, post, i % 3 == 0))
    if place.slug == "xa-ta-cu-ty":
        found.append(VillageLine(place.slug, "Sảng Mào Phố", date(2019, 10, 1), 62, 10, 1, 0, True))
    return found


def _village_name(draw: Draw, place: Place, named: set[str], i: int) -> str:
    if place.legal_type == "thi_tran":
        return f"Tổ dân phố số {i + 1}"
    while True:
        name = " ".join(draw.choice(part) for part in _SYLLABLES)
        if name not in named:
            named.add(name)
            return name
