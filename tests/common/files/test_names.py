"""Names as clients send them, and what is kept of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.files import names
from common.models import FileKind

NAMES = {
    "Báo cáo tháng 7.pdf": "Báo cáo tháng 7.pdf",
    "BÁO CÁO.PDF": "BÁO CÁO.pdf",
    "../../etc/passwd": "passwd.pdf",
    "..\\..\\windows\\system32\\cmd.exe": "cmd.exe.pdf",
    "C:\\Users\\tacuty\\công văn.pdf": "công văn.pdf",
    "a/b/c.pdf": "c.pdf",
    "": "_.pdf",
    ".": "_.pdf",
    "..": "_.pdf",
    ".htaccess": "htaccess.pdf",
    ".pdf": "pdf.pdf",
    "CON.pdf": "_CON.pdf",
    "con": "_con.pdf",
    "LPT1.txt.pdf": "_LPT1.txt.pdf",
    "console.pdf": "console.pdf",
    "nul\0byte.pdf": "nulbyte.pdf",
    "gpj.\u202efdp.exe": "gpj.fdp.exe.pdf",
    "a\u200bb\u2066c.pdf": "abc.pdf",
    'a"b;c.pdf': "a_b;c.pdf",
    "a\r\nSet-Cookie: x=1.pdf": "a Set-Cookie_ x=1.pdf",
    "a<script>.pdf": "a_script_.pdf",
    "a?b*c|d:e.pdf": "a_b_c_d_e.pdf",
    "  blanks  .pdf ": "blanks.pdf",
    "dots...": "dots.pdf",
    "Ðon vị.pdf": "Đon vị.pdf",
    "ho\u0323p.pdf": "họp.pdf",
    "mau.docx": "mau.docx.pdf",
    "a\u2028b.pdf": "a b.pdf",
    "％2e％2e／x.pdf": "％2e％2e／x.pdf",
}


@pytest.mark.parametrize("given_name", NAMES)
def test_name_is_kept_harmless(given_name):
    assert names.file_name(given_name, FileKind.PDF) == NAMES[given_name]


def test_long_name_keeps_its_ending():
    name = names.file_name("ờ" * 300 + ".pdf", FileKind.PDF)
    assert (len(name), name[-5:]) == (255, "ờ.pdf")


def test_either_ending_of_a_picture_stays():
    assert names.file_name("a.jpeg", FileKind.JPEG) == "a.jpeg"
    assert names.file_name("a.JPG", FileKind.JPEG) == "a.jpg"


def test_shown_name_is_short():
    assert len(names.shown("x" * 300)) <= 80


@given(st.text(max_size=400), st.sampled_from(FileKind.values))
def test_any_name_becomes_one_that_every_system_takes(text, kind):
    name = names.file_name(text, kind)
    assert 1 <= len(name) <= names.LONGEST
    assert name.lower().endswith(names.ENDINGS[kind])
    assert not set(name) & set('/\\:*?"<>|\r\n\0')
    assert name.isprintable() or " " in name or not name.isascii()
    assert name == names.file_name(name, kind), "a name that was kept stays as it is"
