"""Routes of the tests' own register."""

from django.urls import include, path

from common.views import register_urls
from tests.common import gadget_pages as gadget

handler403 = "common.views.errors.permission_denied"
handler404 = "common.views.errors.not_found"
handler500 = "common.views.errors.server_error"

urlpatterns = [
    *register_urls(
        "gadgets", name="gadget", list=gadget.GadgetList, create=gadget.GadgetCreate, lookup=gadget.GadgetLookup,
        detail=gadget.GadgetDetail, edit=gadget.GadgetEdit, history=gadget.GadgetHistory, rename=gadget.GadgetRename,
        delete=gadget.GadgetDelete,
    ),
    path("long/", gadget.LongGadgetList.as_view(), name="long-list"),
    path("admin/", gadget.site.urls),
    path("accounts/", include("accounts.urls")),
]  # fmt: skip
