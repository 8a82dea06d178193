"""What the API says: the shapes of design.md 12."""

from datetime import date
from decimal import Decimal

from ninja import Field, Schema


class Problem(Schema):
    """Why there is no answer."""

    detail: str


class SuccessionOut(Schema):
    """A unit that another was, or became, by a reorganisation: its slug, null where it is not yours to see, the share
    that passed on, the day, the kind (merge, split, rename, move, abolish, create) and the number of the resolution."""

    unit: str | None
    name: str
    share: float
    on: date
    kind: str
    resolution: str


class UnitOut(Schema):
    """A unit; `parent` is the slug of the unit above, null at the top and where it is not yours to see."""

    slug: str
    code: str
    name: str
    full_name: str
    kind: str
    parent: str | None
    valid_from: date
    valid_until: date | None
    predecessors: list[SuccessionOut]
    successors: list[SuccessionOut]


class CoverageOut(Schema):
    """How many unit-months were expected to have figures, and how many are approved, waiting or blank."""

    expected: int
    approved: int
    pending: int
    blank: int


class MonthOut(Schema):
    """A month and its value; null: no data."""

    month: str
    value: int | float | None
    estimated: bool


class FigureOut(Schema):
    """A measure of a unit over a period; `estimated`: a part of a unit that was split counts in it."""

    unit: str
    measure: str
    # "from" is a word of Python: the operation answers by alias.
    from_: str = Field(alias="from")
    to: str
    structure: str
    value: int | float | None
    estimated: bool
    months: list[MonthOut]
    coverage: CoverageOut


class IndicatorOut(Schema):
    """An indicator of a unit over a period; shares in percent with two decimals."""

    structure: str
    value: int | float | None
    estimated: bool
    numerator: int | float | None
    denominator: int | float | None
    target: int | float | None
    coverage: CoverageOut


def plain(value: int | Decimal | None) -> int | float | None:
    """A value as a JSON number: whole ones as whole numbers, shares as 81.82."""
    return float(value) if isinstance(value, Decimal) else value
