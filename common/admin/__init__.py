"""The second way in (design.md 11): the Django admin, where every save and delete is one of our actions."""

from common.admin.action_admin import ActionAdmin, BoundedPaginator
from common.admin.effects import Effect
from common.admin.forms import ActionForm, ReasonForm
from common.admin.site import ActionSite

__all__ = ["ActionAdmin", "ActionForm", "ActionSite", "BoundedPaginator", "Effect", "ReasonForm"]
