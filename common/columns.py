"""The columns of a list that a person has chosen: kept with the account, read without a query.

The account is not known here: whoever logs in may have `list_columns`, a mapping of lists to names of columns.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from common.tables import RegisterTable

# The parameter of an export that asks for every column, chosen or not.
PARAMETER, EVERY = "columns", "all"


def chosen(user, name: str) -> frozenset[str] | None:
    """The columns of the list `name` that the person has chosen; None for the list as delivered."""
    kept = getattr(user, "list_columns", None)
    names = kept.get(name) if isinstance(kept, dict) else None
    return frozenset(filter(lambda one: isinstance(one, str), names)) if isinstance(names, list) and names else None


def every(table_class: type[RegisterTable]) -> list[str]:
    """All that a table offers."""
    return list(table_class.base_columns)


@dataclass(frozen=True)
class Choice:
    """A box to tick: the column, its heading, and whether it is shown and may be hidden."""

    name: str
    label: str
    is_shown: bool
    is_fixed: bool


class Chooser:
    """What the form above a table needs. Read it when the page is written: until then a view may hide a column that
    says the same in every row, and that is not the person's choice."""

    def __init__(
        self, table: RegisterTable, *, name: str, address: str, is_changed: bool, is_exported: bool = True
    ):  # fmt: skip
        self.table, self.name, self.address = table, name, address
        self.is_changed, self.is_exported = is_changed, is_exported
        self._wanted = {column.name for column in table.columns}

    def choices(self) -> list[Choice]:
        """The boxes, in the order of the table."""
        fixed = self.table.fixed
        return [
            Choice(column.name, str(column.header), column.visible, column.name in fixed)
            for column in self.table.columns.all()
            if self._is_offered(column, fixed)
        ]

    def withheld(self) -> list[str]:
        """Columns that the view hides on this page: kept as they were chosen."""
        return [column.name for column in self.table.columns.all() if self._is_withheld(column)]

    def _is_withheld(self, column) -> bool:
        return column.name in self._wanted and not column.visible

    def _is_offered(self, column, fixed: Iterable[str]) -> bool:
        is_data = column.name not in fixed or not column.column.exclude_from_export
        return is_data and not self._is_withheld(column)
