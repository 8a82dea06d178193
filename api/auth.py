"""Who calls the API: the session of somebody logged in."""

from django.conf import settings
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import APIKeyCookie


class Session(APIKeyCookie):
    """The session cookie of the pages; unsafe methods need the CSRF token too."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request):
        """No session at all is 401, whatever else is missing."""
        if self.param_name not in request.COOKIES:
            return None
        try:
            return super()._get_key(request)
        except HttpError as error:
            sentence = _(
                "With a session every call that writes needs the header X-CSRFToken with the value of the cookie."
            )
            raise HttpError(403, sentence) from error

    def authenticate(self, request, key):
        """The person, or None: 401."""
        return request.user if request.user.is_authenticated else None
