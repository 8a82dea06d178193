"""Filters of the lists of this floor, one module a register."""
