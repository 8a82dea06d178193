"""Abstracts, senders, signers and recipients in as many different words as real registers have, for measuring.

Vietnamese data, put together by chance: no person, place or case in it is meant.
"""

from documents.models import DocumentType
from indicators.demo.draw import Draw, Weighted
from indicators.demo.words import INCOMING_KINDS, OUTGOING_KINDS, Organ, abstract, notation

KINDS = {"incoming": INCOMING_KINDS, "outgoing": OUTGOING_KINDS}
_SURNAMES = Weighted(zip(
    "Nguyễn Trần Lê Phạm Hoàng Vũ Phan Đặng Bùi Đỗ Hồ Ngô Dương Lý Giàng Vàng Sùng Thào Lù Tráng Má Ly Cư Hảng Vừ Lồ "
    "Sìn Tẩn Chảo Phàn Lò Cà Quàng Lường Hà Đinh Triệu Bàn Nông Mạc Thền Seo Lèng Tải Ma Hờ Mùa Thàng".split(),
    [1 / (place + 2) for place in range(48)], strict=True,
))  # fmt: skip
_MIDDLE = "Văn Thị A Seo Đức Minh Hữu Quốc Xuân Thanh Ngọc Hồng Thu Kim Mạnh Công Đình Bá Thế Anh Quang Việt".split()
_GIVEN = (
    "An Anh Bình Bích Châu Chi Chiến Chinh Chung Công Cường Diệp Dung Dũng Duy Dương Đại Đạt Điệp Định Đông Đức Giang "
    "Hà Hải Hạnh Hằng Hiền Hiếu Hiệp Hòa Hoan Hoàn Hồng Huệ Hùng Huy Huyền Hương Khánh Khoa Khôi Kiên Lam Lan Lâm Liên "
    "Linh Loan Long Lợi Luân Lương Mai Mạnh Minh My Nam Nga Ngân Nghĩa Ngọc Nguyên Nhung Phong Phúc Phương Quân Quý "
    "Quỳnh Sáng Sinh Sơn Tâm Tân Thái Thanh Thành Thảo Thắng Thiện Thịnh Thoa Thơ Thu Thủy Thư Tiến Toàn Trang Trinh "
    "Trung Trường Tú Tuấn Tùng Tuyết Uyên Vân Việt Vinh Vượng Xuân Yến Pao Dế Páo Sính Chứ Dơ Lử Tủa Chính Chá Vảng"
).split()
# Of these syllables the names of places are made, two at a time.
_PLACE_SYLLABLES = (
    "An Ân Ba Bá Bạc Bạch Bản Bàn Bàu Bảo Bắc Bằng Bến Bích Biên Bình Bồng Bửu Ca Cà Cái Cam Can Cảnh Cao Cát Cẩm Cầu "
    "Chánh Châu Chế Chi Chiềng Chính Chợ Chu Chương Cốc Cồn Công Cổ Củ Cư Cửa Cương Da Dạ Danh Dân Di Diên Dinh Dĩ Du "
    "Dương Đà Đại Đạo Đak Đam Đan Đào Đắk Đăng Đầm Đất Điền Điện Đình Định Đoài Đoàn Đô Đồn Đồng Đông Đức Đường Ea Gia "
    "Giã Giang Giao Gò Hà Hạ Hải Hàm Hàn Hạnh Hát Hậu Hiên Hiền Hiệp Hiếu Hoa Hóa Hòa Hoài Hoàn Hoàng Hoằng Hồ Hội Hồng "
    "Huề Hùng Hưng Hương Hữu Ia Kế Kênh Kha Khai Khánh Khe Khê Khoái Khôi Kỳ Kiên Kiến Kiệt Kim Kinh Krông La Lạc Lai "
    "Làng Lãng Lạng Lao Lâm Lân Lầu Lệ Lễ Liêm Liên Liễu Linh Lộc Lợi Long Lôi Lũng Luông Lương Lưu Lý Ma Mã Mai Mang "
    "Mậu Mê Minh Mò Mỏ Mộc Môn Mù Muội Mường Mỹ Na Nà Nam Nậm Năng Nga Ngân Nghi Nghĩa Ngọc Nguyên Nhã Nhân Nhị Nhơn "
    "Nhuận Nhựt Ninh Nông Nội Ô Ông Pác Pha Phà Phan Phìn Phố Phong Phổ Phú Phục Phùng Phước Phương Pì Quan Quán Quang "
    "Quảng Quân Quế Quyết Quỳ Quỳnh Rạch Sa Sán Sảng Sàng Sáng Sìn Sín Sơn Song Sông Suối Sủng Ta Tả Tam Tân Tà Tạ Tây "
    "Tăng Tha Thạch Thái Thắm Thanh Thành Thạnh Tháp Thăng Thắng Thiện Thiệu Thịnh Thọ Thôn Thổ Thới Thuận Thụy Thủy "
    "Thường Thượng Tiên Tiến Tịnh Tòng Trà Trạch Tràng Trang Trấn Trí Triệu Trinh Trung Trực Trường Tu Tú Tuy Tuyên "
    "Từ Tường Ứng Vàm Vạn Văn Vân Vị Viên Việt Viễn Vinh Vĩnh Vọng Vũ Vụ Xá Xím Xín Xuân Xuyên Xương Y Yên"
).split()
_FIELDS = (
    "cấp giấy chứng nhận quyền sử dụng đất", "giải phóng mặt bằng", "bồi thường, hỗ trợ, tái định cư", "đo đạc bản đồ",
    "nuôi cá lồng", "hồ chứa nước", "kè chống sạt lở", "cấp nước sinh hoạt tập trung", "lưới điện hạ áp", "trạm biến áp",
    "chợ phiên", "hội chợ thương mại", "sản phẩm OCOP", "hợp tác xã kiểu mới", "vay vốn ngân hàng chính sách",
    "xuất khẩu lao động", "cai nghiện tự nguyện", "quản lý người nghiện", "mê tín dị đoan", "di cư tự do",
    "tạm trú, tạm vắng", "căn cước công dân gắn chíp", "hộ chiếu, xuất nhập cảnh", "đăng ký xe mô tô", "vũ khí, vật liệu nổ",
    "diễn tập khu vực phòng thủ", "dân quân tự vệ", "khám tuyển nghĩa vụ quân sự", "thăm hỏi thương binh", "nghĩa trang liệt sĩ",
    "hài cốt liệt sĩ", "chất độc hóa học", "trợ giúp pháp lý", "công chứng, chứng thực", "thi hành án dân sự",
    "khiếu nại kéo dài", "đơn tố cáo nặc danh", "kê khai tài sản, thu nhập", "phòng, chống tham nhũng", "thanh tra đột xuất",
    "tinh giản biên chế", "bổ nhiệm lại", "nghỉ hưu trước tuổi", "nâng bậc lương thường xuyên", "phụ cấp thâm niên nhà giáo",
    "sáp nhập trường", "bán trú vùng cao", "học bổng khuyến học", "sách giáo khoa lớp một", "thi tốt nghiệp trung học phổ thông",
    "suy dinh dưỡng trẻ em", "tiêm chủng mở rộng", "sốt xuất huyết", "tay chân miệng", "bệnh dại ở chó, mèo", "lở mồm long móng",
    "sâu keo mùa thu", "rét đậm, rét hại", "mưa đá, dông lốc", "lũ quét", "cháy nổ khí ga", "đuối nước", "xe quá khổ, quá tải",
    "hành lang đường bộ", "biển báo giao thông", "bến xe khách", "cầu treo dân sinh", "đường liên thôn", "khai thác cát, sỏi",
    "mỏ đá vôi", "chất thải nguy hại", "thuốc bảo vệ thực vật", "phân bón giả", "hàng nhái", "an toàn bức xạ", "đo lường chất lượng",
    "sở hữu trí tuệ", "chỉ dẫn địa lý", "lễ hội truyền thống", "nghệ nhân dân gian", "chữ viết dân tộc Mông", "múa khèn, múa xòe",
    "nhà văn hóa thôn", "thư viện lưu động", "bóng chuyền nữ", "đua ngựa truyền thống", "giải việt dã", "du lịch cộng đồng",
    "biển quảng cáo", "đài truyền thanh không dây", "trạm phát sóng", "chữ ký số chuyên dùng", "mã độc, tấn công mạng",
    "chứng thư số", "kiến trúc chính quyền điện tử", "dữ liệu đất đai", "phần mềm kế toán", "lưu trữ lịch sử", "tiêu hủy tài liệu",
    "quyết toán dự án hoàn thành", "đấu thầu qua mạng", "đấu giá tài sản", "thuế phi nông nghiệp", "lệ phí trước bạ", "hóa đơn điện tử",
    "kiểm kê rừng", "giao khoán bảo vệ rừng", "dược liệu dưới tán rừng", "atiso, tam thất", "mận tam hoa", "lê tai nung",
    "chè Shan tuyết", "thảo quả, sa nhân", "ngô lai, lúa lai", "trâu, bò sinh sản", "lợn đen bản địa", "vịt Nghĩa Đô",
)  # fmt: skip
_ACTS = (
    "thẩm định hồ sơ", "trả lời kiến nghị của cử tri về", "xác minh nội dung phản ánh về", "nghiệm thu hạng mục", "điều chỉnh dự án",
    "gia hạn thời gian thực hiện", "cử cán bộ tham gia", "cung cấp thông tin phục vụ", "xử lý vi phạm hành chính về",
    "rút kinh nghiệm sau kiểm tra", "bổ sung hồ sơ", "thống nhất phương án", "đính chính văn bản về", "thu hồi quyết định về",
    "phân bổ vật tư cho", "tiếp nhận tài trợ cho", "khảo sát địa điểm", "lấy ý kiến nhân dân về", "công bố công khai",
    "đăng ký nhu cầu", "tạm dừng", "khôi phục hoạt động", "chuyển giao kỹ thuật", "tổng kết mô hình", "nhân rộng mô hình",
    "tháo gỡ vướng mắc trong", "kiểm điểm trách nhiệm về", "giám sát chuyên đề", "ký kết quy chế phối hợp về", "ủy quyền",
)  # fmt: skip
_AGENCIES = (
    ("Sở Xây dựng tỉnh", "SXD", "QLN"), ("Sở Giao thông vận tải tỉnh", "SGTVT", "KCHT"), ("Sở Công Thương tỉnh", "SCT", "NL"),
    ("Sở Văn hóa, Thể thao và Du lịch tỉnh", "SVHTTDL", "QLVH"), ("Cục Thuế tỉnh", "CT", "TTHT"), ("Cục Thống kê tỉnh", "CTK", "TH"),
    ("Tòa án nhân dân tỉnh", "TA", "VP"), ("Viện Kiểm sát nhân dân tỉnh", "VKS", "P9"), ("Công an tỉnh", "CAT", "PV01"),
    ("Bộ Chỉ huy Quân sự tỉnh", "BCH", "TM"), ("Điện lực", "ĐL", "KT"), ("Viễn thông", "VNPT", "KD"), ("Bưu điện tỉnh", "BĐT", "NV"),
    ("Trường THPT", "THPT", "VP"), ("Trường PTDTBT THCS", "THCS", "VP"), ("Công ty TNHH MTV", "CTY", "KH"), ("Hợp tác xã", "HTX", ""),
    ("Ban Quản lý dự án", "BQL", "KTTĐ"), ("Hội Nông dân", "HND", "VP"), ("Hội Liên hiệp Phụ nữ", "HPN", "VP"), ("Đoàn TNCS Hồ Chí Minh", "ĐTN", "VP"),
    ("Hội Cựu chiến binh", "CCB", "VP"), ("Liên đoàn Lao động", "LĐLĐ", "VP"), ("Chi cục Thi hành án dân sự", "CCTHA", "NV"),
    ("UBND xã", "UBND", "VP"), ("UBND thị trấn", "UBND", "VP"), ("UBND huyện", "UBND", "NN"), ("UBND tỉnh", "UBND", "TH"),
)  # fmt: skip
_POSTS = ("Chủ tịch", "Phó Chủ tịch", "Trưởng phòng", "Phó Trưởng phòng", "Giám đốc", "Chánh Văn phòng")
_TO = ("UBND huyện", "UBND tỉnh", "Các thôn, bản", "Đảng ủy, HĐND xã", "Phòng Nội vụ", "Phòng Tài chính - Kế hoạch",
       "Phòng Văn hóa và Thông tin", "Phòng Tư pháp", "Các đoàn thể", "Công an xã", "Trạm Y tế", "Các trường học")  # fmt: skip


def _one(draw: Draw, values):
    return values[int(draw.random() * len(values))]


def place(draw: Draw) -> str:
    """The name of a place that may not exist."""
    return f"{_one(draw, _PLACE_SYLLABLES)} {_one(draw, _PLACE_SYLLABLES)}"


def person(draw: Draw) -> str:
    """The name of a person that may not exist."""
    return f"{draw.one(_SURNAMES)} {_one(draw, _MIDDLE)} {_one(draw, _GIVEN)}"


def subject(draw: Draw, kind: str, month: int) -> str:
    """An abstract: a third as in the demo, the others about one of many fields, mostly with a place, person or paper."""
    chance = draw.random()
    if chance < 0.35:
        return abstract(draw, kind, month)
    tail = ("", f" tại xã {place(draw)}", f" của ông {person(draw)}", f" của bà {person(draw)}, thôn {place(draw)}",
            f" theo Công văn số {draw.randint(1, 3000)}/UBND-{_one(draw, _AGENCIES)[1]}", f" huyện {place(draw)}",
            f" đợt {draw.randint(1, 4)} năm {draw.randint(2017, 2021)}")  # fmt: skip
    return f"V/v {_one(draw, _ACTS)} {_one(draw, _FIELDS)}{_one(draw, tail)}"


def organ(draw: Draw, usual: list[Organ]) -> Organ:
    """Who writes: mostly one of those that write every day, else one of thousands."""
    if draw.random() < 0.6:
        return _one(draw, usual)
    name, agency, drafting = _one(draw, _AGENCIES)
    return Organ(f"{name} {place(draw)}", agency, drafting)


def incoming(draw: Draw, usual: list[Organ], types: dict[str, DocumentType], month: int) -> dict:
    """Kind, sender, notation, abstract and signer of an incoming document."""
    kind, sender = draw.one(INCOMING_KINDS), organ(draw, usual)
    return {
        "type": types[kind], "organ_name": sender.name, "subject": subject(draw, kind, month),
        "code": notation(draw.randint(1, 3000), types[kind].abbreviation, sender),
    }  # fmt: skip


def outgoing(draw: Draw, signers: list[tuple[str, str]], types: dict[str, DocumentType], month: int) -> dict:
    """Kind, abstract, signer with position, and recipients of an outgoing document; one of the unit's own signers."""
    kind = draw.one(OUTGOING_KINDS)
    signer, position = _one(draw, signers)
    named = dict.fromkeys(_one(draw, _TO) for _ in range(draw.randint(1, 3)))
    return {
        "type": types[kind], "subject": subject(draw, kind, month), "signer": signer, "position": position,
        "recipients": "; ".join([*named, "Lưu: VT"]),
    }  # fmt: skip


def signers(draw: Draw) -> list[tuple[str, str]]:
    """Three who sign at a unit, with their positions."""
    return [(person(draw), _one(draw, _POSTS)) for _ in range(3)]
