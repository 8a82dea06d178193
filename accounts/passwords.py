"""Passwords that everybody tries first, here: Django's list and one of our own with the words of this district."""

import gzip
from functools import cache
from pathlib import Path
from string import digits

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.text import fold

MOST_DIGITS = 16
OWN_LIST = Path(__file__).parent / "data" / "common_passwords.txt.gz"


def squash(password: str) -> str:
    """What is compared: small letters and digits without diacritics. "Mật khẩu@2026" and "matkhau2026" are the same."""
    return "".join(char for char in fold(password) if char.isalnum())


@cache
def common_passwords() -> frozenset[str]:
    """Both lists, squashed; about 60,000 entries, read once a process."""
    own = gzip.decompress(OWN_LIST.read_bytes()).decode().split("\n")
    return frozenset(filter(None, map(squash, [*own, *CommonPasswordValidator().passwords])))


def is_common(password: str) -> bool:
    """Whether it stands in a list, as it is or with at most MOST_DIGITS digits put before and after it."""
    squashed = squash(password)
    stem = squashed.strip(digits)
    added = len(squashed) - len(stem)
    return squashed in common_passwords() or (added <= MOST_DIGITS and stem in common_passwords())


class LocalCommonPasswordValidator:
    """Refuses a password of the lists, however it is capitalised, accented or punctuated (security.md, B5)."""

    def validate(self, password: str, user=None) -> None:
        """Raises ValidationError for a common password. No rule about kinds of characters."""
        if is_common(password):
            raise ValidationError(
                _("This password is one of those that are guessed first. Choose another."), code="password_too_common"
            )

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        return _("Not one of the passwords that are guessed first.")
