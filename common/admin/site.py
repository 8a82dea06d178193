"""The admin site: without Django's own log, and without its redirect that tells which records exist."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ActionSite(AdminSite):
    """What `bacha.apps.AdminConfig` makes the default site."""

    site_header = site_title = _("Administration")
    index_title = _("Registers")
    enable_nav_sidebar = False
    empty_value_display = "–"

    def get_urls(self):
        """Without `r/<type>/<id>/`: it answers differently for existing and missing records of any scope."""
        return [route for route in super().get_urls() if route.name != "view_on_site"]

    def login(self, request, extra_context=None):
        """One login page for everything, with its throttle."""
        return redirect_to_login(request.GET.get("next") or reverse("admin:index", current_app=self.name))
