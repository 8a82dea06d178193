"""Who works where, and with what skills: people of invented names, each with the stretches of their posts."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from communes.models import SkillEvidence, SkillLevel
from indicators.demo.devices import computers_of
from indicators.demo.draw import Draw, Weighted
from indicators.demo.places import FIRST, LEAVING, MERGED_ON, STAYING, Place, absorbed, lasting, places, successors

_LONG_AGO = date(2019, 1, 1)
_COMMUNE_POSTS = (
    "Chủ tịch UBND", "Bí thư Đảng ủy", "Văn phòng - Thống kê", "Tài chính - Kế toán", "Phó Chủ tịch UBND",
    "Tư pháp - Hộ tịch", "Văn hóa - Xã hội", "Địa chính - NN - XD và MT", "Phó Bí thư Đảng ủy", "Phó Chủ tịch HĐND",
    "Trưởng Công an", "Chỉ huy trưởng Quân sự", "Chủ tịch UB MTTQ", "Bí thư Đoàn Thanh niên", "Chủ tịch Hội LHPN",
    "Chủ tịch Hội Nông dân", "Chủ tịch Hội CCB", "Phó Chủ tịch UBND", "Văn phòng - Thống kê",
    "Địa chính - NN - XD và MT", "Tư pháp - Hộ tịch", "Văn hóa - Xã hội", "Phó Trưởng Công an",
)  # fmt: skip
_CIVIL_POSTS = ("Văn phòng - Thống kê", "Địa chính - NN - XD và MT", "Văn hóa - Xã hội", "Tư pháp - Hộ tịch")
_OFFICE_POSTS = ("Trưởng phòng", "Phó Trưởng phòng", "Phó Trưởng phòng", "Chuyên viên", "Chuyên viên", "Kế toán",
                 "Văn thư")  # fmt: skip
_HEADS = {"VP": ("Chánh Văn phòng", "Phó Chánh Văn phòng"), "TTr": ("Chánh Thanh tra", "Phó Chánh Thanh tra")}
_SIGNING = ("Chủ tịch UBND", "Phó Chủ tịch UBND", "Trưởng phòng", "Phó Trưởng phòng", "Chánh", "Phó Chánh")
# People of the demo who log in (accounts.demo) and work in a unit.
_KNOWN = {
    ("xa-ta-cu-ty", "Chủ tịch UBND"): "Sùng Seo Vần",
    ("xa-ta-cu-ty", "Văn phòng - Thống kê"): "Vàng Thị Mai",
    ("xa-ban-pho", "Văn phòng - Thống kê"): "Giàng A Páo",
    ("phong-van-hoa-thong-tin", "Phó Trưởng phòng"): "Nguyễn Thị Hằng",
    ("van-phong-hdnd-ubnd", "Phó Chánh Văn phòng"): "Trần Đức Minh",
    ("thanh-tra-huyen", "Phó Chánh Thanh tra"): "Phạm Quốc Hùng",
    ("phong-noi-vu", "Chuyên viên"): "Đỗ Thị Lan",
}
_HIGHLAND = Weighted([("Giàng", 14), ("Sùng", 13), ("Vàng", 12), ("Lý", 11), ("Thào", 9), ("Ma", 6), ("Lù", 7),
                      ("Tráng", 6), ("Cư", 4), ("Hoàng", 7), ("Lâm", 4), ("Nông", 3), ("Bàn", 4), ("Triệu", 3),
                      ("Đặng", 3), ("Nguyễn", 8), ("Trần", 4)])  # fmt: skip
_LOWLAND = Weighted([("Nguyễn", 30), ("Trần", 13), ("Lê", 10), ("Phạm", 10), ("Hoàng", 8), ("Vũ", 6), ("Đỗ", 5),
                     ("Bùi", 4), ("Lý", 5), ("Giàng", 4), ("Vàng", 4), ("Lù", 3), ("Nông", 3)])  # fmt: skip
_GIVEN_MEN = (
    "Sín", "Páo", "Chứ", "Dìn", "Lềnh", "Tỏa", "Sếnh", "Vảng", "Thắng", "Hùng", "Dũng", "Tuấn", "Minh", "Cường", "Quân",
    "Sơn", "Nam", "Thành", "Long", "Khánh", "Phóng", "Sử", "Hòa", "Đức",
)  # fmt: skip
_GIVEN_WOMEN = (
    "Mai", "Lan", "Hoa", "Dín", "Sáo", "Mỷ", "Chở", "Say", "Hương", "Thủy", "Hà", "Nga", "Yến", "Thu", "Loan", "Hiền",
    "Phương", "Nhung", "Xuân", "Dung",
)  # fmt: skip
_COURSES = (
    (date(2019, 5, 16), "Sử dụng VNPT-iOffice và thư điện tử công vụ", 0.3),
    (date(2019, 10, 23), "Kỹ năng sử dụng CNTT cơ bản", 0.22),
    (date(2020, 3, 11), "Ký số và gửi, nhận văn bản điện tử", 0.2),
    (date(2020, 5, 27), "Tiếp nhận và giải quyết hồ sơ trên VNPT-iGate", 0.28),
    (date(2020, 7, 15), "An toàn thông tin cho cán bộ, công chức", 0.12),
)


@dataclass(frozen=True)
class Stretch:
    """A post from a day until another (exclusive), with the skills and the computer of that time."""

    slug: str
    position: str
    since: date
    until: date | None = None
    skill_level: str = SkillLevel.NONE
    skill_evidence: str = SkillEvidence.NONE
    fluent: bool = False
    has_computer: bool = False
    digital_certificate: bool = False


@dataclass
class Person:
    """A name with the stretches in order, and the courses taken: (day, slug, subject)."""

    name: str
    stretches: list[Stretch]
    courses: list[tuple[date, str, str]] = field(default_factory=list)

    def changes(self, day: date, **values) -> None:
        """From a day on something is different; on the first day of the last stretch it is so from its beginning."""
        last = self.stretches[-1]
        if last.since >= day:
            self.stretches[-1] = replace(last, **values)
            return
        self.stretches[-1] = replace(last, until=day)
        self.stretches.append(replace(last, since=day, until=last.until, **values))

    def at(self, day: date) -> Stretch | None:
        """The stretch in force on a day."""
        return next((s for s in self.stretches if s.since <= day and (s.until is None or day < s.until)), None)


@cache
def roll() -> dict[str, list[Person]]:
    """Slug of the unit in which each began -> people, as they stand before the merger moves those who stay on."""
    people: dict[str, list[Person]] = {}
    moving: list[Person] = []
    for place in absorbed():
        people[place.slug], leaving = _absorbed(place)
        moving += leaving
    arrivals = _spread_over(moving)
    for place in lasting():
        people[place.slug] = _lasting(place, arrivals.get(place.slug, []))
    for place in places():
        _train(place, people[place.slug])
    return people


def signers(place: Place) -> list[tuple[str, str]]:
    """Who signs for a place and as what, most often the first."""
    people = [(person.name, person.stretches[0].position) for person in roll()[place.slug]]
    return [(name, position) for name, position in people if position.startswith(_SIGNING)][:4]


# --- One place -------------------------------------------------------------------------------------------------------


def _absorbed(place: Place) -> tuple[list[Person], list[Person]]:
    """Everybody of an absorbed commune, and those of them who go to other units on the day of the merger."""
    draw = Draw.of("roll", place.slug)
    people = _hire(draw, place, place.staff)
    # The heads do not stay: the successor has its own.
    people = people[2:8] + people[:2] + people[8:]
    stay = STAYING[place.slug]
    # Half of those who stay are fluent; the rest of the fluent ones go elsewhere.
    for i, person in enumerate(people):
        fluent = i < stay // 2 or stay <= i < stay + place.fluent - stay // 2
        _skill(draw, person, fluent, has_computer=i < place.desktops)
    for person in people[stay:]:
        person.stretches[-1] = replace(person.stretches[-1], until=MERGED_ON)
    return people, people[stay:-5]


def _spread_over(moving: list[Person]) -> dict[str, list[Person]]:
    """People of the absorbed communes to other communes that had an empty post, one or two each."""
    takers = [p.slug for p in lasting() if p.is_commune and p.slug not in successors()]
    draw = Draw.of("roll", "moves")
    draw.shuffle(takers)
    arrivals: dict[str, list[Person]] = {}
    for person, slug in zip(moving, takers * 2, strict=False):
        last = person.stretches[-1]
        post = draw.choice(_CIVIL_POSTS)
        person.stretches.append(
            replace(last, slug=slug, position=post, since=MERGED_ON, until=None, has_computer=False)
        )
        arrivals.setdefault(slug, []).append(person)
    return arrivals


def _lasting(place: Place, arrivals: list[Person]) -> list[Person]:
    draw = Draw.of("roll", place.slug)
    absorbed_here = [p for p in absorbed() if p.successor == place.slug]
    taken_over = sum(STAYING[p.slug] for p in absorbed_here)
    fluent_there = sum(STAYING[p.slug] // 2 for p in absorbed_here)
    residents = place.staff - taken_over - len(arrivals)
    people = _hire(draw, place, residents)
    fluent = place.fluent - fluent_there - sum(p.stretches[-1].fluent for p in arrivals)
    early = round(fluent * draw.uniform(0.6, 0.75))
    start, dates = computers_of(place)
    for i, person in enumerate(people):
        _skill(draw, person, i < early, has_computer=i < start)
        changes = []
        if early <= i < fluent:
            changes.append((draw.choice(_steps(person.stretches[0].since)), {"fluent": True}))
        if start <= i < start + len(dates):
            changes.append((dates[i - start], {"has_computer": True}))
        for day, values in sorted(changes, key=lambda change: change[0]):
            person.changes(day, **values)
    # Who comes by the merger brings no computer and gets one if there is one left.
    for i, person in enumerate(arrivals, start=residents):
        person.stretches[-1] = replace(person.stretches[-1], has_computer=i < start + len(dates))
    _leavers(draw, place, people)
    return people


def _leavers(draw: Draw, place: Place, people: list[Person]) -> None:
    """Those who were there before and have left: on the day of the merger, or somebody who retired."""
    leaving = LEAVING.get(place.slug)
    days = [MERGED_ON] * leaving if leaving else [date(2019, 9, 1)] if draw.random() < 0.5 else []
    for day in days:
        person = Person(_name(draw, place), [Stretch(place.slug, _post(place, len(people)), _LONG_AGO, day)])
        people.append(person)


def _hire(draw: Draw, place: Place, count: int) -> list[Person]:
    """People with their posts; one in ten came after January 2019."""
    people, known = [], set()
    for i in range(count):
        position = _post(place, i)
        name = _KNOWN.get((place.slug, position)) if position not in known else None
        known.add(position)
        came_later = i > 5 and place.slug not in successors() and not place.successor and draw.random() < 0.1
        since = draw.choice(_steps(_LONG_AGO)) if came_later else _entered(draw)
        people.append(
            Person(name or _name(draw, place, woman="LHPN" in position), [Stretch(place.slug, position, since)])
        )
    return people


def _post(place: Place, i: int) -> str:
    if place.is_commune:
        return _COMMUNE_POSTS[min(i, len(_COMMUNE_POSTS) - 1)]
    posts = list(_OFFICE_POSTS)
    if place.short in _HEADS:
        posts[0], posts[1] = _HEADS[place.short]
        posts[2] = posts[1]
    return posts[i] if i < len(posts) else "Chuyên viên"


def _name(draw: Draw, place: Place, *, woman: bool = False) -> str:
    family = draw.one(_HIGHLAND if place.is_commune else _LOWLAND)
    if draw.random() < 0.38 or woman:
        return f"{family} Thị {draw.choice(_GIVEN_WOMEN)}"
    middle = draw.choice(("A", "Seo", "Văn", "Văn") if place.is_commune else ("Văn", "Đức", "Quốc", "Xuân", "Ngọc"))
    return f"{family} {middle} {draw.choice(_GIVEN_MEN)}"


def _skill(draw: Draw, person: Person, fluent: bool, *, has_computer: bool) -> None:
    """Skills from the beginning; fluent people mostly meet the standard as well."""
    chance = draw.random()
    level, evidence = SkillLevel.NONE, SkillEvidence.NONE
    if chance < (0.9 if fluent else 0.4):
        level = SkillLevel.ADVANCED if fluent and chance < 0.1 else SkillLevel.BASIC
        evidence = draw.choice((SkillEvidence.CERTIFICATE, SkillEvidence.CERTIFICATE, SkillEvidence.ASSESSMENT))
        if level == SkillLevel.ADVANCED:
            evidence = SkillEvidence.DEGREE
    first = person.stretches[0]
    signs = first.position.startswith((*_SIGNING, "Bí thư Đảng", "Tài chính", "Văn phòng", "Kế toán", "Văn thư"))
    person.stretches[0] = replace(
        first, skill_level=level, skill_evidence=evidence, fluent=fluent, has_computer=has_computer,
        digital_certificate=signs,
    )  # fmt: skip


def _train(place: Place, people: list[Person]) -> None:
    draw = Draw.of("courses", place.slug)
    for day, subject, share in _COURSES:
        for person in people:
            stretch = person.at(day)
            if draw.random() < share * (1.3 if stretch and stretch.fluent else 0.9) and stretch:
                person.courses.append((day, stretch.slug, subject))


def _entered(draw: Draw) -> date:
    return date(draw.randint(2008, 2018), draw.randint(1, 12), 1)


def _steps(after: date) -> list[date]:
    """The days on which people's posts and skills change, up to the end of May 2020."""
    days = [(FIRST + n).first_day(cutoff=31) for n in range(2, 17)]
    return [day for day in days if day > after] or days[-1:]
