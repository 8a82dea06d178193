"""Short lists of calls that go upwards; filled in one place, `bacha/wiring.py`, and nowhere else.

after_commit     called with no argument after a transaction that left stale marks
effects          (cells) -> rows that say what the uncommitted change does to figures, scores and publications
reorganisation   (reorganisation, write) -> re-homes what an upper floor holds at the units that end
"""

from collections.abc import Callable

after_commit: list[Callable] = []
effects: list[Callable] = []
reorganisation: list[Callable] = []
