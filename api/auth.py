"""Who calls the API: the session of somebody logged in. Tokens need a table of their own and come later."""

from django.conf import settings
from ninja.security import APIKeyCookie


class Session(APIKeyCookie):
    """The session cookie of the pages; unsafe methods need the CSRF token too."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request, key):
        """The person, or None: 401."""
        return request.user if request.user.is_authenticated else None
