"""Whose signature a certificate makes, by the words of its subject: a guess, and shown as one.

No field of a certificate says "office" or "person" reliably. The specialised certificates of Ban Cơ yếu Chính phủ and
those of the public authorities write the name of either into the common name; [recalled] the public ones add a tax or
budget number (MST, MNS) for organisations and a personal number (CCCD, CMND, HC) for people. The number itself is never
kept.
"""

from common.text import fold, one_line
from documents.signatures.verdict import Kind

# With their marks: without them "Sở" and "Bàn", "Viện" and "Viên", "Đoàn" the union and Đoàn the family are one word.
_OFFICES = (
    "bộ", "sở", "phòng", "cục", "viện", "trường", "xã", "phường", "huyện", "tỉnh", "quận", "trạm", "nhà", "tòa", "toà",
)  # fmt: skip
_PHRASES = (
    "uy ban", "ubnd", "hdnd", "hoi dong", "van phong", "trung tam", "chi cuc", "tong cuc", "thi tran", "thi xa",
    "thanh pho", "ban quan ly", "ban chi huy", "ban to chuc", "ban tuyen giao", "huyen uy", "dang uy", "tinh uy",
    "cong an", "cong ty", "kho bac", "bao hiem", "benh vien", "mat tran", "lien doan", "hoi nong dan", "hoi lien hiep",
    "doan thanh nien", "ngan hang", "thanh tra", "bo phan", "doanh nghiep", "hop tac xa", "van thu", "so thong tin",
)  # fmt: skip
_PERSONAL, _TAX = ("cccd", "cmnd", "cmt", "hc:", "ho chieu"), ("mst", "mns", "tax")


def kind_of(subject: dict[str, list[str]]) -> Kind:
    """`subject`: the values of the certificate's subject by asn1crypto's names of its fields."""
    if subject.get("given_name") or subject.get("surname"):
        return Kind.PERSONAL
    numbers = [fold(value) for name in ("user_id", "serial_number") for value in subject.get(name, [])]
    if any(number.startswith(_PERSONAL) for number in numbers):
        return Kind.PERSONAL
    if any(number.startswith(_TAX) for number in numbers) or subject.get("organization_identifier"):
        return Kind.AGENCY
    return _by_name(" ".join(subject.get("common_name", [])), subject)


def _by_name(name: str, subject: dict[str, list[str]]) -> Kind:
    plain, words = fold(name), one_line(name).lower().split()
    if not words:
        return Kind.AGENCY if subject.get("organization_name") else Kind.UNKNOWN
    if words[0] in _OFFICES or plain.startswith(_PHRASES):
        return Kind.AGENCY
    named = subject.get("organization_name", []) + subject.get("organizational_unit_name", [])
    if plain in {fold(other) for other in named}:
        return Kind.AGENCY
    # A Vietnamese name has two to six syllables and nothing but letters.
    is_name = 2 <= len(words) <= 6 and all(word.replace(".", "").isalpha() for word in words)
    return Kind.PERSONAL if is_name else Kind.UNKNOWN
