"""Doing an action from a form, once, and turning whatever it refuses into sentences on the form."""

import logging

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _

from common import display
from common.actions import once
from common.errors import ActionError, NotAllowed, OutOfScope, StaleVersion
from common.forms import apply_error, choice_missing

logger = logging.getLogger(__name__)


class Undone(Exception):
    """The action was refused; the form has the sentences. `is_stale`: somebody else saved in between."""

    def __init__(self, *, is_stale: bool = False):
        self.is_stale = is_stale
        super().__init__()


def do(form, work, *, by, address):
    """Run `work()` once for this form's token and return what it made; `address(result)` is where to go then.

    common.actions.SentAlready passes through; Undone when refused; Http404 and PermissionDenied as the action says.
    """
    try:
        with once(form.cleaned_data.get("token"), by=by) as claim:
            result = work()
            claim.url = address(result)
        return result
    except StaleVersion as error:
        form.add_error(None, error.message)
        raise Undone(is_stale=True) from error
    except OutOfScope as error:
        if error.field not in form.fields:
            raise Http404 from error
        form.add_error(error.field, choice_missing(form.fields[error.field]))
        raise Undone from error
    except NotAllowed as error:
        if error.field not in form.fields:
            raise PermissionDenied(error.message) from error
        form.add_error(error.field, error.message)
        raise Undone from error
    except ActionError as error:
        apply_error(form, error)
        raise Undone from error
    except IntegrityError as error:
        form.add_error(None, sentence_of(error))
        raise Undone from error
    except OperationalError as error:
        # A lock that was not got in time: nothing is written, and the same press of the button will do later.
        logger.warning("an action could not get its lock: %s", error)
        form.add_error(None, _why(error))
        raise Undone from error


def _why(error: OperationalError) -> str:
    """What the database could not do, in words; a full disk is not mended by pressing the button again."""
    if any(words in str(error).lower() for words in ("disk is full", "no space left")):
        return _("The server has no room left. Nothing has been saved; please tell the administrator.")
    return _("The system is busy. Nothing has been saved; please press the button again.")


def sentence_of(error: IntegrityError) -> str:
    """The rule that the database held against us, in words; for a rule that we cannot name, a general sentence."""
    text = str(error)
    for model in apps.get_models():
        for constraint in model._meta.total_unique_constraints + model._meta.constraints:
            if constraint.name and constraint.name in text:
                return str(constraint.get_violation_error_message())
        for field in model._meta.local_concrete_fields:
            if field.unique and f"UNIQUE constraint failed: {model._meta.db_table}.{field.column}" == text:
                label = display.sentence_case(field.verbose_name)
                return _("%(label)s: another record has this value already.") % {"label": label}
    return _("Another record like this was saved a moment ago. Nothing has been saved; please check and try again.")
