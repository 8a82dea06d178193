"""What a rule of the database says when it is broken."""

import pytest
from django.db import IntegrityError, transaction


def refused(write, rule: str):
    """The write fails, by the rule of that name where the database tells it."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    text = str(error.value)
    assert rule in text or "UNIQUE constraint failed" in text
