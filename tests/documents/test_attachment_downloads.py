"""What comes out is what went in, byte by byte, under a harmless name, or nothing."""

import hashlib
from pathlib import Path
from urllib.parse import quote

import pytest
from django.urls import reverse

from documents.models import Attachment
from tests.factories import documents as docs
from tests.factories import files
from tests.factories.files import upload

pytestmark = pytest.mark.django_db
# A file that was sent stays on the disk only if its transaction is committed, which in an ordinary test it never is.
committing = pytest.mark.django_db(transaction=True)


def url(verb, obj):
    kind = "attachment" if isinstance(obj, Attachment) else "document"
    return reverse(f"documents:{kind}-{verb}", args=[obj.pk])


def on_disk(settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.fixture
def document(world, client):
    world.official.language = "en"
    world.official.save()
    client.force_login(world.official)
    return docs.make_document(world.unit)


@committing
def test_file_goes_in_and_comes_out_byte_by_byte(client, document, settings):
    answer = client.post(url("attach", document), {"files": [upload(), upload("hai.pdf", files.pdf("hai"))]})
    assert answer.status_code == 302, answer.context["form"].errors
    page = client.get(answer.url).content.decode()
    assert "2 files have been attached." in page
    kept = Attachment.objects.get(name="công văn.pdf")
    assert (page.count(url("download", kept)), kept.sha256 in page) == (1, True)
    found = client.get(url("download", kept))
    body = found.getvalue()
    assert body == files.pdf()
    assert hashlib.sha256(body).hexdigest() == kept.sha256
    assert found["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('công văn.pdf')}"
    assert (found["Content-Type"], found["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert found["Content-Security-Policy"].startswith("sandbox,")
    assert found["Cache-Control"] == "no-store, private"
    assert int(found["Content-Length"]) == len(body)
    assert len(on_disk(settings)) == 2


def test_nothing_in_the_folder_of_files_has_an_address(client, document):
    kept = files.make_attachment(document)
    for path in (f"/files/{kept.stored}", f"/media/{kept.stored}", f"/static/{kept.stored}", f"/{kept.stored}"):
        assert client.get(path).status_code == 404


ODD = {
    "../../../etc/passwd": "passwd.pdf",
    "..\\..\\boot.ini": "boot.ini.pdf",
    "gpj.\u202efdp.exe": "gpj.fdp.exe.pdf",
    "x" * 300 + ".pdf": "x" * 251 + ".pdf",
    'a"; filename="b.exe': "b.exe.pdf",
    "CON": "_CON.pdf",
    "hóa đơn.pdf .exe": "hóa đơn.pdf .exe.pdf",
    "a\tb": "ab.pdf",
}


@committing
def test_odd_name_is_kept_harmless_and_splits_no_header(client, document, settings):
    for number, (name, kept) in enumerate(ODD.items()):
        sent = upload(content=files.pdf(str(number)))
        sent._name = name  # past Django's own care, as a client would send it
        client.post(url("attach", document), {"files": sent})
        row = Attachment.objects.latest("pk")
        assert row.name == kept
        assert row.path.resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve())
        answer = client.get(url("download", row))
        assert answer.getvalue() == files.pdf(str(number))
        assert answer["Content-Disposition"].startswith("attachment; filename")
        assert not set(answer["Content-Disposition"]) & set("\r\n\u202e")
    assert len(on_disk(settings)) == Attachment.objects.count() == len(ODD)


@pytest.mark.parametrize("harm", ["gone", "changed", "longer"])
def test_file_that_is_no_longer_what_was_stored_is_not_given_out(client, document, harm):
    kept = files.make_attachment(document)
    content = kept.path.read_bytes()
    {
        "gone": kept.path.unlink,
        "changed": lambda: kept.path.write_bytes(content[:-9] + b"X" + content[-8:]),
        "longer": lambda: kept.path.write_bytes(content + b"\n"),
    }[harm]()
    answer = client.get(url("download", kept))
    assert answer.status_code == 500
    assert "cannot be given out" in answer.content.decode()
