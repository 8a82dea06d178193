"""One's own keys for programs: made with the password, shown once, revoked."""

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from accounts import throttle, tokens
from accounts.forms import PasswordField
from accounts.models import ApiToken
from accounts.views import ThrottledFormView
from common import forms
from common.errors import Invalid, OutOfScope
from common.forms import apply_error


def _days() -> list[tuple[int, str]]:
    return [(days, ngettext("%(days)s day", "%(days)s days", days) % {"days": days}) for days in tokens.DAYS]


class TokenForm(forms.Form):
    """Which program, for how long; and the password, since an unattended screen is not enough."""

    name = forms.LineField(
        label=gettext_lazy("Which program uses the key"),
        max_length=100,
        help_text=gettext_lazy("So that you know later which one to revoke, for example VNPT-iOffice."),
    )
    days = forms.TypedChoiceField(label=gettext_lazy("Valid for"), choices=_days, coerce=int, initial=90)
    current = PasswordField(label=gettext_lazy("Current password"), autocomplete="current-password")


@method_decorator(sensitive_post_parameters(), name="dispatch")
class TokensView(LoginRequiredMixin, ThrottledFormView):
    """The keys, and the form for a new one, whose text is shown in the answer and never again."""

    form_class = TokenForm
    template_name = "accounts/tokens.html"

    def get_context_data(self, **kwargs):
        """Adds the keys with their states."""
        today = timezone.localdate()
        rows = ApiToken.objects.visible_to(self.request.user).select_related("user")[:50]
        kwargs.setdefault("keys", [(row, row.is_live(on=today)) for row in rows])
        return super().get_context_data(**kwargs)

    def form_valid(self, form):
        """A wrong password counts like a wrong login."""
        user, values = self.request.user, form.cleaned_data
        try:
            ticket = self.reserve(user.username, "password-page")
        except throttle.TooManyAttempts as error:
            return self.too_many(form, error)
        if not user.check_password(values["current"]):
            self.failed(ticket, user.username)
            form.add_error("current", _("This is not your current password."))
            return self.form_invalid(form)
        self.succeeded(ticket)
        try:
            _row, text = tokens.make(by=user, name=values["name"], days=values["days"])
        except Invalid as error:
            apply_error(form, error)
            return self.form_invalid(form)
        fresh = self.form_class(initial=self.get_initial())
        return self.render_to_response(self.get_context_data(form=fresh, made=text))


class TokenRevokeView(LoginRequiredMixin, View):
    """Ends a key."""

    http_method_names = ["post", "options"]

    def post(self, request):
        """Back to the keys; another person's key does not exist."""
        try:
            key = django_forms.IntegerField(min_value=1, max_value=2**63 - 1).clean(request.POST.get("key"))
            row = tokens.revoke(by=request.user, pk=key)
        except (django_forms.ValidationError, OutOfScope) as error:
            raise Http404 from error
        messages.success(request, _("“%(name)s” no longer works.") % {"name": row})
        return redirect("accounts:tokens")
