"""At the form for documents: of one that carries a secrecy mark nothing is kept in the browser and nothing is asked."""

import re

import pytest

from documents.models import Document
from tests.browser.test_entry_survives import FORM, desk, saved, type_paper

__all__ = ["desk"]

HINTS = re.compile("/documents/(complete|doubles)/")


def test_nothing_of_a_secret_document_is_kept(desk, page):
    type_paper(page)
    page.wait_for_function("() => sessionStorage.length === 1")
    page.select_option("[name=secrecy]", "mat")
    page.wait_for_function("() => sessionStorage.length === 0")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".form-errors")
    page.fill("[name=subject]", "Bí mật")
    page.wait_for_timeout(600)
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    assert not Document.objects.exists()


@pytest.mark.parametrize("mark", ["Mật", "Tối mật"])
def test_nothing_is_kept_or_asked_of_a_text_in_which_the_server_finds_a_mark(desk, page, mark):
    type_paper(page)
    page.fill("[name=subject]", f"{mark}: Về việc chữ ký số")
    page.wait_for_function("() => sessionStorage.length === 1")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-refused] #id_subject[aria-invalid=true]")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.type("[name=subject]", " nữa")
    page.fill("[name=code]", "16/QĐ-UBND")
    page.focus("[name=organ_name]")
    page.wait_for_timeout(600)
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    assert asked == []
    page.fill("[name=subject]", "Về việc chữ ký số")
    page.keyboard.press("Control+Enter")
    saved(page)
    page.keyboard.type("u")
    page.wait_for_function("() => sessionStorage.length === 1")


def test_nothing_is_asked_once_a_mark_is_chosen_and_before_never_in_an_address(desk, page):
    asked = []
    page.on("request", lambda request: asked.append(request))
    page.goto(FORM)
    page.type("[name=organ_name]", "UBND")
    page.type("[name=subject]", "Về việc")
    page.fill("[name=code]", "15/QĐ-UBND")
    page.focus("[name=subject]")
    page.wait_for_timeout(600)
    hints = {request.url.partition("/documents/")[2]: request.method for request in asked if HINTS.search(request.url)}
    assert hints == {"complete/": "POST", "doubles/": "POST"}
    page.select_option("[name=secrecy]", "mat")
    page.wait_for_timeout(600)
    asked.clear()
    page.type("[name=subject]", " phòng thủ")
    page.fill("[name=code]", "16/QĐ-UBND")
    page.focus("[name=subject]")
    page.wait_for_timeout(600)
    assert asked == []


def test_logging_out_takes_what_was_typed_along(desk, page):
    type_paper(page)
    page.wait_for_function("() => sessionStorage.length === 1")
    page.evaluate("document.querySelector('[data-logout] button').click()")
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate("sessionStorage.length") == 0
