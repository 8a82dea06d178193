"""Every page of the site with a record to show: derived from the resolver, so that a new route without one is found.

Pages are rendered once by the test client; what the browser tests examine and what the tests of the language read is
then the same page.
"""

import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from communes.models import Equipment, StaffMember, Unit
from documents.models import Document
from indicators import rollups
from services.models import FilingSupplement
from services.models.filing import FilingStatus
from tests.access.world import World, keys_of
from tests.factories import communes as ground
from tests.factories import desk
from tests.routes import all_routes

# Routes without a page of their own: data, redirects, what only takes a POST.
NO_PAGE = {
    "accounts:logout", "accounts:language", "accounts:columns", "communes:key-revoke",
    "admin-login-redirect", "admin:login", "admin:logout",
    "admin:autocomplete", "admin:jsi18n", "admin:password_change", "admin:django.views.generic.base.RedirectView",
    "admin:django.contrib.admin.sites.AdminSite.catch_all_view", "communes:unit-lookup", "communes:staff-lookup",
    "communes:confirmation-confirm", "communes:confirmation-withdraw", "imports:template", "imports:import-refused",
    "documents:attachment-download", "documents:document-complete", "documents:document-doubles",
    "documents:document-lookup", "documents:handler-lookup", "services:procedure-lookup", "dashboards:healthz",
}  # fmt: skip
# (route, address, person): routes whose argument is no record's number, and further faces of a page.
EXAMPLES = [
    ("accounts:login", "/accounts/login/", None),
    ("accounts:one-time", "/accounts/one-time/MQ/abc-123/", None),
    ("admin:app_list", "/admin/communes/", "administrator"),
    ("admin:index", "/admin/", "official"),
    ("dashboards:unit", "/units/unit-aa/", "official"),
    ("dashboards:unit", "/units/unit-pp/?from=2020-01&to=2020-06&structure=is", "administrator"),
    ("dashboards:overview", "/?kind=office&from=2019-01&to=2020-07", "leader"),
    ("dashboards:overview", "/?from=2020-06&to=2020-01&kind=x", "leader"),
    ("dashboards:without-filings", "/procedures/without-filings/?from=2020-07&to=2020-07&level=4", "official"),
    ("dashboards:without-filings", "/procedures/without-filings/?structure=is&kind=commune", "administrator"),
    ("dashboards:indicator", "/indicators/documents_signed/", "leader"),
    ("dashboards:filings-unit", "/filings/units/unit-aa/", "official"),
    ("dashboards:filings-unit", "/filings/units/unit-pp/?from=2020-01&to=2020-06&structure=is", "administrator"),
    ("documents:document-create-incoming", "/documents/incoming/new/", "official"),
    ("documents:document-print", "/documents/print/?book=handling", "leader"),
    ("documents:document-list", "/documents/?registered_from=31/02/2020&unit=unit-zz", "reviewer"),
    ("dashboards:audit", "/audit/", "auditor"),
    ("communes:confirmation-list", "/units/confirmations/", "official"),
    ("communes:confirmation-list", "/units/confirmations/", "reviewer"),
    ("communes:equipment-list", "/equipment/", "official"),
    ("communes:equipment-together", "/equipment/together/?all=1", "official"),
    ("services:holiday-year", "/holidays/year/?year=2022", "reviewer"),
    ("communes:reorganisation-new", "/units/reorganisations/new/merge/", "administrator"),
    ("communes:reorganisation-new", "/units/reorganisations/new/split/", "administrator"),
    ("imports:import-create", "/imports/new/?register=filings", "official"),
    ("404", "/no-such-page/", "leader"),
    ("404", "/no-such-page/", None),
    ("403", "/equipment/new/", "leader"),
]
# Forms that are also sent empty: the list of errors on top, and one at each field.
SENT_EMPTY = re.compile(r"^(?!admin:).*-create\b|^admin:(communes_(equipment|unit)|services_filing|accounts_user)_add$")
# The admin refuses these for some models: what is never deleted, and what comes to be by another act.
REFUSED = re.compile(r"^admin:\w+_(add|delete)$")
LONG = (
    "Về việc triển khai thực hiện Kế hoạch ứng dụng công nghệ thông tin trong hoạt động của cơ quan nhà nước "
    + "x" * 90
)


@dataclass(frozen=True)
class Page:
    """A page that was rendered: the route, its address, and what the browser gets."""

    route: str
    address: str
    status: int
    headers: dict
    body: str


class Visitor:
    """Opens pages as the people of the world, all of whom read one language."""

    def __init__(self, world: World, language: str):
        self.world, self.clients = world, {}
        User.objects.update(language=language)
        for name, person in {**world.people, None: None}.items():
            self.clients[name] = Client(raise_request_exception=False)
            if person is not None and name != "deactivated":
                self.clients[name].force_login(person)

    def open(self, address: str, who: str | None = "administrator", *, route: str = "", post=None) -> Page:
        """One page."""
        client = self.clients[who]
        answer = client.get(address) if post is None else client.post(address, post)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return Page(route, address, answer.status_code, dict(answer.headers), body.decode("utf-8", "replace"))

    def of_route(self, route: str, pattern: str) -> list[Page]:
        """The route's first page that is there, and what its form says when it is sent empty; the last refusal if none
        is there, nothing without a record."""
        page = None
        for address in candidates(self.world, route, pattern):
            page = self.open(address, route=route)
            if page.status == 200:
                break
        if page and page.status == 200 and SENT_EMPTY.search(route):
            return [page, self.open(page.address, route=route, post={"sent": "empty"})]
        return [page] if page else []


def candidates(world: World, route: str, pattern: str) -> list[str]:
    """The addresses under which a route may show something in this world."""
    if "<" not in pattern:
        return [f"/{pattern}"]
    if route.startswith("admin:"):
        named = {f"admin:{m._meta.app_label}_{m._meta.model_name}_": m for m in admin.site._registry}
        model = next((model for name, model in named.items() if route.startswith(name)), None)
        return [reverse(route, args=[key]) for key in _keys(world, model)] if model else []
    roots = {thing.page for thing in world.things if thing.page and route.startswith(f"{thing.page}-")}
    things = world.of(max(roots, key=len)) if roots else []
    return [reverse(route, args=keys_of(route, thing.obj)) for thing in things]


def _keys(world: World, model) -> list[int]:
    """Records of a model: the world's, or else one that comes with the system."""
    found = [thing.obj.pk for thing in world.of(model)]
    return found[:3] or list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:1])


def routes() -> dict[str, str]:
    """The routes that show a page, with the text of their pattern."""
    return {
        name: text
        for name, text in all_routes()
        if name not in NO_PAGE and not name.startswith("api:") and not text.endswith((".json", ".csv", ".xlsx"))
    }


def furnish(world: World) -> None:
    """What the pages need beside the world's rows: figures, a filing that waits for its applicant, a follow-up that is
    closed, and long texts."""
    unit = world.units["a"]
    fields = {"received": "2020-07-06 08:30", "status": FilingStatus.SUPPLEMENT_REQUESTED}
    filing = desk.make_filing(unit, world.common.procedure, **fields)
    FilingSupplement.objects.create(filing=filing, requested_time=desk.at("2020-07-07 09:00"))
    world.add(filing, "a", page="services:filing", mark=filing.code)
    boss = world.people["administrator"]
    done = ground.make_follow_up(
        unit, by=boss, answered=desk.at("2020-07-06 08:30"), closed=desk.at("2020-07-07 08:30")
    )
    world.add(done, "a", page="communes:follow-up", mark=done.subject)
    Unit.objects.filter(pk=unit.pk).update(name="Nông nghiệp và Phát triển nông thôn liên xã vùng cao biên giới")
    Document.objects.filter(unit=unit).update(subject=LONG)
    Equipment.objects.update(name=f"Máy {LONG[-80:]}")
    StaffMember.objects.update(full_name="Hoàng Thị Phương Nguyên Khánh Huyền Trang Tôn Nữ")
    rollups.rebuild()


@contextmanager
def quietly():
    """Without the line that each refusal writes into the log."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def every_page(visitor: Visitor, *, admin_pages: bool | None = None) -> tuple[list[Page], list[str]]:
    """All pages (of the administration, or all others), and the routes that showed none as they should."""
    with quietly():
        return _every_page(visitor, admin_pages)


def _every_page(visitor: Visitor, admin_pages: bool | None) -> tuple[list[Page], list[str]]:
    pages, missing = [], []
    shown = {route for route, _address, _who in EXAMPLES}
    for route, pattern in routes().items():
        if admin_pages is None or route.startswith("admin:") is admin_pages:
            found = visitor.of_route(route, pattern)
            pages += [page for page in found if page.status == 200]
            refused = REFUSED.search(route) and {page.status for page in found} == {403}
            if not (refused or route in shown or {page.status for page in found} == {200}):
                missing.append(route)
    for route, address, who in EXAMPLES:
        if admin_pages is None or route.startswith("admin:") is admin_pages:
            page = visitor.open(address, who, route=route)
            pages.append(page)
            missing += [address] * (page.status != (int(route) if route.isdigit() else 200))
    missing += [page.address for page in pages if not page.headers["Content-Type"].startswith("text/html")]
    return pages, missing
