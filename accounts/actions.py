"""Every write on accounts. `by` is who acts (None: the system); refusals are common.errors, one audit event an act.

No password, hash or key ever reaches the audit trail.
"""

import re
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import throttle
from accounts.models import Language, LoginBucket, User
from common import audit
from common.errors import Invalid, NotAllowed, Refused

EDITABLE = ("full_name", "email", "language", "is_active", "is_staff", "is_superuser", "must_change_password")
# What the names of lists (routes) and columns (fields) look like, and how many an account keeps.
LIST_NAME, COLUMN_NAME = re.compile(r"[a-z][a-z0-9:._-]{0,79}"), re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_LISTS, MOST_COLUMNS = 60, 60
# A bucket that closes again and again is noted once in this time, so that an attacker cannot flood the trail.
NOTE_AGAIN_AFTER = timedelta(hours=1)


# --- Coming and going ------------------------------------------------------------------------------------------------


def note_login(*, by) -> None:
    """Write down that the person has logged in."""
    with audit.event(by=by, action="accounts.logged_in"):
        pass


def note_logout(*, by) -> None:
    """Write down that the person has logged out."""
    with audit.event(by=by, action="accounts.logged_out"):
        pass


def note_closed_bucket(*, bucket: LoginBucket, username: str, address: str) -> None:
    """Write down that failed logins have closed a bucket; a name that belongs to nobody is not kept."""
    now = timezone.now()
    user = User.objects.filter(username=User.normalize_username(username)).first()
    with transaction.atomic():
        row = LoginBucket.objects.select_for_update().filter(pk=bucket.pk).first()
        if row is None or (row.noted and row.noted > now - NOTE_AGAIN_AFTER):
            return
        row.noted = now
        row.save(update_fields=["noted"])
        with audit.event(by=None, action="accounts.login_slowed") as event:
            about = {"kind": row.kind, "address": address, "username": user.username if user else "?"}
            event.changed(user or row, before={}, after={**about, "failures": row.failures})


def unlock(*, by, user, reason: str = "") -> int:
    """Forget the failed logins of a person, wherever they came from; returns how many buckets there were."""
    _require(by, "accounts.change_user")
    with audit.event(by=by, action="accounts.unlocked", reason=reason) as event:
        count = throttle.forget(username=user.username)
        event.changed(user, before={"login_buckets": count}, after={"login_buckets": 0})
    return count


# --- One's own account -----------------------------------------------------------------------------------------------


def change_password(*, by, current: str, new: str) -> None:
    """Change one's own password. Every other session of the person ends; Invalid if a value is not accepted."""
    if not by.check_password(current):
        raise Invalid({"current": [_("This is not your current password.")]})
    if User.normalize_password(new) == User.normalize_password(current):
        raise Invalid({"new": [_("The new password must differ from the current one.")]})
    _set_password(by=by, user=by, new=new, action="accounts.password_changed", must_change=False)


def choose_password(*, user, new: str) -> None:
    """Set the password of somebody who came by a one-time link, which is spent by this."""
    if not user.is_active:
        raise NotAllowed()
    _set_password(by=user, user=user, new=new, action="accounts.password_chosen", must_change=False)


def set_language(*, by, language: str) -> None:
    """Choose the language in which one reads; Invalid for one that there is not."""
    if language not in Language.values:
        raise Invalid({"language": [_("The language is Vietnamese or English.")]})
    if language == by.language:
        return
    with audit.event(by=by, action="accounts.language_changed") as event:
        before = {"language": by.language}
        by.language = language
        by.save(update_fields=["language"])
        event.changed(by, before=before, after={"language": language})


def choose_columns(*, by, name: str, columns: list[str] | None) -> None:
    """Keep which columns of a list one wants to see; None: again as delivered. Invalid for what no list could send.

    Names that the list does not know are kept and passed over there: another version may know them.
    """
    columns = None if columns is None else list(dict.fromkeys(columns))
    if not LIST_NAME.fullmatch(name) or not all(COLUMN_NAME.fullmatch(column) for column in columns or ()):
        raise Invalid({"columns": [_("These columns cannot be kept. Open the list again and choose there.")]})
    if columns is not None and not 0 < len(columns) <= MOST_COLUMNS:
        raise Invalid({"columns": [_("Tick at least one column, and at most %(most)s.") % {"most": MOST_COLUMNS}]})
    with audit.event(by=by, action="accounts.columns_chosen", keep_empty=False) as event:
        kept = _locked(by).list_columns
        if kept.get(name) == columns:
            return
        # The oldest choices give way, so that nobody can fill the account.
        others = {one: kept[one] for one in list(kept)[-MOST_LISTS + 1 :] if one != name}
        by.list_columns = others | ({name: columns} if columns else {})
        by.save(update_fields=["list_columns"])
        before, after = ({"list_columns": _in_words(name, part)} for part in (kept.get(name), columns))
        event.changed(by, before=before, after=after)


# --- Other people's accounts -----------------------------------------------------------------------------------------


def create_user(*, by, username: str, password: str | None = None, must_change_password=True, reason="", **fields):
    """A new person; without `password` nobody can log in as it until a one-time link is used. Returns the User.

    `fields`: any of EDITABLE. Raises Invalid for values that do not fit, NotAllowed without the right.
    """
    _require(by, "accounts.add_user")
    user = User(username=User.normalize_username(username), must_change_password=must_change_password)
    _assign(by, user, fields)
    if password is None:
        user.set_unusable_password()
    else:
        _check_password(password, user)
        user.set_password(password)
    _check(user)
    with audit.event(by=by, action="accounts.user_created", reason=reason) as event:
        user.save(force_insert=True)
        event.changed(user, before=None, after=audit.snapshot(user))
    return user


def update_user(*, by, user, reason: str, **fields):
    """Correct a person's account; returns it as stored. Whoever is made inactive is out with the next request.

    `fields`: any of EDITABLE. Raises Invalid, NotAllowed, or Refused for one's own rights and the last superuser.
    """
    _require(by, "accounts.change_user")
    with transaction.atomic():
        user = _locked(user)
        before = audit.snapshot(user)
        _assign(by, user, fields)
        _check(user)
        _check_may_lose(by, user, before)
        if before == audit.snapshot(user):
            return user
        if before["is_active"] and not user.is_active:
            user.sessions += 1
        with audit.event(by=by, action="accounts.user_changed", reason=reason) as event:
            user.save()
            event.changed(user, before=before, after=audit.snapshot(user))
    return user


def deactivate(*, by, user, reason: str) -> None:
    """Somebody has left: no login any more, and every session ends."""
    update_user(by=by, user=user, reason=reason, is_active=False)


def set_password(*, by, user, new: str) -> None:
    """Set somebody else's password; the person must change it after the next login, and all sessions end."""
    _require(by, "accounts.change_user")
    _check_not_above(by, user)
    _set_password(by=by, user=user, new=new, action="accounts.password_set", must_change=True)


def withdraw_password(*, by, user, reason: str = ""):
    """Make the present password useless and end all sessions, before a one-time link for a new one is given out.

    Returns the person as stored.
    """
    _require(by, "accounts.change_user")
    _check_not_above(by, user)
    if by is not None and by.pk == user.pk:
        raise Refused(_("Change your own password on the page of your account."))
    with audit.event(by=by, action="accounts.password_withdrawn", reason=reason) as event:
        user = _locked(user)
        user.set_unusable_password()
        user.sessions += 1
        user.save(update_fields=["password", "sessions"])
        throttle.forget(username=user.username)
        event.changed(user, before={"password": "set"}, after={"password": "withdrawn"})
    return user


# --- Rules -----------------------------------------------------------------------------------------------------------


def _set_password(*, by, user, new: str, action: str, must_change: bool) -> None:
    _check_password(new, user)
    with audit.event(by=by, action=action) as event:
        before = {"must_change_password": user.must_change_password, "password": "former"}
        user.set_password(new)
        user.must_change_password = must_change
        user.save(update_fields=["password", "must_change_password"])
        event.changed(user, before=before, after={"must_change_password": must_change, "password": "new"})


def _in_words(name: str, columns: list[str] | None) -> str:
    return f"{name}: {', '.join(columns)}" if columns else ""


def _require(by, permission: str) -> None:
    if by is not None and not by.has_perm(permission):
        raise NotAllowed()


def _check_not_above(by, user) -> None:
    if by is not None and user.is_superuser and not by.is_superuser:
        raise NotAllowed(_("Only a superuser may change the account of a superuser."))


def _assign(by, user, fields: dict) -> None:
    _check_not_above(by, user)
    if by is not None and fields.get("is_superuser", user.is_superuser) != user.is_superuser and not by.is_superuser:
        raise NotAllowed(_("Only a superuser may change the account of a superuser."))
    for name, value in fields.items():
        if name not in EDITABLE:
            raise TypeError(f"{name} is no field that may be set")
        setattr(user, name, value)


def _check(user) -> None:
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        errors = error.message_dict
        raise Invalid({None if name == NON_FIELD_ERRORS else name: errors[name] for name in errors}) from error


def _check_password(password: str, user) -> None:
    try:
        validate_password(User.normalize_password(password), user)
    except ValidationError as error:
        raise Invalid({"new": error.messages}) from error


def _check_may_lose(by, user, before: dict) -> None:
    """Nobody locks himself out, and somebody always holds every right."""
    lost = [name for name in ("is_active", "is_staff", "is_superuser") if before[name] and not getattr(user, name)]
    if lost and by is not None and by.pk == user.pk:
        raise Refused(_("You cannot take rights away from yourself."), field=lost[0])
    if not before["is_superuser"] or not {"is_active", "is_superuser"} & set(lost):
        return
    if not User.objects.active().filter(is_superuser=True).exclude(pk=user.pk).exists():
        raise Refused(_("Somebody must remain superuser."), field=lost[0])


def _locked(user):
    return User.objects.select_for_update().get(pk=user.pk)
