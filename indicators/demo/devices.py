"""The machines: so many of each kind at each place at the end of June 2020, each with the stretches of its life."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from communes.models import Condition, EquipmentKind, FundingSource
from indicators.demo.draw import Draw, Weighted
from indicators.demo.lines import lan_since
from indicators.demo.places import MERGED_ON, Place, absorbed, places

_START = date(2019, 1, 1)
# When offices bought: one wave a quarter.
_WAVES = (date(2019, 4, 15), date(2019, 8, 20), date(2019, 11, 25), date(2020, 3, 20), date(2020, 5, 18))
_YEARS = Weighted([(2013, 2), (2014, 4), (2015, 9), (2016, 15), (2017, 20), (2018, 22)])
_NEW_SHARE = 0.14
_OLD_PLACES = {"xa-ban-gia", "xa-ta-cu-ty"}
_TACUTY_LAPTOPS = date(2020, 3, 25)
# name, cost in đồng; the norm of 2018 to 2025 allows 15 million for a computer (domain.md 6.2).
_MODELS = {
    EquipmentKind.DESKTOP: (("HP ProDesk 400 G5", 13_900_000), ("Dell Vostro 3670", 13_200_000),
                            ("Dell OptiPlex 3060", 14_500_000), ("FPT Elead T15i", 11_800_000),
                            ("CMS Xmedia", 11_500_000), ("HP 280 Pro G3", 12_600_000)),
    EquipmentKind.LAPTOP: (("Dell Latitude 3490", 14_900_000), ("HP ProBook 440 G6", 15_000_000),
                           ("Asus ExpertBook P1", 13_800_000)),
    EquipmentKind.PRINTER: (("Canon LBP 2900", 3_900_000), ("HP LaserJet Pro M12w", 4_200_000),
                            ("Brother HL-L2321D", 3_600_000), ("Canon LBP 226dw", 7_900_000)),
    EquipmentKind.SCANNER: (("Canon DR-C225", 9_800_000), ("HP ScanJet Pro 2500", 8_900_000)),
    EquipmentKind.KIOSK: (("Màn hình tra cứu 43 inch", 24_000_000), ("Kiosk tra cứu thông tin", 38_000_000)),
    EquipmentKind.CAMERA: (("Camera Hikvision bộ phận một cửa", 3_500_000),),
    EquipmentKind.PHOTOCOPIER: (("Ricoh MP 3055", 78_000_000), ("Toshiba e-Studio 2518A", 69_000_000)),
    EquipmentKind.PROJECTOR: (("Epson EB-X400", 12_500_000),),
    EquipmentKind.NETWORK: (("Switch TP-Link 24 cổng", 2_600_000), ("Router DrayTek Vigor", 4_300_000)),
}  # fmt: skip
_FUNDING = Weighted([(FundingSource.DISTRICT, 62), (FundingSource.PROVINCE, 14), (FundingSource.UNIT, 14),
                     (FundingSource.PROJECT, 8), (FundingSource.DEPARTMENT, 2)])  # fmt: skip
_WITH_PHOTOCOPIER = {"VP", "TCKH", "GDĐT", "VHTT"}
_STANDALONE = {"VP", "NV", "TTr"}


@dataclass(frozen=True)
class State:
    """Where a machine stands from a day until another (exclusive), and how."""

    slug: str
    since: date
    until: date | None = None
    condition: str = Condition.GOOD
    on_lan: bool = False
    antivirus: bool = False
    standalone: bool = False
    one_stop: bool = False


@dataclass(frozen=True)
class Device:
    """A machine with its states in order."""

    kind: str
    name: str
    serial: str
    acquired_on: date
    cost: int
    funding: str
    states: tuple[State, ...]

    @property
    def slug(self) -> str:
        return self.states[0].slug


@cache
def devices() -> tuple[Device, ...]:
    """Every machine of the district, as it stands before the merger moves those of the absorbed communes."""
    found: list[Device] = []
    for place in places():
        found += _Store(place).fill()
    return tuple(found)


def computers_of(place: Place) -> tuple[int, list[date]]:
    """How many computers in good use a place had on 1 January 2019, and the days on which further ones came.

    Of an absorbed commune's machines those count that its own people, who stay on, do not need.
    """
    dates, start = [], 0
    for device in devices():
        good = [s for s in device.states if s.condition == Condition.GOOD]
        if device.slug != place.slug or device.kind not in (EquipmentKind.DESKTOP, EquipmentKind.LAPTOP) or not good:
            continue
        if good[-1].until is not None:
            continue  # broken by now
        if device.acquired_on <= _START:
            start += 1
        else:
            dates.append(device.acquired_on)
    for other in absorbed():
        if other.successor == place.slug:
            dates += [MERGED_ON] * (other.desktops - 6)
    return start, sorted(dates)


class _Store:
    """Equips one place."""

    def __init__(self, place: Place):
        self.place, self.draw = place, Draw.of("devices", place.slug)
        self.lan = lan_since(place)
        self.protected = self.draw.uniform(0.55, 1.0)
        self.on_lan = 1.0 if place.slug in _OLD_PLACES else self.draw.uniform(0.88, 1.0)
        self.made = 0
        self.found: list[Device] = []

    def fill(self) -> list[Device]:
        place = self.place
        alone = place.short in _STANDALONE or (place.is_commune and place.commune_type == 1 and not self._is_fixed())
        for i in range(place.desktops):
            self._computer(EquipmentKind.DESKTOP, self._bought(), alone=alone and i == place.desktops - 1)
        for _ in range(place.laptops):
            self._computer(EquipmentKind.LAPTOP, _TACUTY_LAPTOPS if self._is_fixed() else self._bought())
        for _ in range(1 if self._is_fixed() else self.draw.choice((0, 1, 1, 2, 2))):
            self._worn_out()
        self._shared_devices()
        if place.slug == "xa-ban-pho":
            for _ in range(2):  # July is open: something changes in it
                self._computer(EquipmentKind.DESKTOP, date(2020, 7, 15))
        return self.found

    def _is_fixed(self) -> bool:
        """Whether the published figures fix every month of the place's machines."""
        return self.place.slug in _OLD_PLACES

    def _bought(self) -> date:
        if self.draw.random() < _NEW_SHARE and not self._is_fixed() and not self.place.successor:
            return self.draw.choice(_WAVES)
        return date(self.draw.one(_YEARS), self.draw.randint(1, 12), self.draw.randint(1, 28))

    def _computer(self, kind: str, acquired: date, *, alone: bool = False) -> None:
        linked = not alone and self.draw.random() < self.on_lan
        state = State(
            self.place.slug, acquired, antivirus=self.draw.random() < self.protected, standalone=alone, on_lan=linked
        )
        self._add(kind, acquired, self._wired(state))

    def _wired(self, state: State) -> tuple[State, ...]:
        """A machine is on the LAN from the day on which there is one."""
        if not state.on_lan or state.since >= self.lan:
            return (state,)
        return (replace(state, on_lan=False, until=self.lan), replace(state, since=self.lan))

    def _worn_out(self) -> None:
        """A computer beside those in good use: broken, perhaps proposed for liquidation or gone since."""
        acquired = date(self.draw.randint(2009, 2013), self.draw.randint(1, 12), self.draw.randint(1, 28))
        good = State(self.place.slug, acquired, on_lan=False)
        broke = date(2018, 6, 1) if self._is_fixed() else _START + timedelta(days=self.draw.randint(-300, 500))
        states = [replace(good, until=broke), replace(good, since=broke, condition=Condition.BROKEN)]
        fate = self.draw.random()
        if fate < 0.45 and broke < date(2020, 3, 1):
            after = broke + timedelta(days=self.draw.randint(60, 120))
            gone = Condition.PROPOSED if fate > 0.15 else Condition.LIQUIDATED
            if self.place.ends is None or after < self.place.ends:
                states[-1] = replace(states[-1], until=after)
                states.append(replace(good, since=after, condition=gone))
        self._add(EquipmentKind.DESKTOP, acquired, tuple(states))

    def _shared_devices(self) -> None:
        place, draw = self.place, self.draw
        for i in range(max(2, place.staff // 4)):
            self._other(EquipmentKind.PRINTER, one_stop=place.is_commune and i == 0, broken=draw.random() < 0.08)
        has_desk = place.is_commune or place.short == "VP"
        chance = 1.0 if place.short == "VP" else 0.35 + 0.6 * place.signed
        for kind in (EquipmentKind.SCANNER, EquipmentKind.KIOSK, EquipmentKind.CAMERA) if has_desk else ():
            if draw.random() < (chance if kind != EquipmentKind.KIOSK else chance - 0.4):
                self._other(kind, one_stop=True)
        if not has_desk or draw.random() < 0.3:
            self._other(EquipmentKind.SCANNER)
        self._other(EquipmentKind.NETWORK)
        if place.short in _WITH_PHOTOCOPIER or place.commune_type == 1:
            self._other(EquipmentKind.PHOTOCOPIER)
        if place.short in {"VP", "VHTT", "GDĐT"}:
            self._other(EquipmentKind.PROJECTOR)

    def _other(self, kind: str, *, one_stop: bool = False, broken: bool = False) -> None:
        acquired = self._bought()
        state = State(self.place.slug, acquired, one_stop=one_stop, on_lan=kind == EquipmentKind.NETWORK)
        states = (state,)
        if broken and acquired < date(2019, 6, 1):
            broke = date(2019, 6, 1) + timedelta(days=self.draw.randint(0, 240))
            states = (replace(state, until=broke), replace(state, since=broke, condition=Condition.BROKEN))
        self._add(kind, acquired, states)

    def _add(self, kind: str, acquired: date, states: tuple[State, ...]) -> None:
        self.made += 1
        name, cost = self.draw.choice(_MODELS[kind])
        cost = round(cost * self.draw.uniform(0.94, 1.0), -4)
        funding = self.draw.one(_FUNDING)
        serial = f"{(self.place.code or self.place.short)[-4:]}-{acquired:%y}{self.made:03}"
        self.found.append(Device(kind, name, serial, acquired, int(cost), funding, states))
