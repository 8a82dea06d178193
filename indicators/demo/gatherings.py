"""Online meetings since December 2019 with who attended, and the treasury months of 2020."""

from dataclasses import dataclass
from datetime import date, timedelta

from common.calendar import WorkCalendar
from common.months import Month, span
from indicators.demo.draw import Draw
from indicators.demo.lines import MEETINGS_SINCE
from indicators.demo.places import COUNCIL_OFFICE, OPEN, REGISTERS_FROM, REVIEWING_OFFICE, Place, places, working_days

FIRST_MEETING = date(2019, 12, 18)
_PER_MONTH = {1: 2, 2: 3, 3: 5, 4: 6, 5: 4, 6: 4, 7: 4}
_SUBJECTS = (
    "Phòng, chống dịch Covid-19 trên địa bàn huyện", "Giao ban công tác tháng", "Tập huấn ký số và gửi văn bản điện tử",
    "Triển khai dịch vụ công trực tuyến mức độ 3, 4", "Xây dựng nông thôn mới và giảm nghèo",
    "Hỗ trợ người dân gặp khó khăn do dịch theo Nghị quyết 42/NQ-CP", "Phòng, chống thiên tai và cháy rừng",
    "Sơ kết ứng dụng công nghệ thông tin 6 tháng đầu năm", "Chuẩn bị đại hội Đảng bộ các cấp",
)  # fmt: skip


@dataclass(frozen=True)
class Gathering:
    """A meeting, its host and, for each unit invited, whether it attended."""

    held_on: date
    host: str
    subject: str
    attended: dict[str, bool]


@dataclass(frozen=True)
class TreasuryLine:
    """A place's treasury transactions of a month, all of them online, and when the treasury confirmed them."""

    slug: str
    month: Month
    transactions: int
    returned: int
    confirmed_on: date | None = None


def gatherings(calendar: WorkCalendar) -> list[Gathering]:
    """The first one with the new software in December 2019, then several a month."""
    draw = Draw.of("gatherings")
    found = [_gathering(draw, FIRST_MEETING, REVIEWING_OFFICE, "Khai trương phần mềm họp trực tuyến của huyện")]
    for month in span(Month.of(REGISTERS_FROM, cutoff=31), OPEN):
        days = working_days(calendar, month.first_day(cutoff=31), month.last_day(cutoff=31))
        for day in sorted(draw.sample(days, _PER_MONTH[month.month])):
            host = COUNCIL_OFFICE if draw.random() < 0.7 else REVIEWING_OFFICE
            found.append(_gathering(draw, day, host, draw.choice(_SUBJECTS)))
    return found


def _gathering(draw: Draw, day: date, host: str, subject: str) -> Gathering:
    assert day >= MEETINGS_SINCE
    attended = {}
    for place in places():
        if place.slug == host or (place.ends and day >= place.ends):
            continue
        if place.is_commune or draw.random() < 0.7:
            attended[place.slug] = draw.random() < 0.8 + 0.2 * place.signed
    return Gathering(day, host, subject, attended)


def treasury() -> list[TreasuryLine]:
    """January to July 2020; for July only what is entered so far."""
    found = []
    for place in places():
        draw, papers = Draw.of("treasury", place.slug), Draw.of("confirmed", place.slug)
        for month in place.months(Month.of(REGISTERS_FROM, cutoff=31), OPEN):
            number = transactions(draw, place, month)
            if month != OPEN or place.july_until > 20:
                returned = int(draw.random() < 0.2)
                found.append(TreasuryLine(place.slug, month, number, returned, _confirmed(papers, month)))
    return found


def _confirmed(draw: Draw, month: Month) -> date | None:
    """A few days after the month; for the open one, and now and then, not yet."""
    days = draw.randint(1, 9)
    if month == OPEN or draw.random() < 0.1:
        return None
    return month.last_day(cutoff=31) + timedelta(days=days)


def transactions(draw: Draw, place: Place, month: Month) -> int:
    """More at the end of a year; an office has more than a commune."""
    usual = place.staff * (1.3 if not place.is_commune else 0.9) * (1.6 if month.month == 12 else 1.0)
    return max(3, draw.whole(draw.about(usual, 0.25)))
