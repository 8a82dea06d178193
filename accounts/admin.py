"""Users in the administration: made, corrected and made inactive by administrators; nobody is ever deleted."""

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from accounts import actions
from accounts.models import User
from common.admin import ActionAdmin
from common.errors import ActionError

# Rights come from roles; groups of permissions would be a second, unseen way to them.
if admin.site.is_registered(Group):
    admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(ActionAdmin):
    """A new person has no password: a one-time link lets the person choose one that nobody else knows."""

    list_display = ["username", "full_name", "is_active", "is_staff", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    search_fields = ["username", "full_name", "email"]
    change_form_template = "accounts/admin_user_form.html"
    _ON_ADD = ["username", "full_name", "email", "language", "is_staff", "is_superuser"]
    _ON_CHANGE = ["username", "full_name", "email", "language", "is_active", "is_staff", "is_superuser"]

    def may(self, request, verb, obj=None) -> bool:
        """Administrators; a superuser's account only for superusers."""
        if verb == "delete" or not request.user.has_perm("accounts.change_user"):
            return False
        return verb != "change" or obj is None or not obj.is_superuser or request.user.is_superuser

    def perform(self, request, obj, form, change):
        """Create or correct by the actions of this app."""
        if change:
            return actions.update_user(by=request.user, user=obj, reason=form.reason, **form.values())
        return actions.create_user(by=request.user, must_change_password=False, **form.values())

    def get_fields(self, request, obj=None):
        """Somebody new is active."""
        return self._ON_CHANGE if obj else self._ON_ADD

    def get_readonly_fields(self, request, obj=None):
        """The login name stays, since the audit trail speaks of it; only superusers make superusers."""
        fixed = ["username"] if obj else []
        return fixed if request.user.is_superuser else [*fixed, "is_superuser"]

    def lookup_allowed(self, lookup, value, request):
        """Not by the password: a list filtered by the beginning of a hash tells it letter by letter."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def get_urls(self):
        """Adds the page of a person's access."""
        access = self.admin_site.admin_view(self.access_view)
        return [path("<int:pk>/access/", access, name="accounts_user_access"), *super().get_urls()]

    def access_view(self, request, pk: int):
        """Two buttons: a new one-time link, and forgetting failed logins. The link is shown once, here."""
        person = self.get_object(request, str(pk))
        if person is None or not self.may(request, "change", person):
            raise Http404
        link = ""
        if request.method == "POST":
            try:
                link = self._act(request, person)
            except ActionError as error:
                messages.error(request, str(error))
            if not link:
                return redirect("admin:accounts_user_access", pk=person.pk)
        title = _("Access of %(name)s") % {"name": person}
        return self._render_access(request, person, title=title, link=link)

    def _act(self, request, person) -> str:
        if "unlock" in request.POST:
            actions.unlock(by=request.user, user=person)
            messages.success(request, _("The failed logins are forgotten; the person may try again at once."))
            return ""
        person = actions.withdraw_password(by=request.user, user=person)
        key = urlsafe_base64_encode(force_bytes(person.pk))
        target = reverse("accounts:one-time", args=[key, default_token_generator.make_token(person)])
        return request.build_absolute_uri(target)

    def _render_access(self, request, person, **context):
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "object": person, "media": self.media}
        return TemplateResponse(request, "accounts/admin_access.html", context)
