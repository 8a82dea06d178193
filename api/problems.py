"""What the API answers when it cannot do what was asked: always `{"detail": a sentence}`."""

import logging

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from ninja.errors import AuthenticationError, HttpError, ValidationError

from common.errors import ActionError, Invalid, NotAllowed, OutOfScope, StaleVersion
from common.pushes import KeyTaken

logger = logging.getLogger(__name__)

# To the letter: denied and missing answer the same (design.md 12).
NOT_FOUND = "not found"


# pydantic's own words are English.
_TYPES = {
    "int_type": _lazy("Give a whole number."),
    "int_parsing": _lazy("Give a whole number."),
    "bool_type": _lazy("Give true or false."),
    "string_type": _lazy("Give a text."),
    "greater_than_equal": _lazy("The number is too small."),
    "less_than_equal": _lazy("The number is too large."),
    "string_too_short": _lazy("This must not be empty."),
    "string_pattern_mismatch": _lazy("There are characters in it that are not allowed here."),
    "model_attributes_type": _lazy("Give an object with the fields that the description of the API names."),
    "dict_type": _lazy("Give an object with the fields that the description of the API names."),
}


class Unprocessable(Exception):
    """Parameters that are well formed but do not go together; the message says which and why."""


def install(api) -> None:
    """Give the API its answers for everything that it refuses."""
    api.add_exception_handler(Http404, lambda request, error: _problem(404, NOT_FOUND))
    api.add_exception_handler(ValidationError, lambda request, error: _problem(422, _sentences(error)))
    api.add_exception_handler(Unprocessable, lambda request, error: _problem(422, str(error)))
    api.add_exception_handler(AuthenticationError, lambda request, error: _problem(401, _("Log in first.")))
    api.add_exception_handler(ActionError, lambda request, error: _refusal(error))
    api.add_exception_handler(RequestDataTooBig, lambda request, error: _too_big())
    api.add_exception_handler(OperationalError, lambda request, error: _busy())
    api.add_exception_handler(HttpError, lambda request, error: _problem(error.status_code, error.message))


def _problem(status: int, detail: str) -> JsonResponse:
    response = JsonResponse({"detail": detail}, status=status, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        response["WWW-Authenticate"] = 'Session realm="bacha"'
    return response


def _refusal(error: ActionError) -> JsonResponse:
    """What an action refuses, as a sentence that begins with the field that it is about."""
    if isinstance(error, OutOfScope):
        return _problem(404, NOT_FOUND)
    if isinstance(error, NotAllowed):
        return _problem(403, str(error.message))
    if isinstance(error, Invalid):
        named = [_about(name, one) for name, sentences in error.errors.items() for one in sentences]
        return _problem(422, " ".join(named))
    status = 409 if isinstance(error, StaleVersion | KeyTaken) else 422
    return _problem(status, _about(error.field, error.message))


def _about(name: str | None, sentence) -> str:
    return f"{name}: {sentence}" if name else str(sentence)


def _too_big() -> JsonResponse:
    sentence = _("At most %(size)s can be sent at once. Nothing has been saved.")
    return _problem(413, sentence % {"size": filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)})


def _busy() -> JsonResponse:
    """A lock that was not got in time: nothing is written, and the same call will do later."""
    logger.warning("a call of the API could not get its lock")
    response = _problem(503, _("The system is busy. Nothing has been saved; send it again in a moment."))
    response["Retry-After"] = "5"
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
    elif kind == "extra_forbidden":
        text = _("There is no such field. Take it out of what is sent.")
    elif kind in _TYPES:
        text = _TYPES[kind]
    elif kind == "literal_error":
        text = _("Give one of: %(choices)s.") % {"choices": context["expected"].replace("'", "")}
    else:
        text = part["msg"]
    return f"{name}: {text}"
