"""What a correction of a closed month would change, shown before it is done, and proof that it was shown."""

from dataclasses import astuple, dataclass

from django.utils.crypto import constant_time_compare, salted_hmac


@dataclass(frozen=True)
class Effect:
    """One line: what it is about (a total, a score, a publication), before and after; None for not known."""

    label: str
    before: object = None
    after: object = None


def proof(user, subject: str, effects: list[Effect]) -> str:
    """A mark that this person was shown these effects of this correction."""
    text = repr((user.pk, subject, [tuple(str(part) for part in astuple(effect)) for effect in effects]))
    return salted_hmac("common.admin.effects", text, algorithm="sha256").hexdigest()


def is_proved(given: str, expected: str) -> bool:
    """Whether the mark that came back is the one we gave."""
    return constant_time_compare(given or "", expected)
