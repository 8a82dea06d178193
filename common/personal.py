"""What must not slip into free text: telephone numbers, identity numbers, names of persons (domain.md 8.2)."""

import re
import unicodedata

from common.text import fold

# Days and spans of days look like telephone numbers once they begin with 0: "01.07.2020-31.12.2020".
_DAYS = re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{4}(?!\d)")
# Nine to eleven digits from 0 or the country's 84, written together or in groups: 0912 345 678, (+84) 214.3880.123.
_TELEPHONE = re.compile(r"(?<!\d)(?:84|0)(?:[ .()-]{0,2}\d){8,10}(?!\d)")
# The old identity card has nine digits, the citizen's card twelve; people write both in threes.
_IDENTITY = re.compile(r"(?<!\d)\d{3}[ .-]?\d{3}[ .-]?\d{3}(?:[ .-]?\d{3})?(?!\d)")


def has_personal_number(text: str) -> bool:
    """Whether the text holds something that looks like a telephone number or an identity number."""
    text = _DAYS.sub("/", text)
    return bool(_TELEPHONE.search(text) or _IDENTITY.search(text))


# Family names that are no word of an office and no place by themselves: "Phó", "Trưởng", "Đồng", "Văn" are left out.
_FAMILIES = {
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Đinh", "Đào", "Đoàn", "Trịnh", "Mai", "Trương", "Lâm", "Tô", "Hà", "Tạ", "Cao", "Lưu", "Lương", "Thái",
    "Châu", "Tăng", "Vương", "Quách", "Nông", "Hứa", "Chu", "Lục", "Triệu", "Vi", "Phùng", "Tống", "Ninh", "Nghiêm",
    "Lã", "Bế", "Cù", "Doãn", "Đàm", "Khổng", "Kiều", "Bạch", "Khuất", "Mạc", "Mã", "Sầm", "Tiêu", "Tôn", "La",
    "Lộc", "Giàng", "Vàng", "Sùng", "Thào", "Tráng", "Lù", "Lừu", "Ly", "Vừ", "Cư", "Hảng", "Hầu", "Hờ", "Má", "Ma",
    "Mùa", "Tẩn", "Chảo", "Phàn", "Lồ", "Lèng", "Sền", "Tung", "Thền", "Thèn", "Lò", "Lường", "Cầm", "Quàng",
    "Tòng", "Long", "Hạng", "Cháng", "Cứ", "Thàng", "Sần", "Lùng", "Dì", "Tải", "Hù",
}  # fmt: skip
_FOLDED = {fold(family) for family in _FAMILIES}
# Between family and own name: with one of these it is a name, whatever it is called by and however it is written.
_MIDDLES = {"van", "thi", "seo", "a"}
# Of places, peoples and gods that begin like a name and do not go on like one.
_NO_NAMES = {
    "ha noi", "ha giang", "ha nam", "ha tinh", "ha nhi", "cao bang", "cao lan", "lai chau", "mai chau", "la hu",
    "la chi", "la ha", "thai lan", "ho chi minh", "hoang thu", "hoang bay", "hoang muoi", "hoang bo", "lam dong",
    "lung phinh", "lung cai", "long an", "ninh binh", "vu han", "chau au", "vi xuyen", "cao tuoi", "tung chung",
}  # fmt: skip
# "ông", "bà", "ông/bà", "ông (bà):"; after a word of places it is a street, a temple, a language.
_TITLE = r"(?:ông|bà|anh|chị|ong|ba|chi)"
_CALLED = re.compile(
    rf"(?:(?P<before>\w+)[ ]+)?\b(?P<title>{_TITLE}|cháu|chau|công dân|cong dan|chủ hộ|chu ho)"
    rf"(?:[ ]?[/(][ ]?{_TITLE}\)?)?[ .:]+(?P<name>\w+[ ]+\w+(?:[ ]+\w+)?)",
    re.IGNORECASE,
)
_BEFORE_NO_PERSON = {
    "đường", "phố", "ngõ", "chợ", "núi", "sông", "đền", "chùa", "miếu", "trường", "đảo", "tượng", "tiếng", "nước",
    "quốc", "hội",
}  # fmt: skip


def calls_by_name(text: str) -> bool:
    """Whether the text calls somebody by a full name: "ông Nguyễn Văn A", "chị Sùng Mỷ", "ONG GIANG A SINH".

    Only what is surely a name: a family name after ông, bà, anh, chị with another capital letter behind it; without
    marks, in capitals only, or after "công dân", "chủ hộ", "cháu" only with a middle word that names have.
    """
    text = unicodedata.normalize("NFC", text)
    place = 0
    while found := _CALLED.search(text, place):
        if (found["before"] or "").lower() not in _BEFORE_NO_PERSON and _is_name(found["title"], found["name"]):
            return True
        # "ông bà Lù Thị Mỷ": what was taken for the word before may be the one that counts.
        place = found.start("title") + 1
    return False


def _is_name(title: str, name: str) -> bool:
    words = name.split()
    if not all(word[0].isupper() for word in words[:2]):
        return False
    plain = [fold(word) for word in words]
    if plain[0] not in _FOLDED or " ".join(plain[:2]) in _NO_NAMES or " ".join(plain) in _NO_NAMES:
        return False
    if len(words) > 2 and plain[1] in _MIDDLES and words[2][0].isupper():
        return True
    return title.lower() in ("ông", "bà", "anh", "chị") and words[0] in _FAMILIES and not words[1].isupper()
