"""What every page's frame needs that is the same for everybody."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common import clock


def site(request) -> dict:
    """Name of the site, the business day and, in the demo, the note that its figures are made up."""
    is_demo = getattr(settings, "PROFILE", "") == "demo"
    return {
        "site_name": _("Bắc Hà – progress toward e-government"),
        "demo_note": _("how the figures spread over units is illustrative") if is_demo else "",
        "is_demo": is_demo,
        "business_day": clock.today(),
    }
