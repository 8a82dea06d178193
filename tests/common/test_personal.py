"""Names of persons in free text: what is surely one is found, what an office writes every day is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.personal import calls_by_name
from common.text import fold

NAMES = [
    "ông Nguyễn Văn A", "Bà Lù Thị Mỷ đã nộp bổ sung", "hẹn lại anh Giàng A Sính ngày 10/07", "chị Sùng Mỷ đến nhận",
    "yêu cầu ông Lý A Sèng bổ sung",
    "Trả kết quả cho ông/bà Vàng Seo Phử", "ông (bà): Trần Hải Yến", "Ông. Lê Hùng", "ông  Đặng Quốc Khánh, xã Bản Phố",
    "ÔNG NGUYỄN VĂN AN ĐỀ NGHỊ", "ong Nguyen Van An", "chi Lu Thi Hoa", "công dân Hoàng Thị Pằng xin rút",
    "chủ hộ Giàng Seo Pao", "khai sinh cháu Tráng A Chớ", "vợ chồng ông bà Lý Văn Thắng", "gửi anh Phạm Tuấn Anh",
]  # fmt: skip
SENTENCES = [
    "", "UBND xã Tả Củ Tỷ", "Hồ sơ chuyển từ xã Bà Rịa", "ông Chủ tịch UBND xã ký",
    "Ông Phó Chủ tịch UBND huyện ký thay",    "bà Trưởng phòng Tư pháp vắng",
    "ông/bà ký nhận tại Bộ phận Một cửa", "anh chị em công chức xã Hoàng Thu Phố",
    "trẻ em Hà Nhì", "con cháu La Hủ", "công dân Hà Nội", "công dân Cao Bằng tạm trú", "công dân Lai Châu",
    "ông bà Hà Giang",
    "đường Bà Triệu Phường Cốc Lếu", "Đền Ông Hoàng Bảy", "lễ hội Ông Hoàng Bảy", "chợ Bà Chiểu", "cầu Ông Lãnh",
    "dịch tiếng Anh Lý lịch tư pháp", "công chứng bản tiếng Anh Hồ Sơ Gốc", "vương quốc Anh", "TIẾNG ANH HỒ SƠ GỐC",
    "DÀNH CHO ÔNG BÀ CAO TUỔI", "Bà Nà Hills", "Công dân xin rút hồ sơ", "chủ hộ nghèo theo QĐ 59", "ba Ho so gui lai",
    "anh Lý do cá nhân", "Trường THCS Nguyễn Thị Minh Khai", "đường Nguyễn Văn Cừ", "theo Thông tư của Bộ Tư pháp",
    "Phòng Lao động - Thương binh và Xã hội", "xã Lùng Phình, thôn Sảng Mào Phố", "Bác Hồ Chí Minh", "huyện Anh Sơn",
    "Sở Tư pháp tỉnh Lào Cai", "hồ sơ của hộ ông, bà đã đủ", "công dân Vũ Hán về nước", "chờ Công an huyện Bắc Hà",
    "Ông bà Thái Lan", "ba Le hoi Xuan", "ba Hồ Sơ gửi lại", "chi Ha Noi chuyen len",
]  # fmt: skip


@pytest.mark.parametrize("text", NAMES)
def test_a_person_called_by_name_is_found(text):
    assert calls_by_name(text)


@pytest.mark.parametrize("text", SENTENCES)
def test_what_an_office_writes_is_no_name(text):
    assert not calls_by_name(text)


@given(
    title=st.sampled_from(["ông", "Bà", "anh", "Chị", "ông/bà", "Ông (bà)"]),
    family=st.sampled_from(["Nguyễn", "Giàng", "Sùng", "Lù", "Vàng", "Đỗ"]),
    middle=st.sampled_from(["Văn", "Thị", "Seo", "A"]),
    own=st.sampled_from(["Mỷ", "Pao", "Hoa", "Chớ", "Ánh"]),
    around=st.sampled_from(["{}", "Đã trả cho {}.", "({})", "chờ {} bổ sung giấy tờ", "07/07: {}; hẹn lại"]),
    written=st.sampled_from([str, str.upper, lambda text: " ".join(map(str.capitalize, fold(text).split()))]),
)
def test_a_full_name_is_found_wherever_and_however_it_stands(title, family, middle, own, around, written):
    assert calls_by_name(around.format(f"{title} {written(f'{family} {middle} {own}')}"))
