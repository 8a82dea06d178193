"""Error pages: without database and context processors, in both languages, 404 the same to the byte."""

import re

import pytest
from django.utils import translation

from common.views import errors


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("view", "status", "arguments"),
    [
        (errors.bad_request, 400, ()), (errors.permission_denied, 403, (PermissionError("Only the head may do it."),)),
        (errors.not_found, 404, ()), (errors.server_error, 500, ()), (errors.csrf_failure, 403, ("no cookie",)),
        (errors.too_many, 429, (90,)), (errors.unavailable, 503, ()),
    ],
)  # fmt: skip
def test_error_page_needs_no_database(rf, view, status, arguments, language, caplog):
    with translation.override(language):
        response = view(rf.get("/somewhere/"), *arguments)
    page = response.content.decode()
    assert response.status_code == status
    assert f'lang="{language}"' in page
    assert "<h1>" in page
    if status != 404:
        number = re.search(r"\b[0-9A-F]{8}\b", caplog.messages[-1])[0]
        assert number in page


def test_permission_page_says_why(rf):
    assert "Only the head" in errors.permission_denied(rf.get("/"), PermissionError("Only the head.")).content.decode()


def test_missing_page_is_the_same_for_every_address(rf):
    first, second = (errors.not_found(rf.get(path), Exception(path)).content for path in ("/a/", "/b/?secret"))
    assert first == second


def test_too_many_says_when_to_come_back(rf):
    assert errors.too_many(rf.get("/"), 90)["Retry-After"] == "90"
