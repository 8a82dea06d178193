import unicodedata

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """The languages of the interface."""

    VIETNAMESE = "vi", "Tiếng Việt"
    ENGLISH = "en", "English"


class UserQuerySet(models.QuerySet):
    def active(self):
        """People who may log in."""
        return self.filter(is_active=True)

    def visible_to(self, user):
        """Everybody for whoever may change accounts, otherwise oneself."""
        return self.all() if user.has_perm("accounts.change_user") else self.filter(pk=user.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes users with a folded name; a user without a password cannot log in until one is set."""

    def create_user(self, username: str, password: str | None = None, **fields):
        """A stored user; `password` None makes the password unusable. Empty names raise ValueError."""
        username = self.model.normalize_username(username)
        if not username:
            raise ValueError("A user needs a username.")
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields):
        """A user with every right; what `manage.py createsuperuser` calls."""
        return self.create_user(username, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username):
        """The user of that login name, however it is typed: "TaCuTy" is "tacuty"."""
        return self.get(username=self.model.normalize_username(username))


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in. What the person may see and do is said by memberships, not here."""

    # Never written to the audit trail.
    AUDIT_EXCLUDE = ("password", "last_login", "sessions", "list_columns")

    username = models.CharField(
        _("username"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                r"\A[a-z0-9][a-z0-9._-]*\Z",
                _("Use small letters without diacritics, digits, dots, hyphens and underscores."),
            )
        ],
        error_messages={"unique": _("There is already a user of this name.")},
    )
    full_name = models.CharField(_("full name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.VIETNAMESE)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Somebody who has left is made inactive, never deleted.")
    )
    is_staff = models.BooleanField(_("may enter the administration"), default=False)
    must_change_password = models.BooleanField(
        _("must change the password"),
        default=False,
        help_text=_("The next page after login is the one that changes the password."),
    )
    sessions = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("Raised to end every session of the person.")
    )
    # {list: [columns]}: with the account, which is read anyway, so that a list asks no query more for it.
    list_columns = models.JSONField(_("columns of lists"), default=dict, blank=True, editable=False)
    date_joined = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(language__in=Language.values),
                name="%(app_label)s_%(class)s_language_known",
                violation_error_message=_("The language is Vietnamese or English."),
            ),
            models.CheckConstraint(
                condition=~models.Q(username=""),
                name="%(app_label)s_%(class)s_username_given",
                violation_error_message=_("A user needs a username."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_superuser=False) | models.Q(is_staff=True),
                name="%(app_label)s_%(class)s_superuser_is_staff",
                violation_error_message=_("A superuser may enter the administration too."),
            ),
        ]

    def __str__(self):
        return self.full_name or self.username

    @classmethod
    def normalize_username(cls, username):
        """The stored form of a login name: NFKC, small letters, no blanks around it."""
        return unicodedata.normalize("NFKC", str(username)).strip().casefold() if username else ""

    @staticmethod
    def normalize_password(raw: str | None) -> str | None:
        """One form (NFKC) for a password, so that the same keys on a Mac and on Windows are the same password."""
        return unicodedata.normalize("NFKC", raw) if isinstance(raw, str) else raw

    def set_password(self, raw_password):
        """Hash the normalised password; the caller saves."""
        super().set_password(self.normalize_password(raw_password))

    def check_password(self, raw_password):
        """Whether this is the person's password, in whatever Unicode form it was typed."""
        return super().check_password(self.normalize_password(raw_password))

    def get_session_auth_hash(self) -> str:
        """What a session must carry to stay valid; another password or another `sessions` number ends it."""
        return self._session_hash(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self):
        """The same under former secret keys."""
        return map(self._session_hash, super().get_session_auth_fallback_hash())

    def _session_hash(self, password_hash: str) -> str:
        return f"{password_hash}.{self.sessions}"

    def get_full_name(self) -> str:
        """The full name, or the login name of somebody without one; the admin asks for it."""
        return str(self)

    def get_short_name(self) -> str:
        """What the admin greets a person with."""
        return str(self)
