"""The kinds of marks in the file of cells (imports.sheets.parse writes it, imports.sheets.reading reads it): what JSON
cannot say of a cell. No Django here: the child processes read these too.
"""

DAY, MOMENT, TIME = "d", "m", "t"
# A formula without a result: what it failed with, or that it was never worked out.
ERROR, UNCALCULATED = "e", "u"
# Beneath the first cell of those that are merged.
MERGED = "f"
