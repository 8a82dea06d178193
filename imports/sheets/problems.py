"""What a cell may be refused for, each with a sentence for the person."""

from django.utils.translation import gettext as _


def convert(encoding: str) -> str:
    """What to do about text in a font encoding of old (imports.sheets.legacy)."""
    return _(
        "The text is in the old letters %(encoding)s. Convert the file to Unicode first (in UniKey: Ctrl+Shift+F6), "
        "then choose it again."
    ) % {"encoding": encoding}


class Unreadable(Exception):
    """The cell cannot be taken; the sentence says why and what to write. `candidates`: what it may have meant."""

    def __init__(self, sentence: str, candidates: list | None = None):
        self.sentence = str(sentence)
        self.candidates = candidates or []
        super().__init__(self.sentence)


class Ask(Unreadable):
    """The cell has several readings; `candidates` are the values, in the order in which they are offered.

    The person answers once a column: the answer is the word of the candidate's place in `values.ANSWERS`.
    """


class SwappedDay(str):
    """A date cell whose day and month Excel has probably taken for each other (imports.sheets.swapped), as it shows."""

    __slots__ = ()


class FailedCell(str):
    """A cell whose formula has no result: what Excel shows in it, such as #N/A, or that it was never worked out."""

    __slots__ = ()
