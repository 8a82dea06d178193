"""Imports, and the columns that people chose for files of a shape."""

from imports.models.mapping import RememberedMapping
from imports.models.spreadsheet import Import, ImportState, SheetKind

__all__ = ["Import", "ImportState", "RememberedMapping", "SheetKind"]
