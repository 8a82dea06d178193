"""What an action may refuse, each with a sentence for the person and, where there is one, the field it is about."""

from django.utils.translation import gettext_lazy as _


class ActionError(Exception):
    """An action was refused and nothing was written. `message` is a sentence in the user's language."""

    message = _("This cannot be done.")
    field: str | None = None

    def __init__(self, message=None, *, field: str | None = None):
        self.message = message or self.message
        self.field = field or self.field
        super().__init__(self.message)

    def __str__(self):
        return str(self.message)


class Refused(ActionError):
    """A rule of the field says no."""


class OutOfScope(ActionError):
    """The object or unit is not the person's to see: answer exactly like a missing one."""

    message = _("Not found.")


class NotAllowed(ActionError):
    """The person sees the object but may not do this to it."""

    message = _("You may look at this, but not change it.")


class StaleVersion(ActionError):
    """Somebody saved the object since the person opened it."""

    message = _("Somebody else has changed this record since you opened it. Compare the values and save again.")


class Invalid(ActionError):
    """Values that do not fit; `errors` maps a field name (or None) to a list of sentences."""

    message = _("Please check the marked fields.")

    def __init__(self, errors: dict):
        self.errors = errors
        super().__init__()


class ClosedMonth(ActionError):
    """The change would alter a figure of a closed unit-month; `cells` lists (unit id, Month, section).

    `fact` is the message without its advice, for those who may correct a closed month themselves.
    """

    def __init__(self, message, *, cells=(), fact=None, field: str | None = None):
        self.cells = list(cells)
        self.fact = fact or message
        super().__init__(message, field=field)
