import gzip
import runpy
import subprocess
import sys

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.demo import DEMO_PASSWORD
from accounts.passwords import OWN_LIST, common_passwords, squash
from tests.factories.accounts import make_user

LOCAL_WORDS = [
    "matkhau1234567", "Mật khẩu 1234567", "MatKhau@1234567", "matkhaumoi2020", "matkhauubnd2026", "Abc@123456789012",
    "abcabcabcabcabc", "ubndhuyen2026", "UBND-huyen-2026", "ubndhuyenbacha2020", "UBND huyện Bắc Hà 2020",
    "quantrihethong1",
    "quản trị hệ thống", "chinhquyendientu2020", "Chính quyền điện tử", "chuyendoiso2025", "dichvucongtructuyen",
    "motcuadientu2020", "huyenbacha2021!", "bachalaocai2020", "tinhlaocai2020", "vanhoathongtin2020",
    "uybannhandan2020",
    "vietnamvodich1", "toiyeuvietnam1", "vnptioffice2020", "taichinhkehoach1", "giaoducdaotao12", "Password123456",
    "P@ssw0rd1234567", "adminadmin1234", "administrator1", "qwertyuiop1234", "1q2w3e4r5t6y7u", "1qaz2wsx3edc4rfv",
    "12345678901234", "00000000000000", "abcdefghijklmn", "anhyeuem123456", DEMO_PASSWORD,
]  # fmt: skip
COMMUNES = [
    "bacha", "lungcai", "bangia", "lungphinh", "tavanchu", "tacuty", "thaigiangpho", "lauthingai", "hoangthupho",
    "banpho", "banlien", "tachai", "nahoi", "cocly", "nammon", "namdet", "namkhanh", "baonhai", "namluc", "coclau",
    "bancai",
]  # fmt: skip
ENDINGS = ["{}xa", "canboxa{}123456", "ubndxa{}2020", "ubndxa{}2026", "matkhauxa{}1", "ubndxa{}@2025", "ubnd{}123456"]
GOOD = [
    "con ngựa trắng gặm cỏ đồi", "ba con vịt qua cầu", "x" * 32 + "y" * 31 + "z", "4917" * 16,
    "Tiếng mưa rơi trên mái tôn",
    "🐎 đi chợ phiên chủ nhật", "correct horse battery staple", "Zx9!kdPw2#vLq8@t",
]  # fmt: skip


def refused(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError:
        return True
    return False


def test_list_holds_3000_entries_that_fit_the_policy():
    entries = gzip.decompress(OWN_LIST.read_bytes()).decode().split()
    assert len({squash(entry) for entry in entries if len(entry) >= 14}) >= 3000


def test_every_entry_of_the_list_is_refused():
    entries = gzip.decompress(OWN_LIST.read_bytes()).decode().split()
    assert [entry for entry in entries if squash(entry) not in common_passwords()] == []


@pytest.mark.parametrize("password", LOCAL_WORDS)
def test_local_word_is_refused(password):
    assert refused(password)


def test_150_names_of_units_are_refused():
    words = [ending.format(name) for name in COMMUNES for ending in ENDINGS]
    assert [word for word in words if not refused(word)] == []
    assert len(words) + len(LOCAL_WORDS) >= 180


@pytest.mark.parametrize("password", GOOD)
def test_good_password_is_accepted(password):
    assert not refused(password)


@pytest.mark.parametrize("password", ["ngắn quá 1", "mười ba ký tự"])
def test_short_password_is_refused(password):
    assert refused(password)


@pytest.mark.django_db
def test_own_name_is_refused():
    user = make_user("vangthimai", full_name="Vàng Thị Mai Phương")
    assert refused("Vàng Thị Mai Phương", user)


@pytest.mark.django_db
def test_demo_password_still_works_where_the_loader_sets_it():
    assert make_user(password=DEMO_PASSWORD).check_password(DEMO_PASSWORD)


def test_list_is_what_its_script_writes(tmp_path):
    script = OWN_LIST.with_name("build_common_passwords.py")
    words = runpy.run_path(str(script))["passwords"]()
    assert gzip.decompress(OWN_LIST.read_bytes()).decode() == "\n".join(words) + "\n"
    copy = tmp_path / script.name
    copy.write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    subprocess.run([sys.executable, str(copy)], check=True, capture_output=True)
    assert (tmp_path / OWN_LIST.name).read_bytes() == OWN_LIST.read_bytes()
