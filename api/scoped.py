"""Records named in a call, within the scope of whoever calls: denied and missing are the same 404."""

from django.http import Http404

from communes.models import Unit


def unit_of(user, slug: str) -> Unit:
    """The unit, if the person may see it; Http404 otherwise."""
    found = Unit.objects.visible_to(user).filter(slug=slug.replace("\x00", "")).first()
    if found is None:
        raise Http404
    return found
