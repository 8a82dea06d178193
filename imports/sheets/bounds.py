"""How large a sheet may be. Honest registers stay far below: 71,814 documents are 40 MB unpacked, 14 to 1.

No Django here: the child processes read these too.
"""

MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CELLS = 6_000_000
MOST_SHEETS = 60
MOST_MEMBERS = 500
MOST_UNPACKED = 200_000_000
MOST_CSV = 60_000_000
LONGEST_CELL = 32_767  # characters, as in Excel
