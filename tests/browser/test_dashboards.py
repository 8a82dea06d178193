"""The dashboards in Chromium: under the strict policy, hostile names as text, readable for everybody."""

import pytest

from communes.models import Role
from tests.dashboards.conftest import fill, person
from tests.factories import communes as ground

CANARY = "</script><img src=x onerror=alert(1)>"


@pytest.fixture
def leader(place, log_in):
    log_in(place.leader)
    return place


def test_figures_are_there_without_scripts(leader, browser, context, live_server):
    plain = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=context.storage_state()
    )
    page = plain.new_page()
    page.goto("/")
    assert "3.600" in page.inner_text(".summary")
    assert page.locator("#chart-documents tbody").is_visible()
    page.locator("#commune thead a").nth(1).click()
    assert page.locator("#commune tbody tr").count() == 2
    plain.close()


def test_hostile_name_runs_nothing(leader, page, trouble):
    alerts = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    fill(ground.make_unit(f"Bản {CANARY}", slug="xa-doc", parent=leader.district))
    for address in ("/", "/units/xa-doc/"):
        page.goto(address)
        page.locator("#chart-documents").scroll_into_view_if_needed()
        page.wait_for_selector("#chart-documents [data-drawn]")
    assert alerts == []
    assert not trouble.all()


@pytest.mark.parametrize("width", [1366, 360])
@pytest.mark.parametrize("address", ["/", "/units/xa-ta-cu-ty/", "/indicators/documents_signed/"])
def test_pages_are_readable_and_do_not_scroll_sideways(leader, page, axe, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    assert axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_audit_is_readable(place, log_in, page, axe):
    log_in(person(Role.AUDITOR, place.district))
    page.goto("/audit/")
    assert axe() == []


def test_sorting_leads_back_to_the_table(leader, page):
    page.goto("/")
    page.locator("#office thead a").nth(1).click()
    assert page.url.endswith("?sort=incoming#office")
