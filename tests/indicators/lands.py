"""Made territories in which the structure changes: communes with the documents of June, and both readings of them."""

from types import SimpleNamespace

from common.months import Month
from indicators.reports import series
from tests.factories import communes as ground
from tests.factories.indicators import put_coverage, put_figures

MAY, JUNE = Month(2020, 5), Month(2020, 6)
KEY, SIGNED, OUT = "documents.incoming", "documents.outgoing_signed", "documents.outgoing"


def settle() -> SimpleNamespace:
    """Lào Cai with Bắc Hà and Si Ma Cai, and the calendar opened."""
    ground.open_calendar()
    province = ground.make_unit("Lào Cai", kind="province")
    bacha, simacai = (ground.make_unit(name, kind="district", parent=province) for name in ("Bắc Hà", "Si Ma Cai"))
    return SimpleNamespace(province=province, bacha=bacha, simacai=simacai)


def commune(name, parent, june=0, **others):
    """A commune with its own incoming documents of June, and what else it has by measure key."""
    unit = ground.make_unit(name, parent=parent)
    put_figures(unit, {(KEY, JUNE): june} | {(key, JUNE): value for key, value in others.items()})
    put_coverage(unit, "documents", first=MAY, last=JUNE)
    return unit


def both(*units, key=KEY) -> list[tuple]:
    """(as it was, as it is) of each unit in June."""
    return [tuple(series(unit, key, JUNE, JUNE, structure=word).value for word in ("was", "is")) for unit in units]


def is_estimate(unit, key=KEY, first=JUNE, last=JUNE) -> bool:
    return series(unit, key, first, last, structure="is").estimated
