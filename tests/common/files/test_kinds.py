"""What is taken and what is not, by content; every refusal says what to do."""

import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.files import kinds, office
from common.files.unfit import Unfit
from tests.factories import files as make

ZEROS = b"\0" * 3_000_000
REFUSED = {
    "empty": (b"", "empty"),
    "text": (b"xin chao", "whatever its name says"),
    "html": (b"<!doctype html><script>alert(1)</script>", "whatever its name says"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "whatever its name says"),
    "windows programme": (b"MZ\x90\0" + b"\0" * 200, "whatever its name says"),
    "linux programme": (b"\x7fELF" + b"\0" * 200, "whatever its name says"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "whatever its name says"),
    "rtf": (b"{\\rtf1 x}", "whatever its name says"),
    "old word, or locked docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old kind"),
    "header only": (b"%PDF-1.7\n", "damaged"),
    "truncated pdf": (make.pdf()[:-20], "damaged"),
    "first half of a pdf": (make.pdf()[: len(make.pdf()) // 2], "damaged"),
    "pdf whose table is elsewhere": (make.pdf().replace(b"startxref\n", b"startxref\n9"), "damaged"),
    "pdf without a root": (make.pdf().replace(b"/Root", b"/Toor"), "damaged"),
    "pdf after something else": (b"x\n" + make.pdf(), "whatever its name says"),
    "something after the pdf": (make.pdf() + b"MZ" + b"\x90" * 2000, "damaged"),
    "encrypted pdf": (make.pdf(trailer="/Encrypt 5 0 R "), "encrypted"),
    "encrypted pdf, spelt": (make.pdf(trailer="/E#6Ecrypt 5 0 R "), "encrypted"),
    "page in a pdf": (make.pdf(head=b"%<html><script>alert(1)</script>\n"), "whatever its name says"),
    "zip behind a picture": (make.png() + make.packed({"a.exe": b"MZ"}), "ZIP"),
    "zip behind a pdf": (make.pdf() + make.packed({"a.exe": b"MZ"}), "ZIP"),
    "png cut off": (make.png()[:-5], "damaged"),
    "jpeg cut off": (make.jpeg()[:-2], "damaged"),
    "tiff pointing beyond": (b"II*\0\xff\xff\xff\x7f", "damaged"),
    "plain zip": (make.packed({"a.txt": "x"}), "ZIP archive"),
    "java archive": (make.packed({"META-INF/MANIFEST.MF": "x"}), "ZIP archive"),
    "docx cut off": (make.open_xml()[:-30], "damaged"),
    "docx without its middle": (make.open_xml()[:40] + make.open_xml()[-40:], "not built like"),
    "something before the docx": (make.open_xml(prefix=b"PK\x03\x04" + b"x" * 50), "not built like"),
    "comment after the docx": (make.open_xml(comment=b"<script>"), "not built like"),
    "macros": (make.open_xml(more={"word/vbaProject.bin": b"x"}), "macros"),
    "macros elsewhere": (make.open_xml(more={"xyz/VBAPROJECT.BIN": b"x"}), "macros"),
    "docm": (make.open_xml("application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    "old excel macros": (make.open_xml(make.SHEET, {"xl/macrosheets/sheet1.xml": "x"}), "macros"),
    "xlsb": (make.open_xml("application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "macros"),
    "odt with macros": (make.open_document(more={"Basic/Standard/Module1.xml": "x"}), "macros"),
    "template": (make.open_xml(make.WORD.replace("document.main", "template.main")), "a kind that is not taken"),
    "two kinds at once": (make.open_xml(types=f'<Override ContentType="{make.SHEET}"/>'), "a kind that is not taken"),
    "odg": (make.open_document("application/vnd.oasis.opendocument.graphics"), "a kind that is not taken"),
    "locked odt": (make.open_document(manifest="<manifest:encryption-data/>"), "password"),
    "locked zip members": (make.locked(make.open_xml()), "password"),
    "entities": (make.open_xml(types="<!ENTITY x 'y'>"), "not built like"),
    "bomb": (make.open_xml(more={"word/bomb.xml": ZEROS}), "far larger"),
    "many members": (make.open_xml(more={f"m{n}.xml": "" for n in range(5001)}), "not built like"),
    "way out": (make.open_xml(more={"../../etc/passwd": "x"}), "not built like"),
}


@pytest.fixture
def look(tmp_path):
    """Recognise bytes."""

    def found(content: bytes):
        path = tmp_path / "file"
        path.write_bytes(content)
        return kinds.recognise(path)

    return found


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.mark.parametrize("kind", make.HONEST)
def test_honest_file_is_recognised(look, kind):
    assert look(make.HONEST[kind]) == kind


@pytest.mark.parametrize("name", REFUSED)
def test_file_is_refused_with_what_to_do(look, name):
    content, words = REFUSED[name]
    with pytest.raises(Unfit, match=words):
        look(content)


def test_pdf_with_a_cross_reference_stream_and_an_update_is_recognised(look):
    plain = make.pdf()
    stream = f"9 0 obj\n<< /Type /XRef /Root 1 0 R /Prev 9 >>\nstream\nx\nendstream\nendobj\nstartxref\n{len(plain)}\n"
    assert look(plain + stream.encode() + b"%%EOF\r\n\0\0") == "pdf"
    locked = stream.replace("/Prev 9", "/Encrypt 4 0 R")
    with pytest.raises(Unfit, match="encrypted"):
        look(plain + locked.encode() + b"%%EOF")


def test_zip_inside_a_pdf_that_is_no_zip_itself_is_taken(look):
    """A PDF may carry an archive as an attachment; only one that opens as an archive is refused."""
    assert look(make.pdf(head=b"%" + make.packed({"a.txt": "x"}).replace(b"\n", b"") + b"\n")) == "pdf"


def test_directory_that_lies_about_sizes_is_not_believed(look):
    """The table of contents is read to a bound, whatever size is declared."""
    content = make.open_xml(types=" " * (office._MOST_READ + 10))
    with pytest.raises(Unfit):
        look(content)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(sorted(make.HONEST)), data=st.data())
def test_damaged_files_never_break_the_look(look, kind, data):
    content = bytearray(make.HONEST[kind])
    for _number in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for candidate in (bytes(content), bytes(content[:cut]), bytes(content[cut:])):
        with suppress(Unfit):
            assert look(candidate) in kinds.MIME


def test_look_takes_no_memory_for_a_large_file(tmp_path):
    """20 MB are mapped, not read: the look at one adds less than 5 MB to what the modules take."""
    path = tmp_path / "large.pdf"
    path.write_bytes(make.pdf_of(20_000_000))
    code = (
        "import os, sys, resource; os.environ['DJANGO_SETTINGS_MODULE'] = 'bacha.settings'; import django;"
        "django.setup(); from pathlib import Path; from common.files import kinds;"
        "used = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; before = used();"
        "print(kinds.recognise(Path(sys.argv[1])), used() - before)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    kind, kilobytes = done.stdout.split()
    assert (kind, int(kilobytes) < 5_000) == ("pdf", True), kilobytes
