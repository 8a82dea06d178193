"""Whose request this is: the peer's address, or what our own proxy says about it (security.md, B3)."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings

UNKNOWN = "0.0.0.0"


def is_from_proxy(request) -> bool:
    """Whether the peer is one of settings.TRUSTED_PROXIES (addresses, networks, or "unix" for a Unix socket)."""
    return _trusted(request.META.get("REMOTE_ADDR", ""))


def client_ip(request) -> str:
    """The client's address. X-Forwarded-For counts only from a trusted proxy: its right-most entry that is no proxy.

    Entries further left are the client's own invention, and a malformed one ends the search.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    if not _trusted(peer):
        return _plain(peer) or UNKNOWN
    nearest = _plain(peer) or UNKNOWN
    for entry in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        address = _plain(entry)
        if not address:
            break
        nearest = address
        if not _trusted(address):
            break
    return nearest


def network(address: str) -> str:
    """What stands for one subscriber: an IPv4 address, or the /64 that an IPv6 subscriber owns whole."""
    parsed = _parse(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed) if parsed else UNKNOWN


def _trusted(address: str) -> bool:
    return _is_listed(address, tuple(settings.TRUSTED_PROXIES))


@lru_cache(maxsize=256)
def _is_listed(address: str, proxies: tuple[str, ...]) -> bool:
    if not address:
        return "unix" in proxies
    parsed = _parse(address)
    return parsed is not None and any(parsed in ip_network(proxy, strict=False) for proxy in proxies if proxy != "unix")


def _plain(text: str) -> str:
    parsed = _parse(text)
    return str(parsed) if parsed else ""


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
