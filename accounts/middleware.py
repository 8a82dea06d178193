"""What every request passes once it is known whose it is: the session's end, the language, a password that is due."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from accounts import sessions
from accounts.models import Language


class SessionLimits:
    """Ends a session 12 hours after login, or after SESSION_IDLE_SECONDS without a request (security.md, B7)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if SESSION_KEY in request.session:
            now = time.time()
            if sessions.is_over(request.session, now):
                logout(request)
            else:
                sessions.note_use(request.session, now)
        return self.get_response(request)


class UserLanguage:
    """The person's own language, Vietnamese before login; never what the browser asks for."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = self.language_of(request.user)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers["Content-Language"] = language
        if response.streaming and not response.is_async and not isinstance(response, FileResponse):
            # Rows of an export are written after this block has ended.
            response.streaming_content = _in_language(language, response.streaming_content)
        return response

    @staticmethod
    def language_of(user) -> str:
        """The code of the language in which this person reads."""
        language = getattr(user, "language", settings.LANGUAGE_CODE)
        return language if language in Language.values else Language.VIETNAMESE.value


def _in_language(language, content):
    parts = iter(content)
    while True:
        with translation.override(language):
            part = next(parts, None)
        if part is None:
            return
        yield part


class PasswordDue:
    """Leads somebody whose password was chosen by another to the page that changes it, and to nothing else."""

    OPEN = ("accounts:password", "accounts:logout", "accounts:login", "accounts:language")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_due = getattr(request.user, "must_change_password", False)
        if is_due and request.path not in {reverse(name) for name in self.OPEN}:
            return redirect("accounts:password")
        return self.get_response(request)
