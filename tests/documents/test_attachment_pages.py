"""The pages of an entry's files, over HTTP."""

from pathlib import Path

import pytest
from django.urls import reverse

from communes.models import Role
from documents.models import Attachment
from tests.factories import communes as make
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


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"MZ\x90", "whatever its name says"),
        ("a.pdf", b"<script>alert(1)</script>", "whatever its name says"),
        ("a.pdf", files.pdf()[:-30], "damaged"),
        ("a.pdf", files.pdf(trailer="/Encrypt 9 0 R "), "encrypted"),
        ("a.docx", files.open_xml(more={"word/vbaProject.bin": b"x"}), "macros"),
        ("a.pdf", b" ", "whatever its name says"),
    ],
)
def test_unfit_file_is_refused_at_its_field_and_leaves_nothing(client, document, settings, name, content, words):
    answer = client.post(url("attach", document), {"files": [upload("tot.pdf"), upload(name, content)]})
    assert answer.status_code == 200
    (sentence,) = answer.context["form"].errors["files"]
    assert words in sentence
    assert f"“{name}”" in sentence
    assert not Attachment.objects.exists()
    assert on_disk(settings) == []


def test_empty_form_and_empty_file_are_refused(client, document, settings):
    assert "Choose at least one" in client.post(url("attach", document)).content.decode()
    answer = client.post(url("attach", document), {"files": upload(content=b"")})
    assert "empty" in answer.context["form"].errors["files"][0]
    assert on_disk(settings) == []


@committing
def test_form_sent_twice_attaches_once(client, document, settings):
    form = client.get(url("attach", document)).context["form"]
    data = {"token": form["token"].value()}
    for _time in range(2):
        assert client.post(url("attach", document), data | {"files": upload()}).status_code == 302
    assert Attachment.objects.count() == len(on_disk(settings)) == 1


def test_script_is_told_the_address_and_the_message_stays(client, document):
    answer = client.post(url("attach", document), {"files": upload()}, headers={"accept": "application/json"})
    assert answer.json() == {"url": document.get_absolute_url()}
    assert "1 file has been attached." in client.get(document.get_absolute_url()).content.decode()


@committing
def test_new_version_and_withdrawal(client, document):
    client.post(url("attach", document), {"files": upload()})
    old = Attachment.objects.get()
    assert (
        client.post(url("replace", old), {"files": upload("moi.pdf", files.pdf("2")), "version": 1}).status_code == 302
    )
    new = Attachment.objects.get(name="moi.pdf")
    page = client.get(document.get_absolute_url()).content.decode()
    assert "older version" in page
    assert client.get(url("download", old)).getvalue() == files.pdf()
    assert client.post(url("withdraw", old), {"version": 2}).context["form"].errors["reason"]
    assert client.post(url("withdraw", old), {"version": 2, "reason": "Lộ số điện thoại"}).status_code == 302
    missing = client.get(url("download", new).replace(str(new.pk), "999999"))
    gone = client.get(url("download", old))
    assert (gone.status_code, gone.content) == (404, missing.content)
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Lộ số điện thoại" in page
    assert url("download", old) not in page
    history = client.get(url("history", document)).content.decode()
    assert history.count("moi.pdf") >= 1


@committing
def test_version_that_somebody_replaced_meanwhile_is_not_replaced_again(client, document, settings):
    old = files.make_attachment(document)
    client.post(url("replace", old), {"files": upload("b.pdf", files.pdf("b")), "version": 1})
    answer = client.post(url("replace", old), {"files": upload("c.pdf", files.pdf("c")), "version": 1})
    assert "Somebody else has changed" in answer.content.decode()
    assert len(on_disk(settings)) == Attachment.objects.count() == 2


def test_missing_version_is_refused(client, document):
    old = files.make_attachment(document)
    for verb, data in (("replace", {"files": upload()}), ("withdraw", {"reason": "x"})):
        assert client.post(url(verb, old), data).status_code == 200
    assert Attachment.objects.get().withdrawn_at is None


def test_others_files_are_as_if_they_were_not(world, client, document):
    kept = files.make_attachment(document)
    client.force_login(world.stranger)
    for verb in ("download", "replace", "withdraw"):
        denied, missing = client.get(url(verb, kept)), client.get(url(verb, kept).replace(str(kept.pk), "999999"))
        assert (denied.status_code, denied.content) == (404, missing.content)
        assert client.head(url(verb, kept)).status_code == 404
        assert client.post(url(verb, kept), {"files": upload(), "version": 1, "reason": "x"}).status_code in (404, 405)
    assert client.post(url("attach", document), {"files": upload()}).status_code == 404
    assert Attachment.objects.get().version == 1


def test_reader_downloads_and_does_not_write(world, client, document):
    kept = files.make_attachment(document)
    client.force_login(make.make_member(Role.HEAD, world.unit))
    assert client.get(url("download", kept)).getvalue() == kept.path.read_bytes()
    for verb, obj in (("attach", document), ("replace", kept), ("withdraw", kept)):
        assert client.get(url(verb, obj)).status_code == 403
        assert client.post(url(verb, obj), {"files": upload(), "version": 1, "reason": "x"}).status_code == 403
    page = client.get(document.get_absolute_url()).content.decode()
    assert url("withdraw", kept) not in page
    assert url("attach", document) not in page
