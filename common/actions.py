"""Writes of the leaf app itself."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.models import FormToken

KEPT_DAYS = 3


class SentAlready(Exception):
    """The form was sent and done before; `url` is what it made."""

    def __init__(self, url: str):
        self.url = url
        super().__init__(url)


class Claim:
    """A form being done for the first time; set `url` to what it made before the block ends."""

    url = ""


@contextmanager
def once(token, *, by):
    """One transaction in which a form is done once: `with once(token, by=user) as claim: … claim.url = …`.

    SentAlready if this token was claimed and committed before; a second sending that arrives meanwhile waits for the
    first. If the block fails, nothing is claimed and the form can be sent again. `token` None: a plain transaction.
    """
    claim = Claim()
    with transaction.atomic():
        row = _claim(token, by) if token else None
        yield claim
        if row:
            row.url = claim.url[:500]
            row.save(update_fields=["url"])


def made_before(token: str, *, by) -> str | None:
    """What the form with this token made when the person sent it before; None if it was not done yet.

    For forms that no longer fit once they are done: their second sending must not be told that the entries are wrong.
    """
    try:
        row = FormToken.objects.filter(token=UUID(token), created_by_id=by.pk).first()
    except ValueError:
        return None
    return row.url if row else None


def _claim(token, by) -> FormToken:
    now = timezone.now()
    row = FormToken(token=token, created_at=now, created_by_id=by.pk)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        # Somebody else's token (or none of ours) gives no address away.
        done = FormToken.objects.filter(token=token, created_by_id=by.pk).first()
        raise SentAlready(done.url if done else "") from error
    FormToken.objects.filter(created_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    return row
