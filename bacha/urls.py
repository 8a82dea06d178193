"""Every route of the site; who may reach it stands in bacha.policy, and an unlisted one fails the build."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

handler400 = "common.views.errors.bad_request"
handler403 = "common.views.errors.permission_denied"
handler404 = "common.views.errors.not_found"
handler500 = "common.views.errors.server_error"

urlpatterns = [
    path("accounts/", include("accounts.urls")),
    # One way to log in, with one throttle: the admin's own form is never shown.
    path(
        "admin/login/",
        RedirectView.as_view(pattern_name="accounts:login", query_string=True),
        name="admin-login-redirect",
    ),
    path("admin/", admin.site.urls),
    path("api/", include("api.urls")),
    path("", include("common.urls")),
    path("", include("communes.urls")),
    path("", include("documents.urls")),
    path("", include("services.urls")),
    path("", include("indicators.urls")),
    path("", include("imports.urls")),
    path("", include("dashboards.urls")),
]
