"""The main job, end to end, on the demo of Bắc Hà: what each person does, and what the figures say afterwards."""

import pytest

pytestmark = pytest.mark.long
ARTICLE = {"documents.incoming": 71_814, "documents.outgoing": 10_281, "documents.outgoing_signed": 8_412}
JUNE = {
    "equipment.computers": 597, "equipment.desktops": 569, "equipment.laptops": 28, "software.specialised": 12,
    "network.units": 32, "network.units_with_lan": 32, "network.units_with_internet": 32,
}  # fmt: skip
TACUTY = {
    "staff.total": 22, "staff.fluent": 15, "equipment.desktops": 20, "equipment.laptops": 3, "staff.with_computer": 22,
    "network.households_online": 10, "network.public_access_points": 1,
}  # fmt: skip


def test_first_page_says_the_figures_of_the_article(enter, page, trouble):
    enter("chutich")
    text = page.inner_text("main").replace("\N{NO-BREAK SPACE}", " ")
    for number in ("71.814", "10.281", "8.412", "81,82 %", "597", "569", "28", "19/19", "13/13", "21"):
        assert number in text, number
    assert "tổng số văn bản đến là 71.814" in text
    assert not trouble.all()


def test_api_gives_the_figures_of_the_article(enter, figure):
    enter("chutich")
    half = ("2020-01", "2020-06")
    assert {key: figure("huyen-bac-ha", key, *half) for key in ARTICLE} == ARTICLE
    assert {key: figure("huyen-bac-ha", key, *half) for key in JUNE} == JUNE
    assert {key: figure("xa-ta-cu-ty", key, *half) for key in TACUTY} == TACUTY
    assert figure("xa-ta-cu-ty", "equipment.desktops", "2020-02") == 10
    assert figure("huyen-bac-ha", "treasury.online", *half) == figure("huyen-bac-ha", "treasury.transactions", *half)


def test_indicator_of_the_api_is_a_share_with_two_decimals(enter, page):
    enter("vhtt")
    answer = page.request.get("/api/v1/indicators/documents_signed?unit=huyen-bac-ha&from=2020-01&to=2020-06").json()
    assert (answer["value"], answer["numerator"], answer["denominator"]) == (81.82, 8412, 10281)


def test_document_of_july_raises_the_july_figure_by_one(enter, figure, register, page, trouble):
    enter("tacuty")
    before = figure("xa-ta-cu-ty", "documents.incoming", "2020-07")
    register("20/07/2020", "Về việc triển khai chữ ký số")
    assert figure("xa-ta-cu-ty", "documents.incoming", "2020-07") == before + 1
    page.goto("/units/xa-ta-cu-ty/?from=2020-07&to=2020-07")
    assert f"{before + 1:,}".replace(",", ".") in page.inner_text("main")
    assert not trouble.all()


def test_document_of_june_is_finished_in_july(enter, figure, page):
    enter("tacuty")
    june = figure("xa-ta-cu-ty", "documents.incoming_on_time", "2020-06")
    page.goto("/documents/?direction=incoming&deadline=open&registered_until=30/06/2020")
    page.goto(first_open_document_of_june(page))
    page.click("a[href$='/finish/']")
    page.fill("[name=completed_on]", "15/07/2020")
    with page.expect_navigation():
        page.click("main form button.primary")
    assert "15/07/2020" in page.inner_text("main")
    assert figure("xa-ta-cu-ty", "documents.incoming_on_time", "2020-06") == june


def first_open_document_of_june(page) -> str:
    """Found as a clerk finds it: the open documents that arrived until the end of June."""
    links = page.locator('main table tbody tr a[href^="/documents/"]')
    assert links.count(), page.inner_text("main")
    return links.first.get_attribute("href")


def test_document_dated_june_is_refused_with_the_reason(enter, figure, page):
    enter("tacuty")
    before = figure("xa-ta-cu-ty", "documents.incoming", "2020-06")
    page.goto("/documents/incoming/new/")
    page.fill("[name=registered_on]", "20/06/2020")
    page.fill("[name=subject]", "Về việc đến muộn")
    page.fill("[name=organ_name]", "UBND tỉnh Lào Cai")
    page.click("main form button.primary")
    page.locator("main").get_by_text("06/2020").first.wait_for()
    text = page.inner_text("main")
    assert "06/2020" in text
    assert "đã chốt" in text
    assert page.input_value("[name=subject]") == "Về việc đến muộn"
    assert figure("xa-ta-cu-ty", "documents.incoming", "2020-06") == before


@pytest.mark.parametrize("username", ["chutich", "thanhtra", "tacuty.ct", "vhtt"])
def test_who_only_reads_cannot_register(enter, page, username):
    enter(username)
    assert page.goto("/documents/incoming/new/").status == 403


def test_deactivated_person_stays_outside(enter, page):
    enter("nghiviec")
    assert "/accounts/login/" in page.url


def test_other_unit_looks_like_a_missing_one(enter, page):
    enter("tacuty")
    other = page.request.get("/units/xa-ban-pho/")
    missing = page.request.get("/units/xa-khong-co/")
    assert (other.status, missing.status) == (404, 404)
    assert other.text() == missing.text()


def test_figures_and_audit_are_whole_at_the_end(site):
    assert site.manage("refresh_figures", "--check").startswith("0 differences in ")
    assert "0 findings" in site.manage("verify_audit")
