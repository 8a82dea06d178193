"""Secrecy marks in what is typed, imported or sent: found, refused at their field, and kept nowhere."""

import pytest
from django.urls import reverse

from common.errors import Invalid
from documents import bulk
from documents.actions import entries, reservations
from documents.models import Document, NumberReservation
from documents.secrecy import is_marked_notation, is_marked_title
from tests.documents.test_secrecy import CANARY, everything_stored, log, post
from tests.factories import documents as docs

__all__ = ["log"]

MARKED = [
    "MẬT", "Mật", "mật", "(Mật) Kế hoạch phòng thủ", "[TỐI MẬT] Báo cáo", "Kế hoạch MẬT về phòng thủ",
    "Tối mật: báo cáo", "tuyệt mật báo cáo", "Mật - Báo cáo", "Mật Kế hoạch diễn tập", "Mật báo cáo tình hình",
    "Kế hoạch diễn tập (tối mật)", "Kế hoạch diễn tập - Mật", "Kế hoạch, Tuyệt mật.",
    "Độ mật: Mật. Kế hoạch", "Độ mật - Tối mật", "*MẬT* Kế hoạch",
    "M Ậ T Kế hoạch", "T Ố I  M Ậ T", "ＭẬＴ: kế hoạch", "KẾ HOẠCH PHÒNG THỦ (MẬT)", "KẾ HOẠCH PHÒNG THỦ - MẬT",
    "KẾ HOẠCH TỐI MẬT VỀ PHÒNG THỦ", "TUYET MAT ke hoach", "(MAT) Ke hoach", "Ma\u0302\u0323t: kế hoạch",
    "M\u200bật: kế hoạch", "TỐI\u00a0MẬT kế hoạch", "Văn bản MẬT số 12", "【Tuyệt mật】 Phương án", "Toi mat: ke hoach",
    "Tuyet mat: ke hoach", "Mat: ke hoach",
    "Công văn mật số 12", "Văn bản Mật số 5", "kế hoạch tối mật về bố phòng", "Sao gửi tài liệu tuyệt mật của huyện",
]  # fmt: skip
OPEN = [
    "Về việc bảo mật thông tin", "Thay đổi mật khẩu hộp thư công vụ", "Mật độ dân số năm 2020", "MẬT ĐỘ DÂN SỐ",
    "Tăng cường công tác bảo vệ bí mật nhà nước", "QUY CHẾ BẢO VỆ BÍ MẬT NHÀ NƯỚC", "BẢO MẬT THÔNG TIN",
    "Ban hành danh mục bí mật nhà nước độ Tối mật", "Danh mục độ Tuyệt mật, Tối mật và độ Mật", "Mật mã dân sự",
    "DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ TỐI MẬT", "Quy định mẫu dấu “Mật”, “Tối mật”", "Hướng dẫn đóng dấu độ mật",
    "PHÁT TRIỂN NGHỀ NUÔI ONG LẤY MẬT", "Mật ong Bắc Hà", "Hội chợ chè, ong, mật", "phường Mật Sơn", "An toàn, bảo mật",
    "Tiêu hủy tài liệu mật", "Giải mật tài liệu", "Sự mất mát", "Thân mật gặp gỡ", "Gửi thông báo mat khau", "",
    "Báo cáo giá mặt bằng", "BAO CAO MAT BANG", "Toi mat the can cuoc", "Bao mat: huong dan",
    "Lớp tập huấn bảo mật số 2",
    "Quy chế quản lý tài liệu mật", "Danh mục văn bản mật", "Quy định về độ Tối mật của tài liệu",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKED)
def test_mark_in_a_title_is_found(text):
    assert is_marked_title(text)


@pytest.mark.parametrize("text", OPEN)
def test_word_in_a_running_title_is_no_mark(text):
    assert not is_marked_title(text)


@pytest.mark.parametrize(
    "text",
    [
        "12/MẬT-UBND",
        "12/UBND-Mật",
        "12/BC-UBND (mật)",
        "01/TỐI MẬT",
        "Mật",
        "QĐ-TốiMật",
        "7/TUYETMAT-UB",
        "12-MAT/UBND",
        "12/MAT/UBND",
    ],
)
def test_mark_in_a_notation_is_found(text):
    assert is_marked_notation(text)


@pytest.mark.parametrize(
    "text", ["15-CV/HU", "12/QĐ-UBND", "12/TM-UBND", "3/BC-M", "12/QĐ-UBND(M)", "15/BB-BẢO MẬT", "", "01/MAT-VN"]
)
def test_ambiguous_abbreviation_is_no_mark(text):
    assert not is_marked_notation(text)


WAYS = [
    ("subject", f"(Mật) {CANARY}"), ("code", f"12/MẬT-{CANARY}"), ("note", f"{CANARY} - TỐI MẬT"),
    ("instruction", f"Tuyệt mật: {CANARY}"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "text"), WAYS)
def test_action_and_bulk_refuse_at_the_field_and_keep_nothing(world, log, field, text):
    values = {"subject": "Về việc", "by": None, "direction": "incoming", "unit": world.unit}
    with pytest.raises(Invalid) as refused:
        entries.register(registered_on=docs.ARRIVED, **values | {field: text})
    assert set(refused.value.errors) == {field}
    rows = [docs.incoming(world.unit), docs.incoming(world.unit, **{field: text})]
    with pytest.raises(Invalid) as of_bulk:
        bulk.insert_rows(by=None, batch=docs.make_batch(), documents=rows)
    assert "2" in of_bulk.value.errors[field][0]
    said = f"{refused.value.errors} {of_bulk.value.errors}"
    assert CANARY not in said + everything_stored() + log.getvalue()
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_correcting_cancelling_and_keeping_refuse_them_too(world, log):
    document, text = docs.make_document(world.unit), f"Mật: {CANARY}"
    book = {"direction": "outgoing", "unit": world.unit, "kept_on": docs.ARRIVED}
    (kept,) = reservations.keep(by=None, purpose="Báo cáo", **book)
    for act in (
        lambda: entries.change(document, by=None, version=1, reason="Sửa", subject=text),
        lambda: entries.change(document, by=None, version=1, reason=text, subject="Sửa"),
        lambda: entries.cancel(document, by=None, version=1, reason=text),
        lambda: reservations.keep(by=None, purpose=text, **book),
        lambda: reservations.keep(by=None, purpose="Báo cáo", series="MẬT", **book),
        lambda: reservations.fill(kept, by=None, version=1, registered_on=docs.ARRIVED, subject=text),
        lambda: reservations.release(kept, by=None, version=1, reason=text),
    ):
        with pytest.raises(Invalid):
            act()
    assert NumberReservation.objects.open().count() == 1
    assert CANARY not in everything_stored() + log.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "text"), WAYS)
def test_form_says_so_at_the_field_keeps_the_typing_and_leaves_no_trace(world, client, log, field, text):
    client.force_login(world.official)
    values = {"unit": world.unit.pk, "secrecy": "none", "organ_name": "Sở", "subject": "Về việc", field: text}
    response = post(client, **values)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert CANARY in response.content.decode()
    assert CANARY not in everything_stored() + log.getvalue()


@pytest.mark.django_db
def test_error_report_holds_nothing_that_was_sent(world, client, monkeypatch, settings, mailoutbox):
    settings.ADMINS = [("Quản trị", "admin@example.org")]
    monkeypatch.setattr(entries, "register", lambda **_fields: 1 / 0)
    client.force_login(world.official)
    client.raise_request_exception = False
    assert post(client, unit=world.unit.pk, secrecy="none").status_code == 500
    (mail,) = mailoutbox
    assert "ZeroDivisionError" in mail.body
    assert CANARY not in mail.body


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["complete", "doubles"])
def test_hints_while_typing_leave_no_trace_of_what_is_typed(world, client, log, name):
    client.force_login(world.official)
    words = {"direction": "incoming", "unit": world.unit.pk, "field": "subject", "q": CANARY, "code": f"1/{CANARY}"}
    assert client.post(reverse(f"documents:document-{name}"), words).status_code == 200
    assert CANARY not in everything_stored() + log.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("secrecy", ["mat", "none"])
def test_api_refuses_the_secret_and_keeps_nothing_of_it(world, client, log, secrecy):
    client.force_login(world.official)
    body = {
        "secrecy": secrecy, "unit": world.unit.slug, "direction": "incoming", "registered_on": "2020-07-06",
        "subject": f"(Mật) {CANARY}",
    }  # fmt: skip
    headers = {"Idempotency-Key": "k"}
    answer = client.post(reverse("api:documents"), body, content_type="application/json", headers=headers)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("secrecy" if secrecy == "mat" else "subject")
    assert CANARY not in answer.content.decode() + everything_stored() + log.getvalue()
