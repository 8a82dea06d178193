"""Forms of the login, the password and the language. Texts reach the actions in one Unicode form."""

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Language, User
from common import forms

# Long enough for any phrase; without a bound, normalising megabytes would keep a processor busy.
LONGEST_PASSWORD = 1000


class PasswordField(django_forms.CharField):
    """A password: nothing stripped, nothing cut, NFKC."""

    def __init__(self, *, autocomplete: str, **kwargs):
        widget = django_forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, max_length=LONGEST_PASSWORD, widget=widget, **kwargs)

    def widget_attrs(self, widget):
        """No maxlength: a browser would cut a pasted password without a word."""
        return {}

    def to_python(self, value):
        """The text in the form in which it is hashed."""
        return User.normalize_password(super().to_python(value))


class LoginForm(forms.Form):
    """Name and password. Only says whether both were given; the view looks at them."""

    username = django_forms.CharField(
        label=_("Username"),
        max_length=254,
        widget=django_forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = PasswordField(label=_("Password"), autocomplete="current-password")


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    new = PasswordField(
        label=_("New password"),
        autocomplete="new-password",
        help_text=_("At least 14 characters. Best is a sentence that only you know, with blanks and diacritics."),
    )
    again = PasswordField(label=_("New password again"), autocomplete="new-password")

    def clean(self):
        """Both must be the same."""
        values = super().clean()
        if "new" in values and "again" in values and values["new"] != values["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return values


class PasswordForm(NewPasswordForm):
    """The current password and the new one, typed twice."""

    current = PasswordField(label=_("Current password"), autocomplete="current-password")
    field_order = ["current", "new", "again"]


class LanguageForm(forms.Form):
    """The language of the interface."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
