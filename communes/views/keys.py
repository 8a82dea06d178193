"""One's own keys for programs: made with the password, shown once, revoked."""

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from accounts import throttle, tokens
from accounts.models import ApiToken
from accounts.views import ThrottledFormView
from common.errors import Invalid, OutOfScope
from common.forms import apply_error
from communes.forms.keys import KeyForm
from communes.models import Unit


@method_decorator(sensitive_post_parameters(), name="dispatch")
class KeysView(LoginRequiredMixin, ThrottledFormView):
    """The keys, and the form for a new one, whose text is shown in the answer and never again."""

    form_class = KeyForm
    template_name = "communes/keys.html"

    def get_context_data(self, **kwargs):
        """Adds the keys with what they allow and their states."""
        today, user = timezone.localdate(), self.request.user
        rows = ApiToken.objects.visible_to(user).select_related("user")[:50]
        units = Unit.objects.visible_to(user).filter(slug__in={row.within for row in rows} - {""})
        names = {unit.slug: unit.title for unit in units}
        # A unit that the person no longer sees has no name here either.
        kwargs.setdefault("keys", [(row, names.get(row.within, row.within), row.is_live(on=today)) for row in rows])
        return super().get_context_data(**kwargs)

    def get_form_kwargs(self):
        """Adds the person, whose units are offered."""
        return super().get_form_kwargs() | {"user": self.request.user}

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
            _row, text = tokens.make(by=user, name=values["name"], days=values["days"], **form.scope())
        except Invalid as error:
            apply_error(form, error)
            return self.form_invalid(form)
        fresh = self.form_class(initial=self.get_initial(), user=user)
        return self.render_to_response(self.get_context_data(form=fresh, made=text))


class KeyRevokeView(LoginRequiredMixin, View):
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
        return redirect("communes:keys")
