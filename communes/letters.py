"""A follow-up as an official letter (công văn) and as a short message.

Both are Vietnamese whatever language the reader has chosen: they go to Vietnamese offices, in the layout of Decree
30/2020/NĐ-CP (domain.md 3.2 and 8.5). A công văn has no abbreviation of its kind in its number.
"""

from dataclasses import dataclass
from datetime import date

from communes.models import FollowUp, SoftwareUse, Unit, UnitKind

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
COMMITTEE = "Ủy ban nhân dân"
# Follow-ups are drafted by the office of the reviewers, Phòng Văn hóa và Thông tin.
DRAFTED_BY = "VHTT"


@dataclass(frozen=True)
class Letter:
    """The parts of the letter, in the order in which they are read. Number and signature stay blank for the clerk."""

    issuer: tuple[str, str]
    number: str
    subject: str
    place_and_day: str
    to: str
    paragraphs: tuple[str, ...]
    copies: tuple[str, ...]
    signature: tuple[str, ...]
    state: str = STATE
    motto: str = MOTTO
    copies_head: str = "Nơi nhận:"


def letter_of(follow_up: FollowUp) -> Letter:
    """The letter of a follow-up, dated on the day of asking."""
    issuer, to = _issuer(follow_up.unit), official_name(follow_up.unit)
    return Letter(
        issuer=(COMMITTEE.upper(), issuer.full_name.upper()),
        number=f"Số: ……/UBND-{DRAFTED_BY}",
        subject=f"V/v {inside_sentence(follow_up.subject)}",
        place_and_day=f"{issuer.name}, {day_in_words(follow_up.asked_on)}",
        to=f"Kính gửi: {to}.",
        paragraphs=tuple(_paragraphs(follow_up, official_name(issuer), to)),
        copies=("Như trên;", f"Lưu: VT, {DRAFTED_BY}."),
        signature=(f"TM. {COMMITTEE.upper()}", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    )


def message_of(follow_up: FollowUp, address: str) -> str:
    """A few lines for Zalo, e-mail or the telephone: who, what, by when, where to answer."""
    return (
        f"{official_name(follow_up.unit)}: đôn đốc {inside_sentence(follow_up.subject)}.\n"
        f"Hạn trả lời: ngày {follow_up.deadline:%d/%m/%Y}.\n"
        f"Xem và trả lời tại: {address}"
    )


def day_in_words(day: date) -> str:
    """`ngày 05 tháng 3 năm 2020`: a leading zero for days below 10 and for months 1 and 2 only."""
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def official_name(unit: Unit) -> str:
    """Who receives or sends the letter: the committee of a territory, or the office itself."""
    return unit.title if unit.kind == UnitKind.OFFICE else f"{COMMITTEE} {unit.full_name}"


def agency_lines(unit: Unit) -> tuple[str, str]:
    """The two lines in capitals at the top left of a paper of the unit: a committee, or an office under its own."""
    if unit.kind != UnitKind.OFFICE:
        return COMMITTEE.upper(), unit.full_name.upper()
    above = unit.parent
    return (official_name(above).upper() if above is not None else "", unit.full_name.upper())


def inside_sentence(text: str) -> str:
    """With a small first letter, unless the text begins with a name (“Bắc Hà”, “VNPT-iOffice”)."""
    first, _blank, rest = text.partition(" ")
    is_name = not first[1:].islower() or rest[:1].isupper()
    return text if is_name and len(first) > 1 else text[:1].lower() + text[1:]


def _issuer(unit: Unit) -> Unit:
    """The nearest district or province above the unit; a unit at the top writes to itself."""
    above = Unit.objects.filter(descendant_links__descendant=unit, descendant_links__depth__gt=0)
    territories = above.filter(kind__in=[UnitKind.DISTRICT, UnitKind.PROVINCE])
    return territories.order_by("descendant_links__depth").first() or unit


def _paragraphs(follow_up: FollowUp, issuer: str, to: str):
    if follow_up.software is not None:
        name, day = follow_up.software.name, day_in_words(follow_up.asked_on)
        uses = SoftwareUse.objects.missing(on=follow_up.asked_on)
        if uses.filter(unit=follow_up.unit, software=follow_up.software).exists():
            yield f"Qua theo dõi, đến {day}, {to} phải sử dụng nhưng chưa sử dụng phần mềm: {name}."
        else:
            yield f"Qua theo dõi việc sử dụng phần mềm: {name}, đến {day}, {issuer} có ý kiến như sau:"
    yield from filter(None, (line.strip() for line in follow_up.text.splitlines()))
    yield (
        f"{issuer} đề nghị {to} {inside_sentence(follow_up.subject)} và báo cáo kết quả chậm nhất "
        f"{day_in_words(follow_up.deadline)}."
    )
    yield f"Đề nghị {to} nghiêm túc thực hiện./."
