"""/healthz: for whoever watches the site from outside."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from dashboards import health


@require_safe
def healthz(request):
    """200 when people can be sent here, else 503; `{"status", "checks"}` in both cases."""
    found = health.check()
    is_fit = health.is_fit(found)
    return JsonResponse({"status": "ok" if is_fit else "broken", "checks": found}, status=200 if is_fit else 503)
