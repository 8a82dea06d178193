"""What goes out compressed, and that its length says nothing exact."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import RequestFactory

from common.middleware import Compression

PAGE = "<p>Tả Củ Tỷ</p>" * 200


def answer(response, accepts="gzip, br"):
    return Compression(lambda request: response)(RequestFactory().get("/", headers={"accept-encoding": accepts}))


def test_pages_and_json_are_compressed():
    page = answer(HttpResponse(PAGE))
    assert gzip.decompress(page.content).decode() == PAGE
    assert len(page.content) < len(PAGE) / 5
    assert answer(JsonResponse({"values": list(range(500))})).headers["Content-Encoding"] == "gzip"


def test_exports_of_many_rows_are_compressed_as_they_stream():
    response = answer(StreamingHttpResponse(iter(["a;b\n"] * 100), content_type="text/csv"))
    assert gzip.decompress(b"".join(response)).decode() == "a;b\n" * 100


@pytest.mark.parametrize("kind", ["application/zip", "image/png", "application/pdf"])
def test_packed_files_stay_as_they_are(kind):
    assert "Content-Encoding" not in answer(HttpResponse(b"x" * 1000, content_type=kind)).headers


# Closing an answer looks at the connections that other tests left open, which only a test with a database may do.
@pytest.mark.django_db
def test_files_keep_their_length(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"x" * 1000)
    response = answer(FileResponse(path.open("rb")))
    assert response.headers["Content-Length"] == "1000"
    response.close()


def test_browsers_without_gzip_get_the_page_as_it_is():
    response = answer(HttpResponse(PAGE), accepts="identity")
    assert "Content-Encoding" not in response.headers
    assert "Accept-Encoding" in response.headers["Vary"]


def test_the_length_of_a_compressed_page_varies():
    assert len({len(answer(HttpResponse(PAGE)).content) for _ in range(20)}) > 1
