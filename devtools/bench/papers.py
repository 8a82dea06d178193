"""The papers of a morning: thirty that arrive at a commune and ten that it issues, made up after the usual ones."""

from devtools.bench.clerk import Issued, Paper

DISTRICT, OFFICE = "UBND huyện Bắc Hà", "Văn phòng HĐND và UBND huyện Bắc Hà"
HOME_AFFAIRS, FINANCE = "Phòng Nội vụ", "Phòng Tài chính - Kế hoạch"
PARTY, INSURANCE, JUSTICE = "Huyện ủy Bắc Hà", "Bảo hiểm xã hội huyện Bắc Hà", "Sở Tư pháp tỉnh Lào Cai"

INCOMING = [
    Paper(DISTRICT, "1021/UBND-VX", "31/7", "Về việc triển khai tiêm vắc xin phòng bệnh bạch hầu"),
    Paper(DISTRICT, "1022/UBND-NLN", "31/7", "Về việc phòng, chống bệnh dịch tả lợn châu Phi"),
    Paper(DISTRICT, "412/QĐ-UBND", "30/7", "Về việc phê duyệt kế hoạch sử dụng đất năm 2020"),
    Paper(DISTRICT, "413/QĐ-UBND", "30/7", "Về việc thành lập Tổ công tác giải phóng mặt bằng"),
    Paper(DISTRICT, "88/BC-UBND", "31/7", "Kết quả giải ngân vốn đầu tư công 7 tháng"),
    Paper(OFFICE, "35/TB-VP", "1", "Kết luận của Chủ tịch UBND huyện tại cuộc họp giao ban"),
    Paper(OFFICE, "57/GM-UBND", "1", "Họp trực tuyến về cải cách hành chính"),
    Paper(HOME_AFFAIRS, "201/NV-CCHC", "29/7", "Về việc báo cáo công tác cải cách hành chính tháng 7"),
    Paper(HOME_AFFAIRS, "202/NV-TCBC", "30/7", "Về việc rà soát biên chế cán bộ, công chức cấp xã"),
    Paper(FINANCE, "145/TCKH-NS", "30/7", "Về việc đối chiếu dự toán kinh phí 6 tháng"),
    Paper(PARTY, "512-CV/HU", "28/7", "Về việc chuẩn bị đại hội đảng bộ huyện", "cv"),
    Paper(PARTY, "77-TB/HU", "29/7", "Lịch công tác tháng 8 của Ban Thường vụ", "tb"),
    Paper(INSURANCE, "330/BHXH-KT", "27/7", "Về việc phát triển đối tượng tham gia bảo hiểm y tế"),
    Paper(JUSTICE, "640/STP-HTTP", "24/7", "Về việc rà soát hồ sơ hộ tịch điện tử"),
    Paper(DISTRICT, "1023/UBND-TNMT", "31/7", "Về việc tăng cường quản lý khoáng sản"),
    Paper(DISTRICT, "210/KH-UBND", "28/7", "Tổ chức tuần lễ chuyển đổi số huyện Bắc Hà"),
    Paper(DISTRICT, "211/KH-UBND", "29/7", "Tập huấn chữ ký số cho cán bộ cấp xã"),
    Paper(OFFICE, "36/TB-VP", "3", "Lịch trực lãnh đạo tuần 32"),
    Paper(OFFICE, "58/GM-UBND", "3", "Họp xét duyệt hồ sơ chính sách người có công"),
    Paper("Công an huyện Bắc Hà", "415/CAH-QLHC", "30/7", "Về việc cấp căn cước cho người dân tại xã"),
    Paper(HOME_AFFAIRS, "203/NV-TG", "31/7", "Về việc quản lý hoạt động tôn giáo"),
    Paper(FINANCE, "146/TCKH-TS", "31/7", "Về việc kiểm kê tài sản công"),
    Paper(FINANCE, "147/TCKH-NS", "31/7", "Về việc giao dự toán kinh phí bổ sung"),
    Paper("Phòng Văn hóa và Thông tin", "96/VHTT-CNTT", "30/7", "Về việc báo cáo ứng dụng công nghệ thông tin"),
    Paper("Phòng Giáo dục và Đào tạo", "301/GDĐT-TH", "28/7", "Về việc chuẩn bị năm học mới"),
    Paper(INSURANCE, "331/BHXH-GĐ", "31/7", "Về việc gia hạn thẻ bảo hiểm y tế hộ nghèo"),
    Paper(DISTRICT, "414/QĐ-UBND", "31/7", "Về việc khen thưởng thành tích trong phong trào thi đua"),
    Paper(DISTRICT, "05/CT-UBND", "30/7", "Tăng cường phòng cháy, chữa cháy rừng"),
    Paper("Hạt Kiểm lâm huyện Bắc Hà", "88/HKL-QLBVR", "29/7", "Về việc trực phòng cháy rừng"),
    Paper("Công ty Điện lực Lào Cai", "1204/PCLC-KD", "27/7", "Thông báo lịch ngừng cung cấp điện"),
]
SIGNER, POSITION = "Giàng A Sính", "Chủ tịch"
OUTGOING = [
    Issued("bc", "Kết quả cải cách hành chính tháng 7", (DISTRICT, HOME_AFFAIRS, "Lưu: VT")),
    Issued("bc", "Kết quả ứng dụng công nghệ thông tin tháng 7", (DISTRICT, "Lưu: VT")),
    Issued("qđ", "Về việc thành lập Tổ công nghệ số", ("Các thôn, bản", "Lưu: VT")),
    Issued("kh", "Phòng cháy, chữa cháy rừng mùa khô", (DISTRICT, "Các thôn, bản", "Lưu: VT")),
    Issued("ttr", "Về việc đề nghị hỗ trợ kinh phí sửa chữa đường", (DISTRICT, FINANCE, "Lưu: VT")),
    Issued("gm", "Họp giao ban tháng 8", ("Các thôn, bản", "Lưu: VT")),
    Issued("cong v", "Về việc rà soát hộ nghèo", ("Các thôn, bản", "Lưu: VT")),
    Issued("cong v", "Về việc chuẩn bị năm học mới", (DISTRICT, "Lưu: VT")),
    Issued("tb", "Lịch tiếp công dân tháng 8", ("Các thôn, bản", "Lưu: VT")),
    Issued("bc", "Kết quả thu ngân sách 7 tháng", (FINANCE, "Lưu: VT")),
]
