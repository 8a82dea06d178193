"""People, machines, lines and programmes of the demo before the merger moves those of the absorbed communes."""

from collections import Counter
from datetime import date

import pytest

from indicators.demo.devices import devices
from indicators.demo.lines import DEPARTMENT, lines, villages
from indicators.demo.places import MERGED_ON, STAYING, lasting, places
from indicators.demo.programmes import programmes, uses
from indicators.demo.roll import roll, signers

END = date(2020, 6, 30)
HEIRS = {"xa-ban-gia": "xa-ta-cu-ty", "xa-lau-thi-ngai": "xa-lung-phinh"}


def computers(day: date) -> Counter:
    """(slug after the merger, kind) -> computers in good use on a day."""
    found = Counter()
    for device in devices():
        for state in device.states:
            if state.since <= day and (state.until is None or day < state.until) and state.condition == "good":
                slug = HEIRS.get(state.slug, state.slug) if day >= MERGED_ON else state.slug
                found[(slug, device.kind)] += 1
    return found


def people(day: date) -> dict[str, list]:
    """Slug after the merger -> stretches in force on a day."""
    found: dict[str, list] = {}
    for members in roll().values():
        for person in members:
            stretch = person.at(day)
            if stretch:
                slug = HEIRS.get(stretch.slug, stretch.slug) if day >= MERGED_ON else stretch.slug
                found.setdefault(slug, []).append(stretch)
    return found


def test_computers_in_june_are_the_published_ones():
    kinds = Counter()
    for (_slug, kind), number in computers(END).items():
        kinds[kind] += number
    assert (kinds["desktop"], kinds["laptop"]) == (569, 28)


@pytest.mark.parametrize("month", range(1, 13))
def test_tacuty_has_ten_computers_until_the_merger(month):
    assert computers(date(2019, month, 28))["xa-ta-cu-ty", "desktop"] == 10
    assert computers(date(2020, 2, 29))["xa-ta-cu-ty", "laptop"] == 0


def test_tacuty_has_twenty_desktops_and_three_laptops_in_june():
    found = computers(END)
    assert (found["xa-ta-cu-ty", "desktop"], found["xa-ta-cu-ty", "laptop"]) == (20, 3)


@pytest.mark.parametrize(
    ("day", "desktops", "laptops"), [(date(2020, 2, 29), 10, 0), (date(2020, 3, 1), 20, 0), (date(2020, 3, 31), 20, 3)]
)
def test_tacuty_doubles_its_desktops_with_the_merger(day, desktops, laptops):
    found = computers(day)
    assert (found["xa-ta-cu-ty", "desktop"], found["xa-ta-cu-ty", "laptop"]) == (desktops, laptops)


def test_tacuty_has_22_people_15_of_them_fluent_each_with_a_computer():
    staff = people(END)["xa-ta-cu-ty"]
    assert len(staff) == 22
    assert sum(stretch.fluent for stretch in staff) == 15
    assert all(stretch.has_computer for stretch in staff)


@pytest.mark.parametrize("place", lasting(), ids=lambda place: place.slug)
def test_people_and_computers_fit_the_place(place):
    staff, machines = people(END)[place.slug], computers(END)
    assert len(staff) == place.staff <= place.posts
    assert sum(stretch.fluent for stretch in staff) == place.fluent
    assert sum(s.has_computer for s in staff) <= machines[place.slug, "desktop"] + machines[place.slug, "laptop"]


def test_people_have_stretches_that_follow_each_other():
    for members in roll().values():
        for person in members:
            for earlier, later in zip(person.stretches, person.stretches[1:], strict=False):
                assert earlier.since < earlier.until == later.since


def test_people_of_absorbed_communes_stay_or_leave_on_the_day():
    for slug, number in STAYING.items():
        stay = [p for p in roll()[slug] if p.stretches[-1].slug == slug and p.stretches[-1].until is None]
        assert len(stay) == number


def test_machines_were_fewer_in_2019():
    assert sum(n for (_s, kind), n in computers(date(2019, 1, 31)).items() if kind in ("desktop", "laptop")) < 580


def test_device_serials_are_distinct_within_a_kind():
    assert max(Counter((device.kind, device.serial) for device in devices()).values()) == 1


def test_lines_reach_everybody_and_the_department_wired_banpho():
    for kind in ("lan", "internet", "meeting_point"):
        reached = {line.slug for line in lines() if line.kind == kind and line.since <= END and line.until is None}
        assert reached == {place.slug for place in places()}
    (lan,) = [line for line in lines() if line.slug == "xa-ban-pho" and line.kind == "lan"]
    assert (lan.installed_by, lan.funded_by) == (DEPARTMENT, "department")


def test_villages_of_tacuty_are_offline_but_sang_mao_pho():
    online = [row for row in villages() if HEIRS.get(row.slug, row.slug) == "xa-ta-cu-ty" and row.online]
    assert [(row.name, row.online, row.about, row.access_points) for row in online] == [("Sảng Mào Phố", 10, True, 1)]


def test_programmes_have_twelve_specialised_ones():
    assert Counter(row.kind for row in programmes()) == {"shared": 6, "specialised": 12, "national": 2}
    assert all(use.active <= use.accounts for use in uses())


def test_signers_are_heads():
    assert all(1 <= len(signers(place)) <= 4 for place in places())
    assert ("Sùng Seo Vần", "Chủ tịch UBND") in signers(
        next(place for place in places() if place.slug == "xa-ta-cu-ty")
    )
