"""Whose signature a certificate makes, guessed by its names."""

import pytest

from documents.signatures.holders import kind_of
from documents.signatures.verdict import SignatureFound, Verdict


def subject(name="", **fields):
    return {"common_name": [name]} | {key: [value] for key, value in fields.items()}


@pytest.mark.parametrize(
    "name",
    [
        "Ủy ban nhân dân xã Tả Củ Tỷ", "UBND huyện Bắc Hà", "UY BAN NHAN DAN TINH LAO CAI", "Kho bạc Nhà nước Bắc Hà",
        "Sở Thông tin và Truyền thông", "Phòng Văn hóa và Thông tin", "Văn phòng HĐND và UBND", "Công ty Cổ phần A",
        "Trung tâm Y tế huyện", "Trường THCS Bản Phố",
    ],
)  # fmt: skip
def test_offices_are_known_by_their_names(name):
    assert kind_of(subject(name)) == "agency"


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Văn A", "Giàng A Sính", "Bàn Thị Mẩy", "Đoàn Văn Hậu", "Viên Thị Lan", "Nguyen Van An", "Sở Seo Phử"],
)
def test_people_are_known_by_theirs(name):
    expected = "agency" if name.startswith("Sở") else "personal"
    assert kind_of(subject(name)) == expected


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"user_id": "CCCD:010090001234"}, "personal"),
        ({"user_id": "MST:5300123456"}, "agency"),
        ({"given_name": "A"}, "personal"),
        ({"organization_identifier": "VN-123"}, "agency"),
        ({"organization_name": "VP-BH-01"}, "agency"),
    ],
)
def test_numbers_and_fields_decide_where_they_stand(fields, kind):
    assert kind_of(subject("VP-BH-01", **fields)) == kind


def test_what_is_not_clear_is_said_to_be_so():
    assert kind_of(subject("VP-BH-01")) == "unknown"
    assert kind_of({}) == "unknown"


def found(kind, integrity="intact", coverage="whole", trust="trusted"):
    return SignatureFound("f", kind=kind, integrity=integrity, coverage=coverage, trust=trust)


@pytest.mark.parametrize(
    ("signatures", "shows", "is_verified"),
    [
        ([], "none", False),
        ([found("personal")], "personal", False),
        ([found("agency")], "agency", True),
        ([found("unknown")], "signed", False),
        ([found("unknown"), found("agency")], "agency", True),
        ([found("timestamp")], "none", False),
        ([found("agency", trust="no_roots")], "agency", False),
        ([found("agency", trust="untrusted")], "agency", False),
        ([found("agency", trust="expired_since")], "agency", True),
        ([found("agency", trust="expired")], "agency", False),
        ([found("agency", integrity="broken")], "none", False),
        ([found("agency", coverage="changed")], "none", False),
        ([found("agency", integrity="unknown", coverage="unknown")], "none", False),
        ([found("personal", coverage="changed"), found("agency")], "agency", False),
        ([found("personal", coverage="further"), found("agency")], "agency", True),
    ],
)
def test_verdict_adds_up_its_signatures(signatures, shows, is_verified):
    verdict = Verdict("ok", tuple(signatures))
    assert (verdict.shows, verdict.is_verified) == (shows, is_verified)


def test_file_that_was_not_read_shows_nothing():
    assert Verdict("heavy").shows == ""
    assert not Verdict("encrypted", (found("agency"),)).is_verified
