"""What must not slip into free text: telephone numbers and identity numbers (domain.md 8.2)."""

import re

# Days and spans of days look like telephone numbers once they begin with 0: "01.07.2020-31.12.2020".
_DAYS = re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{4}(?!\d)")
# Nine to eleven digits from 0 or the country's 84, written together or in groups: 0912 345 678, (+84) 214.3880.123.
_TELEPHONE = re.compile(r"(?<!\d)(?:84|0)(?:[ .()-]{0,2}\d){8,10}(?!\d)")
# The old identity card has nine digits, the citizen's card twelve; people write both in threes.
_IDENTITY = re.compile(r"(?<!\d)\d{3}[ .-]?\d{3}[ .-]?\d{3}(?:[ .-]?\d{3})?(?!\d)")


def has_personal_number(text: str) -> bool:
    """Whether the text holds something that looks like a telephone number or an identity number."""
    text = _DAYS.sub("/", text)
    return bool(_TELEPHONE.search(text) or _IDENTITY.search(text))
