"""Many rows of a register at once, as a sheet brings them: compared, tried by the rules of the forms, written or not.

An `Intake` knows one register. `plan` says of every row whether it is new, changed, unchanged or refused and why, and
writes nothing; `publish` writes all of them in one act with one audit event, or none. Values are bare: units, days,
numbers, stored choices. A name that a row does not have says nothing; None is an empty cell.
"""

from communes.intake.base import Intake
from communes.intake.lines import Fate, Fault, Line

__all__ = ["Fate", "Fault", "Intake", "Line"]
