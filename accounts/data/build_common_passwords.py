"""Writes common_passwords.txt.gz: `python accounts/data/build_common_passwords.py`. The same bytes at every run.

Guessing lists for this district: words of the office and the names of its units, with the endings that people add to
get past a minimum length. Shorter entries count with digits put around them (accounts/passwords.py).
"""

import gzip
from itertools import product
from pathlib import Path

TARGET = Path(__file__).with_name("common_passwords.txt.gz")
SHORTEST = 4


def _words(text: str) -> list[str]:
    return text.split()


COMMUNES = _words(
    "bacha lungcai bangia lungphinh tavanchu tacuty thaigiangpho lauthingai hoangthupho banpho banlien tachai nahoi "
    "cocly nammon namdet namkhanh baonhai namluc coclau bancai"
)
OFFICES = _words(
    "vanphong noivu tuphap taichinhkehoach tainguyenmoitruong laodongthuongbinhxahoi vanhoathongtin giaoducdaotao yte "
    "thanhtrahuyen nongnghiep kinhtehatang dantoc vhtt tckh tnmt ldtbxh gddt ktht nnptnt"
)
WORDS = _words(
    "matkhau matkhaumoi matkhaumanh matkhaucuatoi matkhaudangnhap khongcomatkhau quenmatkhau doimatkhau password "
    "passw0rd p@ssw0rd p@ssword admin administrator adminadmin quantri quantrihethong quantrivien taikhoan dangnhap "
    "ubnd ubndhuyen ubndhuyenbacha ubndtinh ubndtinhlaocai hdnd hdndubnd uybannhandan huyenbacha bachalaocai laocai "
    "tinhlaocai bacha chutich phochutich bithu canbo congchuc vienchuc vanthu ketoan thuquy truongphong nhanvien "
    "chinhquyendientu chinhphudientu chinhphuso chuyendoiso dichvucong dichvucongtructuyen motcua motcuadientu "
    "vnptioffice vnptigate ioffice igate egov hethong baocao thongke vanban vanbandi vanbanden maytinh "
    "vietnam vietnamvodich toiyeuvietnam toilanguoivietnam hanoi hochiminh hochiminhmuonnam danang haiphong "
    "sapa fansipan anhyeuem emyeuanh yeuemnhieulam conyeume giadinh giadinhtoi hanhphuc binhan mayman phattai "
    "thanhcong xinchao chaomung khongbiet khongnho quenroi tuoitre honnhan nguyenvan nguyenthi tranvan tranthi "
    "giangseo vangseo abc abcd abcde abc123 abcabc aaa a123 test demo user welcome letmein iloveyou monkey dragon "
    "qwerty qwertyuiop asdfghjkl zxcvbnm qazwsx qazwsxedc 1qaz2wsx 1q2w3e4r zaq12wsx changeme secret master "
    "login facebook zalo google"
)
YEARS = [str(year) for year in range(1985, 2031)]
DIGITS = _words(
    "1 12 123 1234 12345 123456 1234567 12345678 123456789 1234567890 123123 1234512345 123456123456 654321 111111 "
    "000000 666666 888888 999999 6868 8888"
)
PREFIXES = ["", "xa", "ubndxa", "ubnd", "huyen", "canboxa", "matkhau", "matkhauxa", "phong", "ubndhuyen", "admin"]
WALKS = _words(
    "1234567890 0987654321 0123456789 qwertyuiop asdfghjkl zxcvbnm 1q2w3e4r5t6y7u8i9o0p 1qaz2wsx3edc4rfv5tgb6yhn "
    "qazwsxedcrfvtgbyhn q1w2e3r4t5y6u7i8o9p0 abcdefghijklmnopqrstuvwxyz zyxwvutsrqponmlkjihgfedcba "
    "qwertyuiopasdfghjklzxcvbnm 1234qwerasdfzxcv qwerasdfzxcv1234 aabbccddeeffgghh"
)


def passwords() -> list[str]:
    """All entries, sorted, each once."""
    found = set(_with_endings()) | set(_repetitions()) | set(_walks()) | {"bacha-demo-2020"}
    return sorted(entry for entry in found if len(entry) >= SHORTEST)


def _with_endings():
    names = [prefix + name for prefix, name in product(PREFIXES, COMMUNES + OFFICES)] + [
        f"{name}xa" for name in COMMUNES
    ]
    for word, ending in product(dict.fromkeys(WORDS + names), ["", *DIGITS, *YEARS[-16:]]):
        if not ending or len(word + ending) >= 14:
            yield f"{word}{ending}"


def _repetitions():
    parts = [*WORDS, *COMMUNES, *DIGITS, *YEARS, *"abcdefghijklmnopqrstuvwxyz0123456789"]
    for part, times in product(parts, range(2, 21)):
        if len(part) * times <= 20:
            yield part * times
    for first, second in product(WORDS, WORDS):
        if len(first + second) <= 20:
            yield f"{first}{second}"


def _walks():
    for walk in WALKS:
        endless = walk * 3
        for start, length in product(range(len(walk)), range(14, 21)):
            yield endless[start : start + length]


def main() -> None:
    """Write the list; without a time stamp, so that the file changes only when the list does."""
    text = "\n".join(passwords()) + "\n"
    TARGET.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{len(passwords())} entries, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
