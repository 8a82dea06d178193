"""What every request and every response passes, files, redirects and errors included."""

import secrets

from django.http import HttpResponseNotAllowed
from django.middleware.gzip import GZipMiddleware

from common import logs
from common.client_ip import client_ip, is_from_proxy

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ]
)
_UNUSED = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "microphone",
    "midi",
    "payment",
    "usb",
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
}
_FORWARDED = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_FORWARDED")
_REFUSED_METHODS = {"TRACE", "TRACK", "CONNECT"}


class SecurityHeaders:
    """First of all middleware: gives the request its id and true address, and every response the strict headers.

    Must stand first, or the redirects and refusals of the middleware before it go out bare.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.client_ip = client_ip(request)
        request.request_id = secrets.token_hex(8)
        logs.request_id.set(request.request_id)
        if not is_from_proxy(request):
            for name in _FORWARDED:
                request.META.pop(name, None)
        if request.method in _REFUSED_METHODS:
            return self.protect(HttpResponseNotAllowed(["GET", "HEAD", "POST"]))
        return self.protect(self.get_response(request))

    @staticmethod
    def protect(response):
        """Add the headers. A policy of the view's own is kept beside ours, and browsers then obey both."""
        own = response.headers.get("Content-Security-Policy")
        response.headers["Content-Security-Policy"] = ", ".join(filter(None, [own, CONTENT_SECURITY_POLICY]))
        for name, value in HEADERS.items():
            response.headers[name] = value
        # Files under /static/ come with their own lifetime.
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class Compression(GZipMiddleware):
    """Pages, JSON and CSV go out with gzip where the browser takes it; files that are packed already stay as they are.

    Compressing a page that shows both a secret and what a request brought could betray the secret by its length
    (BREACH). Two things stand against it, so that this is not left to a proxy, which does neither: Django writes the
    CSRF token under another mask each time, and its middleware adds up to 100 random bytes to every answer.
    """

    PACKED = ("text/html", "text/csv", "text/plain", "application/json")

    def process_response(self, request, response):
        """The answer, compressed if it is one of these kinds."""
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
        return super().process_response(request, response) if kind in self.PACKED else response
