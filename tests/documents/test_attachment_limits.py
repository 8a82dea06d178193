"""What is refused before it is read, while it is read, and that nothing of it stays."""

import errno
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from common.files import incoming, middleware
from documents.models import Attachment
from tests.factories import documents as docs
from tests.factories import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(world, client):
    world.official.language = "en"
    world.official.save()
    client.force_login(world.official)
    return reverse("documents:document-attach", args=[docs.make_document(world.unit).pk])


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.FILE_BYTES, settings.UPLOAD_BYTES, settings.BODY_BYTES = 30_000, 100_000, 20_000


def upload(size: int, name="a.pdf"):
    return SimpleUploadedFile(name, files.pdf_of(size, name), content_type="application/pdf")


def left_behind(settings) -> list:
    root = Path(settings.MEDIA_ROOT)
    return [path for path in root.rglob("*") if path.is_file()] if root.exists() else []


class Unread(io.RawIOBase):
    """A body that must not be read."""

    def readable(self):
        return True

    def read(self, *_args):
        raise AssertionError("the body was read")

    readline = readinto = read


def test_body_beyond_the_limit_is_refused_unread(client, address):
    answer = client.generic("POST", address, b"", "multipart/form-data; boundary=x")
    assert answer.status_code != 413
    request = {"wsgi.input": Unread(), "CONTENT_LENGTH": "200000000", "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = client.post(address, **request)
    assert answer.status_code == 413
    assert "larger than 100\xa0kB together" in answer.content.decode().replace("&nbsp;", "\xa0")


def test_body_of_unknown_length_is_refused_unread(client, address):
    answer = client.post(address, **{"wsgi.input": Unread(), "HTTP_TRANSFER_ENCODING": "chunked"})
    assert answer.status_code == 411


def test_file_beyond_its_limit_is_named_the_others_are_not_kept_either(client, address, settings):
    answer = client.post(address, {"files": [upload(1_000), upload(40_000, "to.pdf"), upload(29_000, "c.pdf")]})
    assert "“to.pdf” is larger than 30\xa0kB" in answer.context["form"].errors["files"][0]
    assert not Attachment.objects.exists()
    assert left_behind(settings) == []
    assert client.post(address, {"files": upload(30_000)}).status_code == 302


def test_too_many_files_at_once_are_refused_in_words(client, address, settings):
    settings.FILES_AT_ONCE = 3
    answer = client.post(address, {"files": [upload(900 + n, f"{n}.pdf") for n in range(5)]})
    (sentence,) = answer.context["form"].errors["files"]
    assert "At most 3 files" in sentence
    assert left_behind(settings) == []


def test_anonymous_and_other_pages_take_no_files(client, address, settings, monkeypatch):
    monkeypatch.setattr(middleware, "LimitedUploads", None)
    assert Client().post(address, {"files": upload(25_000)}).status_code == 413
    assert Client().post(address, {"files": upload(900)}).status_code == 302
    assert Client().post("/accounts/login/", {"files": upload(25_000)}).status_code == 413
    finish = address.replace("attach", "cancel")
    assert client.post(finish, {"files": upload(900)}).status_code == 200
    assert left_behind(settings) == []


def test_no_room_is_said_before_anything_is_read(client, address, settings, monkeypatch):
    monkeypatch.setattr(middleware, "has_room", lambda length: False)
    answer = client.post(address, **{"wsgi.input": Unread(), "CONTENT_LENGTH": "1000"})
    assert answer.status_code == 507
    assert "no room for more files" in answer.content.decode()


def test_disk_that_fills_up_meanwhile_is_said_and_leaves_nothing(client, address, settings, monkeypatch):
    written, write = [], incoming.Incoming.write

    def failing(self, piece):
        written.append(piece)
        if len(written) == 2:
            raise incoming.NoRoom(errno.ENOSPC, "No space left on device")
        write(self, piece)

    monkeypatch.setattr(incoming.Incoming, "write", failing)
    answer = client.post(address, {"files": [upload(5_000), upload(5_001, "b.pdf"), upload(5_002, "c.pdf")]})
    assert answer.status_code == 507
    assert not Attachment.objects.exists()
    assert left_behind(settings) == []
    monkeypatch.undo()
    settings.FILE_BYTES, settings.FILES_KEEP_FREE = 30_000, 0
    assert client.post(address, {"files": upload(5_000)}).status_code == 302


def test_upload_that_breaks_off_leaves_nothing(client, address, settings):
    body = b"".join([
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n', files.pdf(), b"\r\n",
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="b.pdf"\r\n\r\n', files.pdf("b")[:200],
    ])  # fmt: skip
    answer = client.generic("POST", address, body, "multipart/form-data; boundary=x")
    assert "broke off" in answer.context["form"].errors["files"][0]
    assert not Attachment.objects.exists()
    assert left_behind(settings) == []


def test_bad_base64_leaves_nothing(client, address, settings):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0\xff$$$=\r\n--x--\r\n"
    )
    assert client.generic("POST", address, body, "multipart/form-data; boundary=x").status_code in (200, 400)
    assert left_behind(settings) == []
