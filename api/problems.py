"""What the API answers when it cannot do what was asked: always `{"detail": a sentence}`."""

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError

# To the letter: denied and missing answer the same (design.md 12).
NOT_FOUND = "not found"


class Unprocessable(Exception):
    """Parameters that are well formed but do not go together; the message says which and why."""


def install(api) -> None:
    """Give the API its answers for everything that it refuses."""
    api.add_exception_handler(Http404, lambda request, error: _problem(404, NOT_FOUND))
    api.add_exception_handler(ValidationError, lambda request, error: _problem(422, _sentences(error)))
    api.add_exception_handler(Unprocessable, lambda request, error: _problem(422, str(error)))
    api.add_exception_handler(AuthenticationError, lambda request, error: _problem(401, _("Log in first.")))
    api.add_exception_handler(HttpError, lambda request, error: _problem(error.status_code, error.message))


def _problem(status: int, detail: str) -> JsonResponse:
    response = JsonResponse({"detail": detail}, status=status, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        response["WWW-Authenticate"] = 'Session realm="bacha"'
    return response


def missing(request, *args, **kwargs) -> JsonResponse:
    """Any address below /api/ that is none of ours."""
    return _problem(404, NOT_FOUND)


def _sentences(error: ValidationError) -> str:
    return " ".join(dict.fromkeys(_sentence(part) for part in error.errors))


def _sentence(part: dict) -> str:
    """One fault as "name: what to give instead"; what was sent is not repeated."""
    name, context = part["loc"][-1], part.get("ctx", {})
    kind = part["type"]
    if kind == "value_error":
        text = str(context["error"])
    elif kind == "missing":
        text = _("This parameter is needed.")
    elif kind == "string_too_long":
        text = _("At most %(count)s characters.") % {"count": context["max_length"]}
    elif kind == "literal_error":
        text = _("Give one of: %(choices)s.") % {"choices": context["expected"].replace("'", "")}
    else:
        text = part["msg"]
    return f"{name}: {text}"
