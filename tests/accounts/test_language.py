import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils.translation import get_language

from accounts.middleware import UserLanguage
from accounts.models import User


def answer(user, make_response=lambda request: HttpResponse(get_language())):
    request = RequestFactory().get("/", headers={"accept-language": "en"})
    request.user = user
    return UserLanguage(make_response)(request), request


@pytest.mark.parametrize("language", ["vi", "en"])
def test_page_is_in_the_language_of_the_person(language):
    response, request = answer(User(language=language))
    assert response.content.decode() == response["Content-Language"] == request.LANGUAGE_CODE == language


def test_stranger_reads_vietnamese_whatever_the_browser_asks():
    response, _request = answer(AnonymousUser())
    assert response["Content-Language"] == "vi"


def test_language_ends_with_the_request():
    before = get_language()
    answer(User(language="en"))
    assert get_language() == before


def test_language_ends_with_a_failing_request():
    before = get_language()
    with pytest.raises(ZeroDivisionError):
        answer(User(language="en"), lambda request: 1 / 0)
    assert get_language() == before


def test_streamed_rows_are_in_the_language_of_the_person():
    def rows():
        for _row in range(3):
            yield get_language() + ","

    response, _request = answer(User(language="en"), lambda request: StreamingHttpResponse(rows()))
    assert b"".join(response.streaming_content) == b"en,en,en,"
    assert get_language() == "vi"
