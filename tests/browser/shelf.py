"""A server of pages that were rendered before: Chromium asks it as it asks the site, and no database is behind it."""

import html
import mimetypes
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from django.contrib.staticfiles import finders

from tests.everypage import Page

# Of hop-by-hop and length the server itself speaks.
_OURS = {"content-length", "connection", "set-cookie"}
ASKED = re.compile(r"\"(/[^\"\s]*(?:\.json[^\"\s]*|/jsi18n/))\"")


class Shelf(ThreadingHTTPServer):
    """Pages by their address; static files come from the sources and may be kept by the browser."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, Page] = {}
        self.files: dict[str, tuple[bytes, str]] = {}
        self.url = f"http://127.0.0.1:{self.server_port}"

    def put(self, page: Page, *, under: str = "") -> str:
        """Keep a page; returns the address at which the browser finds it."""
        self.pages[under or page.address] = page
        return f"{self.url}{under or page.address}"

    def file(self, path: str) -> tuple[bytes, str]:
        """A static file; one that is not there is an empty one with status 404."""
        if path not in self.files:
            found = finders.find(path.removeprefix("/static/"))
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            self.files[path] = (Path(found).read_bytes() if found else b"", kind)
        return self.files[path]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.split("?")[0]
        if path.startswith("/static/") or path in self.server.files:
            body, kind = self.server.file(path)
            self._answer(
                200 if body else 404, {"Content-Type": kind, "Cache-Control": "max-age=31536000, immutable"}, body
            )
            return
        page = self.server.pages.get(self.path)
        if page is None:
            self._answer(404, {"Content-Type": "text/plain"}, b"not on the shelf")
        else:
            kept = {name: value for name, value in page.headers.items() if name.lower() not in _OURS}
            self._answer(page.status, kept, page.body.encode())

    def _answer(self, status: int, headers: dict, body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        """Silent."""


@contextmanager
def serving():
    """A shelf that answers until the end of the block."""
    shelf = Shelf()
    thread = threading.Thread(target=shelf.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield shelf
    finally:
        shelf.shutdown()
        shelf.server_close()
        thread.join()


def data_of(page: Page) -> list[str]:
    """The addresses of the data that a page's scripts ask for."""
    return [html.unescape(found) for found in ASKED.findall(page.body)]
