"""Short lists of calls that go upwards; filled in one place, `bacha/wiring.py`, and nowhere else.

after_commit     called with no argument after a transaction that left stale marks
effects          (cells) -> rows that say what the uncommitted change does to figures, scores and publications
reorganisation   (reorganisation, unit, into, write) -> re-homes what an upper floor holds at a unit that ends
reorganisation_preview  (unit ids, day) -> (unit id, label, number) of what an upper floor would re-home
month_reopened   (unit id, month, event) -> brings in line what an upper floor left as it was while the month was closed
units_gone       (unit ids) -> forgets what an upper floor counted of units that never were: their founding is undone
"""

from collections.abc import Callable

after_commit: list[Callable] = []
effects: list[Callable] = []
reorganisation: list[Callable] = []
reorganisation_preview: list[Callable] = []
month_reopened: list[Callable] = []
units_gone: list[Callable] = []
