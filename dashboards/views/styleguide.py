"""The living style guide: every component with its real template, and the error pages as they are sent."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from common.views import errors
from dashboards import styleguide

ERRORS = {
    "400": errors.bad_request,
    "403": lambda request: errors.permission_denied(request, PermissionDenied(_("Only the head may do it."))),
    "csrf": errors.csrf_failure,
    "404": errors.not_found,
    "429": lambda request: errors.too_many(request, 90),
    "500": errors.server_error,
    "503": errors.unavailable,
}


class StyleGuide(TemplateResponseMixin, ContextMixin, View):
    """The page; `?error=404` shows an error page. Not there in production."""

    template_name = "dashboards/styleguide.html"

    def get(self, request, *args, **kwargs):
        """The page, an error page, or 404 in production and for an error that has no page."""
        wanted = request.GET.get("error", "")
        if settings.PROFILE == "production" or (wanted and wanted not in ERRORS):
            raise Http404
        if wanted:
            return ERRORS[wanted](request)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        """Adds the samples."""
        trail = [(_("Overview"), "/"), (_("Style guide"), None)]
        return super().get_context_data(
            title=_("Style guide"), breadcrumbs=trail, **styleguide.samples(self.request), **kwargs
        )
