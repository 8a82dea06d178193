"""The admin site: without Django's own log, and without its redirect that tells which records exist."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class ActionSite(AdminSite):
    """Base of the site that `bacha.apps.AdminConfig` makes the default (accounts adds the one login page)."""

    site_header = site_title = _("Administration")
    index_title = _("Registers")
    enable_nav_sidebar = False
    empty_value_display = "–"

    def get_urls(self):
        """Without `r/<type>/<id>/`: it answers differently for existing and missing records of any scope."""
        return [route for route in super().get_urls() if getattr(route, "name", "") != "view_on_site"]
