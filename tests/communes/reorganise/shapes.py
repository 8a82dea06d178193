"""One plan of each kind over the small district."""

from datetime import date
from decimal import Decimal

from communes.reorganise import Heir, NewUnit, Plan

DAY = date(2020, 7, 16)
KINDS = ["merge", "merge into new", "split", "rename", "move", "abolish", "create"]


def new_commune(tree, name: str = "Tả Củ Tỷ Mới", code: str = "02842") -> NewUnit:
    """A commune that begins in the district."""
    return NewUnit(name=name, legal_type="xa", kind="commune", parent=tree.district, code=code)


def plan_of(kind: str, ending=(), heirs=(), *, day=DAY, **fields) -> Plan:
    """A plan with a resolution."""
    heirs = tuple(heir if isinstance(heir, Heir) else Heir(heir) for heir in heirs)
    return Plan(kind=kind, effective_on=day, resolution="1/NQ-HĐND", ending=tuple(ending), heirs=heirs, **fields)


def split_of(tree, first="0.6", second="0.4", **fields) -> Plan:
    """Bản Phố goes to Tả Củ Tỷ and to a new commune."""
    heirs = (Heir(tree.tacuty, Decimal(first)), Heir(new_commune(tree), Decimal(second)))
    return plan_of("split", [tree.banpho], heirs, **fields)


def plans(tree) -> dict[str, Plan]:
    """By the names of KINDS."""
    moved = NewUnit(name="Bắc Hà", legal_type="huyen", kind="district", parent=None, code="085")
    new = new_commune(tree)
    return {
        "merge": plan_of("merge", [tree.banpho], [tree.tacuty]),
        "merge into new": plan_of("merge", [tree.banpho, tree.tacuty], [new]),
        "split": split_of(tree, "0.5", "0.5"),
        "rename": plan_of("rename", [tree.banpho], [new]),
        "move": plan_of("move", [tree.district], [moved]),
        "abolish": plan_of("abolish", [tree.office], [tree.tacuty]),
        "create": plan_of("create", [], [new]),
    }
