"""An administrator corrects a closed month in the administration: the effect first, then the reason in the trail."""

import re


def test_administrator_corrects_june_and_the_auditor_sees_it(enter, figure, page):
    enter("admin")
    before = figure("huyen-bac-ha", "documents.incoming_electronic", "2020-06")
    page.goto("/documents/?direction=incoming&registered_from=15/06/2020&registered_until=15/06/2020&medium=electronic")
    link = page.locator('main table tbody tr a[href^="/documents/"]').first.get_attribute("href")
    number = re.search(r"/documents/(\d+)/", link)[1]
    page.goto(f"/admin/documents/document/{number}/change/")
    page.select_option("[name=medium]", "paper")
    page.fill("[name=reason]", "Văn bản thực tế là bản giấy")
    with page.expect_navigation():
        page.click("input[name=_save]")
    shown = page.inner_text("#content")
    assert "06/2020" in shown, shown
    assert f"{before:,}".replace(",", ".") in shown
    assert f"{before - 1:,}".replace(",", ".") in shown
    assert figure("huyen-bac-ha", "documents.incoming_electronic", "2020-06") == before, "nothing is written yet"
    page.check("[name=override]")
    with page.expect_navigation():
        page.click("input[name=_save]")
    assert figure("huyen-bac-ha", "documents.incoming_electronic", "2020-06") == before - 1
    enter("thanhtra")
    page.goto("/audit/")
    assert "Văn bản thực tế là bản giấy" in page.inner_text("main")
