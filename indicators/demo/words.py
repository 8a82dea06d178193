"""The words of the demo's documents: senders, kinds, topics and how an abstract is put. Vietnamese data, invented."""

from typing import NamedTuple

from indicators.demo.draw import Draw, Weighted
from indicators.demo.places import Place

LETTER = "Công văn"


class Organ(NamedTuple):
    """Who issues: name, abbreviation in the notation, drafting unit of its letters."""

    name: str
    agency: str
    drafting: str


PROVINCE_ORGANS = (
    Organ("UBND tỉnh Lào Cai", "UBND", "NC"),
    Organ("UBND tỉnh Lào Cai", "UBND", "VX"),
    Organ("Văn phòng UBND tỉnh Lào Cai", "VPUBND", "TH"),
    Organ("Sở Thông tin và Truyền thông", "STTTT", "CNTT"),
    Organ("Sở Nội vụ", "SNV", "CCHC"),
    Organ("Sở Tài chính", "STC", "QLNS"),
    Organ("Sở Tư pháp", "STP", "HCTP"),
    Organ("Sở Y tế", "SYT", "NVY"),
    Organ("Sở Giáo dục và Đào tạo", "SGDĐT", "GDTX"),
    Organ("Sở Nông nghiệp và Phát triển nông thôn", "SNN", "KHTC"),
    Organ("Sở Lao động - Thương binh và Xã hội", "SLĐTBXH", "BTXH"),
    Organ("Sở Tài nguyên và Môi trường", "STNMT", "QLĐĐ"),
    Organ("Sở Kế hoạch và Đầu tư", "SKHĐT", "TH"),
    Organ("Ban Dân tộc tỉnh Lào Cai", "BDT", "CSDT"),
    Organ("Thanh tra tỉnh Lào Cai", "TTr", "NV1"),
)
DISTRICT_ORGANS = (
    Organ("UBND huyện Bắc Hà", "UBND", "VP"),
    Organ("UBND huyện Bắc Hà", "UBND", "VHTT"),
    Organ("UBND huyện Bắc Hà", "UBND", "NV"),
    Organ("UBND huyện Bắc Hà", "UBND", "TCKH"),
    Organ("Văn phòng HĐND và UBND huyện Bắc Hà", "VP", "TH"),
    Organ("HĐND huyện Bắc Hà", "HĐND", "VP"),
    Organ("Phòng Nội vụ huyện Bắc Hà", "NV", "TH"),
    Organ("Phòng Tư pháp huyện Bắc Hà", "TP", "TH"),
    Organ("Phòng Tài chính - Kế hoạch huyện Bắc Hà", "TCKH", "NS"),
    Organ("Phòng Văn hóa và Thông tin huyện Bắc Hà", "VHTT", "TT"),
    Organ("Phòng Lao động - Thương binh và Xã hội huyện Bắc Hà", "LĐTBXH", "TH"),
    Organ("Phòng Nông nghiệp và Phát triển nông thôn huyện Bắc Hà", "NNPTNT", "TH"),
    Organ("Công an huyện Bắc Hà", "CAH", "TH"),
    Organ("Ban Chỉ huy Quân sự huyện Bắc Hà", "BCH", "TM"),
    Organ("Ủy ban MTTQ Việt Nam huyện Bắc Hà", "MTTQ", "BTT"),
    Organ("Kho bạc Nhà nước Bắc Hà", "KBBH", "KT"),
    Organ("Bảo hiểm xã hội huyện Bắc Hà", "BHXH", "TH"),
    Organ("Trung tâm Y tế huyện Bắc Hà", "TTYT", "KSDB"),
    Organ("Hạt Kiểm lâm huyện Bắc Hà", "HKL", "QLBVR"),
    Organ("Huyện ủy Bắc Hà", "HU", ""),
)

# Kind of document -> weight, for what comes in and what goes out.
INCOMING_KINDS = Weighted(
    [(LETTER, 44), ("Thông báo", 11), ("Kế hoạch", 10), ("Quyết định (cá biệt)", 11), ("Báo cáo", 6), ("Giấy mời", 10),
     ("Tờ trình", 3), ("Hướng dẫn", 3), ("Công điện", 1.5), ("Chỉ thị", 0.5)]
)  # fmt: skip
OUTGOING_KINDS = Weighted(
    [("Báo cáo", 34), (LETTER, 27), ("Quyết định (cá biệt)", 10), ("Kế hoạch", 9), ("Thông báo", 8), ("Tờ trình", 7),
     ("Giấy mời", 4), ("Biên bản", 1)]
)  # fmt: skip

_OPENINGS = {
    LETTER: ("V/v triển khai", "V/v đôn đốc thực hiện", "V/v tăng cường", "V/v phối hợp thực hiện",
             "V/v báo cáo tình hình", "V/v rà soát, tổng hợp số liệu", "V/v chấn chỉnh", "V/v góp ý dự thảo kế hoạch"),
    "Thông báo": ("Kết luận cuộc họp về", "Về thời gian tổ chức", "Kết quả kiểm tra", "Phân công nhiệm vụ về"),
    "Kế hoạch": ("Triển khai", "Tuyên truyền", "Kiểm tra", "Tập huấn về"),
    "Quyết định (cá biệt)": ("Về việc phê duyệt kế hoạch", "Về việc thành lập Tổ công tác", "Về việc kiện toàn "
                             "Ban Chỉ đạo", "Về việc giao dự toán kinh phí", "Về việc khen thưởng thành tích trong"),
    "Báo cáo": ("Kết quả", "Tình hình", "Sơ kết", "Số liệu"),
    "Giấy mời": ("Dự hội nghị trực tuyến về", "Dự họp về", "Dự tập huấn về", "Làm việc về"),
    "Tờ trình": ("Về việc đề nghị hỗ trợ kinh phí", "Về việc phê duyệt", "Về việc xin chủ trương"),
    "Hướng dẫn": ("Thực hiện", "Một số nội dung về", "Tuyên truyền"),
    "Công điện": ("Về việc chủ động", "Về việc tập trung"),
    "Chỉ thị": ("Về việc tăng cường", "Về một số nhiệm vụ trọng tâm trong"),
    "Biên bản": ("Họp về", "Làm việc về", "Kiểm tra"),
}  # fmt: skip
_TOPICS = (
    "công tác phòng, chống dịch Covid-19", "xây dựng nông thôn mới", "giảm nghèo bền vững", "cải cách hành chính",
    "ứng dụng công nghệ thông tin trong cơ quan nhà nước", "gửi, nhận văn bản điện tử có ký số",
    "cung cấp dịch vụ công trực tuyến mức độ 3, 4", "tiếp nhận hồ sơ qua dịch vụ bưu chính công ích",
    "phòng, chống dịch tả lợn châu Phi", "tiêm phòng vắc xin cho gia súc, gia cầm", "quản lý, bảo vệ rừng",
    "phòng cháy, chữa cháy rừng mùa khô", "phòng, chống thiên tai và tìm kiếm cứu nạn", "sản xuất vụ xuân",
    "sản xuất vụ mùa", "trồng cây ăn quả ôn đới", "phát triển cây quế", "làm đường giao thông nông thôn",
    "đại hội Đảng bộ các cấp nhiệm kỳ 2020 - 2025", "sắp xếp đơn vị hành chính cấp xã", "thu, chi ngân sách",
    "quản lý tài sản công", "đầu tư xây dựng cơ bản", "thi đua, khen thưởng", "tuyển chọn công dân nhập ngũ",
    "phổ biến, giáo dục pháp luật", "đăng ký và quản lý hộ tịch", "tiếp công dân, giải quyết đơn thư",
    "hòa giải ở cơ sở", "phổ cập giáo dục, xóa mù chữ", "duy trì tỷ lệ chuyên cần của học sinh", "bảo hiểm y tế",
    "hỗ trợ người dân gặp khó khăn do dịch theo Nghị quyết 42/NQ-CP", "chi trả trợ cấp xã hội",
    "đào tạo nghề cho lao động nông thôn", "chính sách với người có công", "bình đẳng giới",
    "phòng, chống tảo hôn và hôn nhân cận huyết thống", "chính sách dân tộc", "bảo tồn văn hóa và phát triển du lịch",
    "gia đình văn hóa, thôn bản văn hóa", "đất đai và môi trường", "thu gom rác thải sinh hoạt",
    "an toàn giao thông", "an ninh, trật tự", "phòng, chống ma túy", "an toàn thực phẩm",
    "quản lý vận hành mạng và an toàn thông tin", "thống kê, rà soát hộ nghèo, hộ cận nghèo", "lao động, việc làm",
)  # fmt: skip
_TAILS = ("", "", " năm 2020", " trên địa bàn huyện", " trên địa bàn xã", " trong thời gian tới", " quý {quarter}/2020",
          " tháng {month}/2020", " 6 tháng đầu năm 2020")  # fmt: skip
COMMUNE_DESKS = (
    "Văn phòng - Thống kê", "Địa chính - Nông nghiệp - Xây dựng và Môi trường", "Tài chính - Kế toán",
    "Tư pháp - Hộ tịch", "Văn hóa - Xã hội", "Chỉ huy trưởng Quân sự", "Trưởng Công an", "Chủ tịch UBND",
    "Phó Chủ tịch UBND",
)  # fmt: skip
OFFICE_DESKS = ("Lãnh đạo đơn vị", "Chuyên viên phụ trách", "Văn thư", "Kế toán", "Bộ phận tổng hợp")
CANCEL_REASONS = ("Cấp nhầm số", "Văn bản thu hồi để chỉnh sửa", "Trùng nội dung với văn bản đã phát hành")


def abstract(draw: Draw, kind: str, month: int) -> str:
    """The abstract of a document of this kind in a month of 2020."""
    opening = _OPENINGS[kind][int(draw.random() * len(_OPENINGS[kind]))]
    topic = _TOPICS[int(draw.random() * len(_TOPICS))]
    # What belongs to the half-year is not written before May.
    tail = _TAILS[int(draw.random() * (len(_TAILS) - (month < 5)))]
    if "{" in tail:
        tail = tail.format(month=_month_in_words(month), quarter=("I", "II", "III", "IV")[(month - 1) // 3])
    return f"{opening} {topic}{tail}"


def _month_in_words(month: int) -> str:
    """Months 1 and 2 are written with a leading 0, the others without (NĐ 30/2020/NĐ-CP)."""
    return f"{month:02}" if month < 3 else str(month)


def notation(number: int, abbreviation: str, organ: Organ) -> str:
    """`15/KH-UBND`, `120/UBND-VP`; the Party writes `15-CV/HU`."""
    if organ.agency == "HU":
        return f"{number:02}-{abbreviation or 'CV'}/HU"
    groups = (abbreviation, organ.agency) if abbreviation else (organ.agency, organ.drafting)
    return f"{number:02}/{'-'.join(group for group in groups if group)}"


def senders(place: Place, others: list[Place]) -> Weighted:
    """Who writes to a place: a commune hears from the district, an office from the province and the communes too."""
    communes = [Organ(f"UBND {other.full}", "UBND", "VP") for other in others if other.is_commune]
    if place.is_commune:
        shares = ((PROVINCE_ORGANS, 6), (DISTRICT_ORGANS, 88), (communes, 6))
    elif place.short == "VP":
        shares = ((PROVINCE_ORGANS, 52), (DISTRICT_ORGANS, 28), (communes, 20))
    else:
        shares = ((PROVINCE_ORGANS, 38), (DISTRICT_ORGANS, 34), (communes, 28))
    own = "UBND " + place.full if place.is_commune else place.name
    pairs = [(organ, weight / len(organs)) for organs, weight in shares for organ in organs]
    return Weighted([(organ, weight) for organ, weight in pairs if not organ.name.startswith(own)])


def recipients(place: Place) -> Weighted:
    """Whom a place writes to."""
    if place.is_commune:
        pairs = [("UBND huyện; Lưu: VT", 40), ("UBND huyện; các phòng chuyên môn; Lưu: VT", 14),
                 ("Các thôn, bản; Lưu: VT", 26), ("Đảng ủy, HĐND xã; các đoàn thể; Lưu: VT", 12),
                 ("Phòng Nội vụ huyện; Lưu: VT", 4), ("Phòng Văn hóa và Thông tin huyện; Lưu: VT", 4)]  # fmt: skip
    elif place.short == "VP":
        pairs = [("UBND các xã, thị trấn; Lưu: VT", 34), ("Các phòng, ban, đơn vị; Lưu: VT", 24),
                 ("UBND tỉnh Lào Cai; Lưu: VT", 16), ("Các phòng; UBND các xã, thị trấn; Lưu: VT", 26)]  # fmt: skip
    else:
        pairs = [("UBND huyện; Lưu: VT", 36), ("UBND các xã, thị trấn; Lưu: VT", 38),
                 ("Sở, ngành của tỉnh; UBND huyện; Lưu: VT", 26)]  # fmt: skip
    return Weighted(pairs)
