"""The units of the demo and what each is like: domain/data of 2019 with invented sizes, read from data/units.csv."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from common.calendar import WorkCalendar
from common.months import Month
from communes.models.unit import LEGAL_WORDS

DATA = Path(__file__).parent / "data"
# NĐ 36/2000/NĐ-CP: the district with the 21 units that it had in 2019.
FOUNDED = date(2000, 8, 18)
MERGED_ON = date(2020, 3, 1)
RESOLUTION = "NQ 896/NQ-UBTVQH14 ngày 11/02/2020"
# The day on which the demo plays: nothing in it happened later.
DEMO_DAY = date(2020, 8, 3)
FIRST, LAST_CLOSED, OPEN = Month(2019, 1), Month(2020, 6), Month(2020, 7)
REGISTERS_FROM = date(2020, 1, 1)
# How many people of an absorbed commune go on at its successor, and how many of the successor leave that day.
STAYING, LEAVING = {"xa-ban-gia": 6, "xa-lau-thi-ngai": 6}, {"xa-ta-cu-ty": 3, "xa-lung-phinh": 2}

PROVINCE, DISTRICT = "tinh-lao-cai", "huyen-bac-ha"
REVIEWING_OFFICE, COUNCIL_OFFICE = "phong-van-hoa-thong-tin", "van-phong-hdnd-ubnd"


@dataclass(frozen=True)
class Place:
    """A commune or office: the state at the end of June 2020 (of an absorbed one, on its last day).

    `incoming`, `outgoing`, `filings`: weights; `signed`, `online`: shares; `july_until`: the day up to which July is
    entered.
    """

    slug: str
    code: str
    short: str
    legal_type: str
    kind: str
    name: str
    latitude: float | None
    longitude: float | None
    successor: str
    km: float
    area_class: int | None
    commune_type: int | None
    posts: int
    staff: int
    fluent: int
    desktops: int
    laptops: int
    incoming: float
    outgoing: float
    filings: float
    signed: float
    online: float
    july_until: int

    @property
    def is_commune(self) -> bool:
        return self.kind == "commune"

    @property
    def full(self) -> str:
        """With its generic word: "xã Tả Củ Tỷ"."""
        return f"{LEGAL_WORDS[self.legal_type]} {self.name}".strip()

    @property
    def ends(self) -> date | None:
        """The first day on which it is no more."""
        return MERGED_ON if self.successor else None

    def months(self, first: Month, last: Month) -> list[Month]:
        """The months of the span in which it exists on the last day."""
        every = [first + step for step in range(last - first + 1)]
        return [month for month in every if self.ends is None or month.last_day(cutoff=31) < self.ends]


_WHOLE = {"area_class", "commune_type", "posts", "staff", "fluent", "desktops", "laptops", "july_until"}
_DECIMAL = {"km", "incoming", "outgoing", "filings", "signed", "online"}


@cache
def places() -> tuple[Place, ...]:
    """Every commune and office, absorbed ones too, in the order of the file."""
    return tuple(Place(**_values(row)) for row in rows("units"))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the data files, as text."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _values(row: dict[str, str]) -> dict:
    values: dict = dict(row)
    for name, text in row.items():
        if name in _WHOLE:
            values[name] = int(text) if text else None
        elif name in _DECIMAL:
            values[name] = float(text)
    values["latitude"] = float(row["lat"]) if row["lat"] else None
    values["longitude"] = float(row["lon"]) if row["lon"] else None
    del values["lat"], values["lon"]
    return values


def absorbed() -> tuple[Place, ...]:
    return tuple(place for place in places() if place.successor)


def lasting() -> tuple[Place, ...]:
    return tuple(place for place in places() if not place.successor)


@cache
def successors() -> frozenset[str]:
    """The slugs of the communes that took another one over."""
    return frozenset(place.successor for place in absorbed())


def working_days(calendar: WorkCalendar, first: date, last: date) -> list[date]:
    """Every day that is worked from `first` to `last`, both included."""
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [day for day in days if calendar.is_working_day(day)]
