"""The 43 procedures of domain.md 4.9, read from data/procedures.csv, and which units offer each."""

import re
from dataclasses import dataclass
from functools import cache

from indicators.demo.places import Place, places, rows
from services.models import Authority, LimitUnit

SUFFIX = "000.00.00.H38"
_FIELDS = {
    "Bảo trợ XH": "Bảo trợ xã hội",
    "PBGDPL-HGCS": "Phổ biến, giáo dục pháp luật, hòa giải ở cơ sở",
    "Hộ KD": "Thành lập và hoạt động hộ kinh doanh",
    "GD&ĐT": "Giáo dục và Đào tạo",
}
_OFFICES = {
    "Hộ tịch": "TP", "Chứng thực": "TP", "Nuôi con nuôi": "TP", "PBGDPL-HGCS": "TP", "Bảo trợ XH": "LĐTBXH",
    "Người có công": "LĐTBXH", "Hộ KD": "TCKH", "GD&ĐT": "GDĐT", "Kinh doanh khí": "KTHT",
}  # fmt: skip
_POSTAL = {"1.001193", "1.004873", "2.000635", "1.001653", "1.001731", "1.001612", "2.000720", "1.001266"}
# Without a post point in the commune nothing is taken by post (lines.py).
_NO_POST = {"xa-ban-cai", "xa-nam-khanh"}
# Made up: what two communes have not published yet.
_UNPUBLISHED = {
    ("xa-ban-cai", "1.003583"), ("xa-ban-cai", "1.000593"), ("xa-ban-cai", "1.000419"), ("xa-ban-cai", "1.003554"),
    ("xa-nam-khanh", "1.003554"), ("xa-nam-khanh", "2.000930"),
}  # fmt: skip
_TIME = re.compile(r"(\d+)(?:-(\d+))? (wd|days)")
_FEE = re.compile(r"(\d{1,3}(?:\.\d{3})+) đ")


@dataclass(frozen=True)
class Entry:
    """A procedure as the file gives it. `limit_value` 0: the same day; None: not known."""

    code: str
    name: str
    field: str
    authority: str
    limit_value: int | None
    limit_unit: str
    fee: int | None
    recalled: bool
    note: str
    level: str
    at_communes: bool
    office: str
    via_commune: bool


@cache
def entries() -> tuple[Entry, ...]:
    """Every procedure, in the order of the file."""
    return tuple(_entry(row) for row in rows("procedures"))


def offers(entry: Entry) -> list[tuple[Place, bool, bool]]:
    """(place, published, taken by post) for each unit that offers the procedure."""
    found = []
    for place in places():
        if (place.is_commune and entry.at_communes) or (entry.office and place.short == entry.office):
            published = (place.slug, entry.code) not in _UNPUBLISHED
            found.append((place, published, entry.code in _POSTAL and place.slug not in _NO_POST))
    return found


def _entry(row: dict[str, str]) -> Entry:
    where, time = row["level_2020"], row["legal_time"]
    first = where.split("(")[0]
    via_commune = "via xã" in where
    value, unit = limit(time)
    fee = _FEE.search(time)
    return Entry(
        code=row["code"].split()[0],
        name=row["name"],
        field=_FIELDS.get(row["field"], row["field"]),
        authority=Authority.COMMUNE if first.startswith("xã") else Authority.DISTRICT,
        limit_value=value,
        limit_unit=unit,
        fee=int(fee[1].replace(".", "")) if fee else None,
        # What no source was read for is only remembered: the file marks what was read with [S].
        recalled="[S]" not in time or "*" in row["code"],
        note="2.000 đ/trang, từ trang thứ ba 1.000 đ/trang, tối đa 200.000 đ/bản" if "/page" in time else "",
        level=row["online_level_2020_demo"],
        at_communes="xã" in first or via_commune,
        office=_OFFICES[row["field"]] if "huyện" in where and "huyện" in first else "",
        via_commune=via_commune,
    )


def limit(text: str) -> tuple[int | None, str]:
    """The legal time: "same day" is 0 working days, of "25-32 wd" the longer; (None, "") where none is known."""
    if text.startswith("same day"):
        return 0, LimitUnit.WORKING_DAY
    match = _TIME.search(text)
    if match is None:
        return None, ""
    return int(match[2] or match[1]), LimitUnit.WORKING_DAY if match[3] == "wd" else LimitUnit.DAY
