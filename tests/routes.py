"""Every route of the site, read from the resolver itself."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver


def all_routes(resolver=None, namespace: str = "", prefix: str = ""):
    """(full name, pattern text) of every route; an unnamed one has the name of its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        text = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from all_routes(entry, inner, text)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or entry.lookup_str}", text


def model_admins():
    """Every registered ModelAdmin."""
    return list(admin.site._registry.values())
