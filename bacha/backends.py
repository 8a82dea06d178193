"""Rights that come from roles, in the form in which Django's own code asks for them."""

from django.contrib.auth.backends import BaseBackend

from communes.scope import scope_of


class AdministratorRights(BaseBackend):
    """Whoever holds the role of administrator may do everything to accounts, which know nothing of roles."""

    def has_perm(self, user_obj, perm, obj=None):
        """True for permissions of `accounts`; nothing else is decided here."""
        return perm.startswith("accounts.") and user_obj.is_active and scope_of(user_obj).is_administrator
