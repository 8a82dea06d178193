"""Save and enter the next: what the next form keeps, what it says, and what it tells the script."""

import re
import uuid
from datetime import date

import pytest

from common.models import Holiday
from documents.models import Document
from tests import reading
from tests.documents.test_doubles import enter
from tests.documents.test_entry import address
from tests.factories import communes as make
from tests.factories import documents as docs

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(world, client):
    client.force_login(world.official)
    return client


def test_next_form_keeps_day_sender_and_medium_and_says_the_number(world, clerk):
    answer = enter(clerk, world, next="1", medium="paper", registered_on="6/7", assigned_to="Ban Văn hóa")
    made = Document.objects.get()
    assert answer["Location"] == f"{address('create-incoming')}?after={made.pk}"
    page = clerk.get(answer["Location"])
    form, text = page.context["form"], page.content.decode()
    assert form["registered_on"].value() == date(2020, 7, 6)
    assert (form["organ_name"].value(), form["medium"].value(), form["in_software"].value()) == (
        "UBND tỉnh", "paper", True,
    )  # fmt: skip
    for empty in ("code", "issued_on", "type", "subject", "assigned_to", "due_on"):
        assert not form[empty].value(), empty
    assert "Đã ghi số <strong>01</strong>" in text
    for verb in ("detail", "edit", "cancel"):
        assert f'href="{address(verb, made.pk)}"' in text
    assert form.next_number == "02"
    assert text.count('role="status"') == 1, "said once"


def test_next_outgoing_form_keeps_kind_signer_and_signature(world, clerk):
    answer = enter(clerk, world, "outgoing", next="1", position="Chủ tịch", kept_by="VT")
    form = clerk.get(answer["Location"]).context["form"]
    kept = {"type": world.kind.pk, "signer": "Giàng A Sính", "position": "Chủ tịch", "signature": "agency"}
    assert {name: form[name].value() for name in kept} == kept
    assert not form["recipients"].value()
    assert not form["subject"].value()


def test_next_form_says_what_to_check_of_the_deadline(world, clerk):
    def page(**fields):
        return clerk.get(enter(clerk, world, next="1", issued_on="", code="", **fields)["Location"])

    assert page().context["before_warning"] == ""
    Holiday.objects.all().delete()
    told = page()
    assert "2020" in told.context["before_warning"]
    assert told.context["before_warning"] in told.content.decode()
    for fields in ({"due_on": "31/8/2020"}, {"no_deadline": "on"}):
        assert page(**fields).context["before_warning"] == ""


@pytest.mark.parametrize("named", ["", "x", "-1", "999999", "9" * 40, "٣", "1\x00"])
def test_entry_that_is_none_changes_nothing(world, clerk, named):
    page = clerk.get(address("create-incoming"), {"after": named})
    assert page.context["before"] is None
    assert page.context["form"]["registered_on"].value() == date(2020, 8, 3)


def test_entry_of_others_and_of_the_other_book_is_none(world, clerk):
    for document in (docs.make_document(world.other), docs.make_document(world.unit, "outgoing")):
        page = clerk.get(address("create-incoming"), {"after": document.pk})
        assert page.context["before"] is None
        assert not page.context["form"]["organ_name"].value()


def test_script_is_told_where_to_go_and_shown_what_is_wrong(world, clerk):
    script = {"HTTP_ACCEPT": "application/json"}
    values = {"unit": world.unit.pk, "subject": "Về việc", "organ_name": "UBND", "registered_on": "6/7"}
    values |= {"urgency": "normal", "circulation": "open", "medium": "paper", "secrecy": "none", "next": "1"}
    token = str(uuid.uuid4())
    first = clerk.post(address("create-incoming"), values | {"token": token}, **script)
    again = clerk.post(address("create-incoming"), values | {"token": token}, **script)
    made = Document.objects.get()
    assert first.json() == again.json() == {"url": f"{address('create-incoming')}?after={made.pk}"}
    wrong = clerk.post(address("create-incoming"), values | {"subject": ""}, **script)
    assert wrong.headers["Content-Type"].startswith("text/html")
    assert "subject" in wrong.context["form"].errors
    edit = values | {"version": 1, "reason": "Nhầm", "subject": "Sửa"}
    assert clerk.post(address("edit", made.pk), edit, **script).json() == {"url": made.get_absolute_url()}


def test_script_of_somebody_logged_out_is_told_so(world, client):
    assert client.post(address("create-incoming"), {}, HTTP_ACCEPT="application/json").status_code == 401
    assert client.post(address("create-incoming"), {}).status_code == 302


def test_short_days_and_the_kind_in_the_notation_work_without_scripts(world, clerk):
    enter(clerk, world, code="15/QĐ-UBND", issued_on="0107", registered_on="6", due_on="10")
    made = Document.objects.get()
    assert (made.issued_on, made.registered_on, made.due_on) == (date(2020, 7, 1), date(2020, 7, 6), date(2020, 8, 10))
    assert made.type == world.kind


def test_chosen_kind_stays_whatever_the_notation_says(world, clerk):
    report = docs.make_kind("Báo cáo", "BC")
    enter(clerk, world, code="15/QĐ-UBND", type=report.pk)
    assert Document.objects.get().type == report


def test_first_field_to_type_has_the_focus_but_not_after_a_mistake(world, clerk):
    for direction, name in (("incoming", "organ_name"), ("outgoing", "type")):
        page = clerk.get(address(f"create-{direction}")).content.decode()
        (focused,) = re.findall(r"<[^>]*autofocus[^>]*>", page)
        assert f'name="{name}"' in focused
    assert "autofocus" not in enter(clerk, world, subject="").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("subject", "Về việc\r\nthành\u00a0lập\u200b Tổ", "Về việc thành lập Tổ"),
        ("organ_name", "\u00d0ảng ủy  xã", "Đảng ủy xã"),
        ("code", "../../15/QĐ", "../../15/QĐ"),
        ("organ_name", "<b>UBND</b>", "<b>UBND</b>"),
    ],
)
def test_pasted_text_is_one_clean_line(world, clerk, field, value, stored):
    enter(clerk, world, **{field: value})
    assert getattr(Document.objects.get(), field) == stored


def test_name_of_three_hundred_letters_is_refused_in_words(world, clerk):
    page = enter(clerk, world, organ_name="Đ" * 300)
    (sentence,) = page.context["form"].errors["organ_name"]
    assert "200" in sentence
    assert "300" in sentence
    assert "Đ" * 300 in page.content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
def test_form_is_in_one_language(world, clerk, language, direction):
    world.official.language = language
    world.official.save()
    read = {"form": reading.texts(clerk.get(address(f"create-{direction}")).content.decode())}
    wrong = reading.vietnamese_in if language == "en" else reading.english_in
    assert not [text for _place, text in wrong(read, reading.Data()) if text not in str(world.official)]


def test_a_day_that_does_not_fit_its_neighbours_is_said(world, clerk):
    enter(clerk, world, registered_on="20/7", code="1/UBND")
    answer = enter(clerk, world, next="1", registered_on="6/7", code="2/UBND")
    said = "Số văn bản xếp theo thứ tự ngày: ngày 06/07/2020 không khớp với"
    assert said in clerk.get(answer["Location"]).content.decode()


def test_number_of_a_unit_has_no_point_for_the_script(client):
    unit = make.make_unit("Lùng Cải", pk=15184)
    client.force_login(make.make_member(unit=unit))
    assert 'data-unit="15184"' in client.get(address("create-incoming")).content.decode()
