"""Keys with which programs call the API in a person's name: made, shown once, looked up, revoked.

Days are real ones, whatever day the demo plays: a key must not live longer because a clock was set back.
"""

import hashlib
import secrets
from collections.abc import Collection
from contextlib import suppress
from datetime import date, timedelta

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ApiToken, Power, User
from common import audit
from common.errors import Invalid, OutOfScope
from common.text import one_line

PREFIX = "bacha_"
DAYS = (30, 90, 365)
MOST_LIVE = 10


def make(*, by: User, name: str, days: int, powers: Collection[Power], within: str = "") -> tuple[ApiToken, str]:
    """A new key of the person's own, and its text, which is kept nowhere; Invalid for a name or time that is none.

    `within`: the slug of the unit that it is bound to; empty: as far as the person reaches, now and later.
    """
    name, today = one_line(name), timezone.localdate()
    if not name:
        raise Invalid({"name": [_("Say which program uses the key.")]})
    if days not in DAYS:
        raise Invalid({"days": [_("Choose one of the values offered.")]})
    if not powers:
        raise Invalid({"powers": [_("Say what the program may do with the key.")]})
    with audit.event(by=by, action="accounts.token_made") as event:
        User.objects.select_for_update().get(pk=by.pk)
        live = ApiToken.objects.live(of=by, on=today)
        if live.count() >= MOST_LIVE:
            sentence = _("You have %(most)s keys already. Revoke one that is no longer used.")
            raise Invalid({"name": [sentence % {"most": MOST_LIVE}]})
        text = PREFIX + secrets.token_urlsafe(32)
        row = ApiToken.objects.create(
            user=by,
            name=name[:100],
            digest=digest_of(text),
            bound_to=by.get_session_auth_hash(),
            within=within,
            **{power: power in powers for power in Power},
            created_on=today,
            expires_on=today + timedelta(days=days),
        )
        event.changed(row, before=None, after=audit.snapshot(row))
    return row, text


def revoke(*, by: User, pk: int) -> ApiToken:
    """End one of one's own keys at once; OutOfScope for another's or none. Once ended it stays so."""
    with audit.event(by=by, action="accounts.token_revoked", keep_empty=False) as event:
        row = ApiToken.objects.select_for_update().visible_to(by).filter(pk=pk).first()
        if row is None:
            raise OutOfScope()
        if row.revoked_on is None:
            before = audit.snapshot(row)
            row.revoked_on = timezone.localdate()
            row.save(update_fields=["revoked_on"])
            event.changed(row, before=before, after=audit.snapshot(row))
    return row


def find(text: str) -> ApiToken | None:
    """The key with its person; None for one that is made up, revoked, expired, or of somebody who may not log in.

    The day of its last use is noted, once a day.
    """
    today = timezone.localdate()
    row = ApiToken.objects.select_related("user").filter(digest=digest_of(text)).first()
    if row is None or not row.is_live(on=today) or not row.user.is_active or row.user.must_change_password:
        return None
    if row.last_used_on != today:
        _note_use(row, today)
    return row


def _note_use(row: ApiToken, today: date) -> None:
    # Somebody else is writing: then the next call notes it, and a call that only reads need not wait or fail.
    with suppress(OperationalError), transaction.atomic():
        ApiToken.objects.filter(pk=row.pk).update(last_used_on=today)


def digest_of(text: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
