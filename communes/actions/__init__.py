"""Writes of this floor, one module a subject: `from communes.actions import equipment; equipment.create(...)`."""
