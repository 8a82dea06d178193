"""The tests, the pages and the browser reach nothing but this machine."""

import re
import socket
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

ROOT = Path(__file__).resolve().parent.parent
# TEST-NET-1 of RFC 5737: nobody's address.
ELSEWHERE = ("192.0.2.1", 80)
# Something a browser would fetch by itself: not a link that a person clicks.
FETCHED = re.compile(r"""(?:src|srcset|action|data)\s*=\s*["'](?:https?:)?//|<link[^>]+href\s*=\s*["'](?:https?:)?//""")
FETCHED_BY_CSS = re.compile(r"""url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//""")
FETCHED_BY_SCRIPT = re.compile(r"""(?:fetch|import|open|WebSocket|EventSource)\([^)\n]*["'](?:https?:|wss?:)?//""")


def test_network_elsewhere_is_refused():
    with socket.socket() as client, pytest.raises(SocketConnectBlockedError):
        client.connect(ELSEWHERE)


def test_network_on_this_machine_is_allowed():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        peer, _ = server.accept()
        peer.close()


@pytest.mark.parametrize(
    ("pattern", "suffix", "folders"),
    [
        pytest.param(FETCHED, ".html", ["templates"], id="templates"),
        pytest.param(FETCHED_BY_CSS, ".css", ["static"], id="styles"),
        pytest.param(FETCHED_BY_SCRIPT, ".js", ["static"], id="scripts"),
    ],
)
def test_network_no_page_fetches_from_elsewhere(pattern, suffix, folders):
    files = [path for folder in folders for path in (ROOT / folder).rglob(f"*{suffix}")]
    guilty = {str(path): pattern.findall(path.read_text(encoding="utf-8")) for path in files}
    assert not {path: found for path, found in guilty.items() if found}


@pytest.mark.parametrize(
    ("pattern", "source"),
    [
        (FETCHED, '<script src="https://example.vn/x.js"></script>'),
        (FETCHED, '<link rel="stylesheet" href="//example.vn/x.css">'),
        (FETCHED_BY_CSS, "body { background: url(https://example.vn/x.png) }"),
        (FETCHED_BY_SCRIPT, 'fetch("https://example.vn/figures")'),
    ],
)
def test_network_patterns_find_what_they_are_for(pattern, source):
    assert pattern.search(source)
