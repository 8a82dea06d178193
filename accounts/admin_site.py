"""The administration asks at the same door as every page."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from accounts.redirects import safe_path
from accounts.views import LogoutView
from common.admin.site import ActionSite


class OneDoorAdminSite(ActionSite):
    """Django's administration with our login and our password page."""

    def login(self, request, extra_context=None):
        """To the login page; for somebody who is logged in without the right to be here, there is nothing here."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise Http404
        target = safe_path(request.GET.get("next")) or reverse("admin:index")
        return redirect(f"{reverse('accounts:login')}?{urlencode({'next': target})}")

    def password_change(self, request, extra_context=None):
        """The page that also ends the other sessions and is throttled."""
        return redirect("accounts:password")

    def logout(self, request, extra_context=None):
        """The logout that is written down."""
        return LogoutView.as_view()(request)
