import pytest
from django.test import RequestFactory

from common.client_ip import client_ip, network

PEER = "198.51.100.7"
FORMS = [
    "203.0.113.9", "203.0.113.9, 10.0.0.1", "127.0.0.1", "127.0.0.1, 127.0.0.1", "::1", "[2001:db8::1]:443", "unknown",
    "", ",", ", ,", "203.0.113.9:8080", "'; DROP TABLE--", "<script>", "203.0.113.9\t", "999.1.1.1", "_hidden", "0",
    "203.0.113.9,", "localhost", "fe80::1%eth0",
]  # fmt: skip


def request(peer=PEER, forwarded=None):
    headers = {} if forwarded is None else {"x_forwarded_for": forwarded}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)


@pytest.mark.parametrize("forwarded", FORMS, ids=range(len(FORMS)))
def test_what_a_stranger_says_of_itself_is_not_believed(settings, forwarded):
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    assert client_ip(request(forwarded=forwarded)) == PEER


@pytest.mark.parametrize(
    ("forwarded", "found"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("1.2.3.4, 203.0.113.9", "203.0.113.9"),
        ("1.2.3.4, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("203.0.113.9:51000", "203.0.113.9"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("1.2.3.4, nonsense, 10.0.0.2", "10.0.0.2"),
        ("", "10.0.0.1"),
        (None, "10.0.0.1"),
    ],
)
def test_proxy_is_believed_as_far_as_the_last_stranger(settings, forwarded, found):
    settings.TRUSTED_PROXIES = ["10.0.0.0/24"]
    assert client_ip(request("10.0.0.1", forwarded)) == found


def test_unix_socket_is_a_proxy_only_when_listed(settings):
    settings.TRUSTED_PROXIES = []
    assert client_ip(request("", "203.0.113.9")) == "0.0.0.0"
    settings.TRUSTED_PROXIES = ["unix"]
    assert client_ip(request("", "203.0.113.9")) == "203.0.113.9"


def test_ipv6_subscriber_is_its_network():
    assert network("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64"
    assert network("203.0.113.9") == "203.0.113.9"
