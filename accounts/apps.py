from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _

from accounts import sessions


class AccountsConfig(AppConfig):
    """Who may log in. Knows people, not units: memberships belong to `communes`."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self):
        """Every login, whichever code does it, starts the clock of its session."""
        user_logged_in.connect(sessions.start, dispatch_uid="accounts.sessions.start")
