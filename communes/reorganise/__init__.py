"""Rearrangements of units (sắp xếp đơn vị hành chính): what they would do, doing them, and taking them back."""

from communes.reorganise.act import apply, merge
from communes.reorganise.plan import Heir, NewUnit, Plan
from communes.reorganise.preview import Preview, preview
from communes.reorganise.undo import Blocked, blockers, undo

__all__ = ["Blocked", "Heir", "NewUnit", "Plan", "Preview", "apply", "blockers", "merge", "preview", "undo"]
