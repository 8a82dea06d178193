from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who may log in. Knows people, not units: memberships belong to `communes`."""

    name = "accounts"
    verbose_name = _("Accounts")
