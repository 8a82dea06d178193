"""Generic pages of registers: list, detail, create, edit, act, history, look-up. UI conventions are in base.py."""

from common.views.detail import RegisterDetail
from common.views.forms import RegisterAction, RegisterCreate, RegisterDelete, RegisterEdit
from common.views.history import RecordHistory
from common.views.listing import RegisterList
from common.views.lookup import LookupView
from common.views.urls import register_urls

__all__ = [
    "LookupView", "RecordHistory", "RegisterAction", "RegisterCreate", "RegisterDelete", "RegisterDetail",
    "RegisterEdit", "RegisterList", "register_urls",
]  # fmt: skip
