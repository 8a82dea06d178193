"""At the form for documents: what is typed stays when the line or the session breaks, and what helps while typing."""

from datetime import date

import pytest
from django.conf import settings

from common.quick import quick_day
from communes.models import Role
from documents.models import Document
from tests.factories import communes as make
from tests.factories import documents as docs

FORM = "/documents/incoming/new/"


@pytest.fixture
def desk(transactional_db, log_in, context):
    context.set_default_timeout(60_000)
    make.open_calendar()
    tree = make.make_district()
    official = make.make_member(Role.OFFICIAL, tree.tacuty)
    official.set_password("mot-hai-ba-bon-2020")
    official.save()
    log_in(official)
    return tree.tacuty, official


def type_paper(page, code="15/QĐ-UBND"):
    page.goto(FORM)
    page.fill("[name=organ_name]", "UBND tỉnh")
    page.fill("[name=code]", code)
    page.fill("[name=subject]", "Về việc chữ ký số")


def saved(page):
    page.wait_for_url("**/incoming/new/?after=*")
    page.wait_for_selector("[data-said] strong")


def test_broken_line_loses_nothing_and_saves_once(desk, page):
    type_paper(page)
    # The request arrives and is done, but its answer is lost on the way.
    page.route(f"**{FORM}", lambda route: (route.fetch(), route.abort()) if route.request.method == "POST" else None)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-trouble]:not([hidden])")
    assert "một lần" in page.inner_text("[data-trouble]")
    assert page.input_value("[name=code]") == "15/QĐ-UBND"
    assert Document.objects.count() == 1
    page.unroute(f"**{FORM}")
    page.keyboard.press("Control+Enter")
    saved(page)
    assert Document.objects.count() == 1
    assert "01" in page.inner_text("[data-said]")


def test_letters_typed_before_the_scripts_came_stay(desk, page):
    waiting = []
    page.route("**/entry*.js", lambda route: waiting.append(route))
    page.goto(FORM, wait_until="commit")
    page.wait_for_selector("[name=organ_name]:focus")
    page.keyboard.type("ub")
    assert waiting
    waiting[0].continue_()
    page.wait_for_load_state("load")
    page.wait_for_selector("[role=combobox][name=organ_name]")
    page.wait_for_timeout(100)
    page.keyboard.type("nd")
    assert page.input_value("[name=organ_name]") == "ubnd"


def test_next_form_has_the_focus_before_it_is_drawn(desk, page):
    type_paper(page)
    page.evaluate("""new MutationObserver(() => { window.focused ||= document.querySelector("[data-said]")
        && document.activeElement.name; }).observe(document.body, {childList: true, subtree: true})""")
    page.keyboard.press("Control+Enter")
    saved(page)
    assert page.evaluate("window.focused") == "organ_name"


def test_pressed_twice_is_entered_once(desk, page):
    type_paper(page)
    page.evaluate("for (let i = 0; i < 3; i++) document.querySelector('[data-entry] [name=next]').click()")
    saved(page)
    assert Document.objects.count() == 1


def log_in_again(page, official):
    page.wait_for_url("**/accounts/login/**")
    page.fill("#id_username", official.username)
    page.fill("#id_password", "mot-hai-ba-bon-2020")
    page.click("main form button[type=submit]")
    page.wait_for_selector("form[data-entry]")


def test_expired_session_offers_the_typing_after_the_login(desk, page):
    _unit, official = desk
    type_paper(page)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.keyboard.press("Control+Enter")
    log_in_again(page, official)
    assert "15/QĐ-UBND" in page.inner_text("[data-offer]")
    page.keyboard.press("Enter")
    assert page.input_value("[name=subject]") == "Về việc chữ ký số"
    page.keyboard.press("Control+Enter")
    saved(page)
    assert Document.objects.get().code == "15/QĐ-UBND"
    page.goto(FORM)
    assert page.is_hidden("[data-offer]")


def test_mistake_keeps_everything_and_stands_in_focus(desk, page):
    type_paper(page)
    page.fill("[name=issued_on]", "31/2")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".form-errors")
    assert page.evaluate("document.activeElement.className") == "form-errors"
    assert page.input_value("[name=issued_on]") == "31/2"
    page.fill("[name=issued_on]", "31/7")
    page.keyboard.press("Control+Enter")
    saved(page)
    assert Document.objects.get().issued_on == date(2020, 7, 31)


def test_short_days_are_the_same_in_the_script(desk, page):
    page.goto(FORM)
    today = date(2020, 8, 3)
    for ahead, name in ((False, "issued_on"), (True, "due_on")):
        for typed in ("3", "5", "31", "5/7", "05.07", "0507", "05072019", "29/2", "28/12", "1/1", "3/2", "31/6", "507"):
            page.fill(f"[name={name}]", typed)
            page.focus("[name=subject]")
            meant = quick_day(typed, today=today, ahead=ahead)
            assert page.input_value(f"[name={name}]") == (f"{meant:%d/%m/%Y}" if meant else typed), (typed, name)


def test_kind_by_abbreviation_and_never_overridden(desk, page):
    page.goto(FORM)
    shown = "#id_type"
    for typed, kind in {
        "qđ": "QĐ – ",
        "qd": "QĐ – ",
        "BC": "BC – ",
        "HD": "HD – ",
        "hđ": "HĐ – ",
        "cv": "Công văn",
    }.items():
        page.fill(shown, typed)
        page.press(shown, "Enter")
        assert page.input_value(shown).startswith(kind), typed
    page.fill("[name=code]", "15/QĐ-UBND")
    page.focus("[name=subject]")
    assert page.input_value(shown) == "Công văn"
    page.fill(shown, "không có loại này")
    page.focus("[name=subject]")
    assert "QĐ" in page.inner_text(".field:has(#id_type) [role=alert]")
    page.fill(shown, "")
    page.focus("[name=code]")
    page.focus("[name=subject]")
    assert page.input_value(shown).startswith("QĐ – ")


def test_same_document_is_hinted_at_and_entered_anyway(desk, page):
    unit, _official = desk
    earlier = docs.make_document(unit, organ_name="UBND tỉnh", code="15/QĐ-UBND", issued_on=date(2020, 7, 1), number=7)
    type_paper(page)
    page.fill("[name=issued_on]", "1/7")
    page.focus("[name=subject]")
    link = page.wait_for_selector(".found a")
    assert link.get_attribute("href") == earlier.get_absolute_url()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[name=despite]")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[name=despite]")
    assert Document.objects.count() == 1
    page.click("[name=despite]")
    saved(page)
    assert Document.objects.count() == 2


@pytest.mark.parametrize("language", ["vi", "en"])
def test_form_in_use_is_accessible_in_both_languages(desk, page, axe, language):
    unit, official = desk
    official.language = language
    official.save()
    docs.make_document(unit, organ_name="UBND tỉnh Lào Cai", recipients="UBND huyện")
    page.goto(FORM)
    page.keyboard.type("ubnd")
    page.wait_for_selector(".suggestions:not([hidden]) li")
    assert axe() == []
    page.keyboard.press("ArrowDown")
    assert axe() == []
    page.fill("#id_type", "b")
    page.wait_for_selector(".suggestions:not([hidden]) li")
    page.fill("[name=subject]", "về")
    page.wait_for_selector("#id_subject_list:not([hidden]) li")
    assert axe() == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
