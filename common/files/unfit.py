"""The one thing that a look at a file says when it is not taken."""

from django.utils.translation import gettext as _


class Unfit(Exception):
    """The file is not taken; the message says why and what to do, for the person who chose it.

    `reason`: a key for callers whose advice is another, "" where nobody asks.
    """

    def __init__(self, sentence: str, reason: str = ""):
        self.reason = reason
        super().__init__(sentence)


def damaged() -> Unfit:
    """For a file whose beginning promises what the rest does not keep."""
    return Unfit(
        _(
            "The file is damaged or not complete. See whether it can be read at all, save or scan it anew and choose "
            "the new file."
        ),
        "damaged",
    )
