"""Who calls the API: a program with a key of a person's, or the session of somebody logged in."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError
from ninja.security import APIKeyCookie, HttpBearer

from accounts import tokens
from accounts.middleware import UserLanguage
from accounts.models import Power
from communes.scope import confine


class Bearer(HttpBearer):
    """`Authorization: Bearer` with one of a person's keys; no CSRF, since no browser sends it by itself."""

    def __init__(self, power: Power = Power.READ):
        """`power`: what the key must allow; calls that write name one of their own."""
        super().__init__()
        self.power = power

    def __call__(self, request):
        """The person; None without the header; whoever sends a key that does not work is nobody, session or not."""
        value = request.headers.get(self.header)
        if value is None:
            return None
        scheme, _blank, text = value.partition(" ")
        key = tokens.find(text.strip()) if scheme.lower() == self.openapi_scheme else None
        if key is None:
            raise AuthenticationError()
        # What is refused is said in the person's language; the middleware's own block ends this.
        translation.activate(UserLanguage.language_of(key.user))
        return self.authenticate(request, key)

    def authenticate(self, request, key):
        """The person, who reaches no further than the key."""
        if self.power not in key.powers:
            sentence = _("This key does not allow it: %(power)s. Make a key that does.")
            raise HttpError(403, sentence % {"power": self.power.label})
        confine(key.user, key.within)
        return key.user


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


def may(power: Power) -> list:
    """Who may call what writes: a program whose key allows it, or somebody logged in."""
    return [Bearer(power), Session()]
