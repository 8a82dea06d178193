"""Login, logout, one's own password and language."""

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.tokens import default_token_generator
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView, View

from accounts import actions, demo, devices, throttle
from accounts.forms import LanguageForm, LoginForm, NewPasswordForm, PasswordForm
from accounts.models import User
from accounts.redirects import next_of
from common.errors import ActionError, Invalid
from common.forms import apply_error

log = logging.getLogger("accounts.login")


class ThrottledFormView(FormView):
    """A form that looks at a password: counts the attempt first, and answers 429 when it must wait."""

    def reserve(self, username: str, device: str | None) -> throttle.Ticket:
        """Count one attempt; raises throttle.TooManyAttempts."""
        return throttle.reserve(username=username, address=self.request.client_ip, device=device, now=timezone.now())

    def succeeded(self, ticket) -> None:
        """The password was right: take the attempt back."""
        throttle.succeeded(ticket=ticket, now=timezone.now())

    def failed(self, ticket, username: str) -> None:
        """The password was wrong: it stays counted, and the audit trail learns of a bucket that this one closed."""
        log.warning("login failed for %s from %s", _name_for_log(username), self.request.client_ip)
        if ticket.blocking:
            actions.note_closed_bucket(bucket=ticket.blocking, username=username, address=self.request.client_ip)

    def too_many(self, form, error: throttle.TooManyAttempts):
        """The page again, with the waiting time; nothing was looked at."""
        log.warning("login refused for %s s from %s", error.seconds, self.request.client_ip)
        form.add_error(None, waiting_sentence(error.seconds))
        response = self.form_invalid(form)
        response.status_code = 429
        response.headers["Retry-After"] = str(error.seconds)
        return response


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class LoginView(ThrottledFormView):
    """The one way in, for pages and administration alike."""

    form_class = LoginForm
    template_name = "accounts/login.html"

    def get(self, request, *args, **kwargs):
        """The form. Somebody logged in is led on, but not to `next`: that page may just have sent the person here."""
        if request.user.is_authenticated and not next_of(request):
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        """Wrong name, wrong password and a closed account answer alike (security.md, B4)."""
        username, password = form.cleaned_data["username"], form.cleaned_data["password"]
        try:
            ticket = self.reserve(username, devices.device_of(self.request, username))
        except throttle.TooManyAttempts as error:
            return self.too_many(form, error)
        user = authenticate(self.request, username=username, password=password)
        if user is None:
            self.failed(ticket, username)
            form.add_error(None, _("The username and the password do not match, or the account is closed."))
            return self.form_invalid(form)
        self.succeeded(ticket)
        login(self.request, user)
        actions.note_login(by=user)
        response = redirect(self.get_success_url())
        devices.remember(self.request, response, user.username)
        return response

    def get_success_url(self) -> str:
        """The page that asked for the login, or the first page."""
        return next_of(self.request) or settings.LOGIN_REDIRECT_URL

    def get_context_data(self, **kwargs):
        """Adds `next` and, in the demo, its logins."""
        is_demo = settings.PROFILE == "demo"
        kwargs["demo_logins"] = demo.DEMO_LOGINS if is_demo else ()
        kwargs["demo_password"] = demo.DEMO_PASSWORD if is_demo else ""
        return super().get_context_data(next=next_of(self.request), **kwargs)


class LogoutView(View):
    """Ends the session. Only by POST, or a picture on another page could do it."""

    http_method_names = ["post", "options"]

    def post(self, request):
        """To the login page, whether or not anybody was logged in."""
        if request.user.is_authenticated:
            actions.note_logout(by=request.user)
        logout(request)
        return redirect(settings.LOGOUT_REDIRECT_URL)


class ProfileView(LoginRequiredMixin, TemplateView):
    """Who one is here, in which language one reads, and the way to another password."""

    template_name = "accounts/profile.html"

    def get_context_data(self, **kwargs):
        """Adds the language form."""
        form = LanguageForm(initial={"language": self.request.user.language})
        return super().get_context_data(language_form=form, **kwargs)


class LanguageView(LoginRequiredMixin, View):
    """Stores the language in which the person reads."""

    http_method_names = ["post", "options"]

    def post(self, request):
        """Back to where the person was; an unknown language changes nothing."""
        try:
            actions.set_language(by=request.user, language=request.POST.get("language", ""))
        except ActionError as error:
            messages.error(request, str(error))
        return redirect(next_of(request) or reverse("accounts:profile"))


class ColumnsView(LoginRequiredMixin, View):
    """Stores which columns of a list the person wants to see."""

    http_method_names = ["post", "options"]

    def post(self, request):
        """Back to the list as it was filtered; what cannot be kept changes nothing."""
        columns = None if "reset" in request.POST else request.POST.getlist("columns")
        try:
            actions.choose_columns(by=request.user, name=request.POST.get("list", ""), columns=columns)
        except ActionError as error:
            messages.error(request, str(error))
        return redirect(next_of(request) or reverse("accounts:profile"))


@method_decorator(sensitive_post_parameters("current", "new", "again"), name="dispatch")
class PasswordView(LoginRequiredMixin, ThrottledFormView):
    """Another password, for which the current one is asked: an unattended screen is not enough."""

    form_class = PasswordForm
    template_name = "accounts/password.html"

    def form_valid(self, form):
        """Wrong current passwords count like wrong logins, apart from those at the door."""
        user, values = self.request.user, form.cleaned_data
        try:
            ticket = self.reserve(user.username, "password-page")
        except throttle.TooManyAttempts as error:
            return self.too_many(form, error)
        try:
            actions.change_password(by=user, current=values["current"], new=values["new"])
        except Invalid as error:
            if "current" in error.errors:
                self.failed(ticket, user.username)
            else:
                self.succeeded(ticket)
            apply_error(form, error)
            return self.form_invalid(form)
        self.succeeded(ticket)
        update_session_auth_hash(self.request, user)
        messages.success(self.request, _("Your password has been changed. You are logged out everywhere else."))
        return redirect("accounts:profile")


@method_decorator(sensitive_post_parameters("new", "again"), name="dispatch")
class OneTimeView(FormView):
    """The page of a one-time link, where somebody chooses the first password, or a new one for a lost one."""

    form_class = NewPasswordForm
    template_name = "accounts/one_time.html"

    def get_person(self) -> User | None:
        """Whose link it is, or None if it is spent, too old or made up."""
        try:
            key = urlsafe_base64_decode(self.kwargs["person"]).decode()
            person = User.objects.active().get(pk=int(key))
        except (ValueError, OverflowError, User.DoesNotExist):
            return None
        return person if default_token_generator.check_token(person, self.kwargs["token"]) else None

    def get_context_data(self, **kwargs):
        """Adds the person, without whom the page only says that the link does not work."""
        return super().get_context_data(invited=self.get_person(), **kwargs)

    def form_valid(self, form):
        """The password is set and the link is spent; the login is the next step."""
        person = self.get_person()
        if person is None:
            return self.form_invalid(form)
        try:
            actions.choose_password(user=person, new=form.cleaned_data["new"])
        except ActionError as error:
            apply_error(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Your password has been set. Please log in."))
        return redirect("accounts:login")


def waiting_sentence(seconds: int) -> str:
    """How long to wait, in whole minutes from two minutes on."""
    if seconds < 120:
        wait = ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    else:
        minutes = -(-seconds // 60)
        wait = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return _("Too many failed attempts. Please try again in %(wait)s.") % {"wait": wait}


def _name_for_log(username: str) -> str:
    # People type passwords into the name field: only names that exist are written down.
    name = User.normalize_username(username)
    return name if User.objects.filter(username=name).exists() else "an unknown name"
